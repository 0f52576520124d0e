//! What all requests share.

use std::{sync::Arc, time::Duration};

use http::HeaderName;
use reqwest::Url;

use crate::{
    clock::Clock,
    config::Config,
    nonce::{self, Nonces},
    partner::Partner,
    passport::{Passport, PassportError},
    portal::{Portal, PortalError},
    rate::RateLimit,
    secret::Secret,
    store::{Store, StoreError},
    tickets::TicketSettings,
    upstream::Upstream,
    webhooks::WebhookSecret,
};

/// The gateway's parts, open and checked. Clones are the same gateway.
#[derive(Clone, Debug)]
pub struct State(Arc<Parts>);

#[derive(Debug)]
struct Parts {
    public_url: Url,
    origin: String,
    clock: Clock,
    nonces: Nonces,
    store: Store,
    upstream: Upstream,
    passport: Passport,
    rate: RateLimit,
    upload_rest: Duration,
    address_header: Option<HeaderName>,
    webhook_secret: Option<WebhookSecret>,
    passport_webhook_secret: Option<WebhookSecret>,
    admin_token: Option<Secret>,
    portal: Portal,
    partner: Option<Partner>,
    tickets: Option<TicketSettings>,
}

/// Why the gateway can't start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The client for the platform.
    #[error("the client for GATEWAY_NETSPEND_URL can't be made: {0}")]
    Upstream(#[from] reqwest::Error),
    /// The Passport side.
    #[error(transparent)]
    Passport(#[from] PassportError),
    /// The portal's files.
    #[error(transparent)]
    Portal(#[from] PortalError),
}

impl State {
    /// Opens the database, the client and the portal that the settings name. Makes no call: the platform may be down.
    ///
    /// # Errors
    /// [`StartError`] says which setting to look at.
    pub async fn open(config: Config) -> Result<Self, StartError> {
        let store = Store::open(&config).await?;
        let nonces = Nonces::new(store.shared_key(nonce::KEY_NAME).await?, config.dpop_nonce);
        let (upstream, passport) = Upstream::both(&config)?;
        let passport = Passport::open(&config, &store, passport).await?;
        Ok(Self(Arc::new(Parts {
            store,
            nonces,
            upstream,
            portal: Portal::open(&config, passport.keys().thumbprint())?,
            passport,
            partner: config.portal_api.clone().map(Partner::new).transpose()?,
            rate: RateLimit::new(config.rate_per_minute),
            upload_rest: config.upload_rest,
            address_header: config.address_header,
            webhook_secret: config.webhook_secret,
            passport_webhook_secret: config.passport_webhook_secret,
            admin_token: config.admin_token,
            tickets: config.tickets,
            origin: config.public_url.origin().ascii_serialization(),
            public_url: config.public_url,
            clock: config.clock,
        })))
    }

    /// Forgets bindings and proofs that have ended. For now and then; nothing that has ended is taken before, either.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep(&self) -> Result<(), sqlx::Error> {
        self.store().sweep(self.clock().seconds()).await
    }

    /// Closes the database.
    pub async fn close(&self) {
        self.store().close().await;
    }

    pub(crate) fn public_url(&self) -> &Url {
        &self.0.public_url
    }

    pub(crate) fn origin(&self) -> &str {
        &self.0.origin
    }

    pub(crate) fn clock(&self) -> &Clock {
        &self.0.clock
    }

    pub(crate) fn nonces(&self) -> &Nonces {
        &self.0.nonces
    }

    pub(crate) fn store(&self) -> &Store {
        &self.0.store
    }

    pub(crate) fn upstream(&self) -> &Upstream {
        &self.0.upstream
    }

    pub(crate) fn passport(&self) -> &Passport {
        &self.0.passport
    }

    /// The thumbprint of the key that signs the gateway's own key set: what pages pin as `gatewayKey`.
    #[must_use]
    pub fn gateway_key(&self) -> &str {
        self.passport().keys().thumbprint()
    }

    pub(crate) fn rate(&self) -> &RateLimit {
        &self.0.rate
    }

    /// How long a browser may let an upload rest.
    pub(crate) fn upload_rest(&self) -> Duration {
        self.0.upload_rest
    }

    /// Where a proxy tells the caller's address; none where there is no proxy.
    pub(crate) fn address_header(&self) -> Option<&HeaderName> {
        self.0.address_header.as_ref()
    }

    /// The key of the platform's webhooks; none when they are off.
    pub(crate) fn webhook_secret(&self) -> Option<&WebhookSecret> {
        self.0.webhook_secret.as_ref()
    }

    /// The key of the Passport-style platform's notices; none when they are off.
    pub(crate) fn passport_webhook_secret(&self) -> Option<&WebhookSecret> {
        self.0.passport_webhook_secret.as_ref()
    }

    /// What the partner's own server shows; none when it may not read.
    pub(crate) fn admin_token(&self) -> Option<&Secret> {
        self.0.admin_token.as_ref()
    }

    /// Whose tickets are taken; none are when nobody's.
    pub(crate) fn tickets(&self) -> Option<&TicketSettings> {
        self.0.tickets.as_ref()
    }

    pub(crate) fn portal(&self) -> &Portal {
        &self.0.portal
    }

    /// The partner's own server; none where it is not behind the gateway.
    pub(crate) fn partner(&self) -> Option<&Partner> {
        self.0.partner.as_ref()
    }
}
