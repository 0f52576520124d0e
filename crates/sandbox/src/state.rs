//! Everything that a request needs, opened once.

use std::sync::Arc;

use crate::{
    clock::Clock,
    config::Config,
    faults::Faults,
    http::{KnownTokens, Running, Sightings},
    keys::Keys,
    outbox::Outbox,
    passport::Passport,
    store::{Store, settings, sweep::Sweeper},
    vault::Vault,
};

/// The running sandbox. Cheap to clone.
#[derive(Clone, Debug)]
pub struct State(Arc<Parts>);

/// What [`State`] holds.
#[derive(Debug)]
pub struct Parts {
    pub(crate) config: Config,
    pub(crate) clock: Clock,
    pub(crate) keys: Keys,
    pub(crate) vault: Vault,
    pub(crate) store: Store,
    pub(crate) outbox: Outbox,
    pub(crate) passport: Passport,
    pub(crate) faults: Faults,
    pub(crate) known_tokens: KnownTokens,
    pub(crate) sightings: Sightings,
    pub(crate) running: Running,
    pub(crate) sweeper: Sweeper,
}

impl State {
    /// Opens the keys and the database, making what is missing.
    ///
    /// # Errors
    /// When the data folder, the key file or the database can't be opened; the text says which.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        let keys = Keys::open(&config.data)?;
        let store = Store::open(config.database_url.as_deref(), &config.data).await?;
        let clock = Clock::default();
        clock.raise_offset(settings::clock_offset(&mut *store.read().await?).await?);
        let vault = Vault::new(&keys.vault, &keys.idempotency);
        let outbox = Outbox::new(config.webhook_url.as_deref(), &keys.partner.webhook_secret, config.webhook_private)?;
        let passport = Passport::new(&config.passport, &keys.partner.webhook_secret, config.webhook_private)?;
        let faults = Faults::default();
        Ok(Self(Arc::new(Parts {
            config,
            clock,
            keys,
            vault,
            store,
            outbox,
            passport,
            faults,
            known_tokens: KnownTokens::default(),
            sightings: Sightings::default(),
            running: Running::default(),
            sweeper: Sweeper::default(),
        })))
    }

    /// The thumbprint that SDKs are created with.
    #[must_use]
    pub fn platform_key(&self) -> String {
        self.keys.platform_key()
    }

    /// Seconds since 1970 by the server's clock.
    #[must_use]
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// Closes the database's connections. Requests fail after that.
    pub async fn close(&self) {
        self.store.close().await;
    }
}

impl std::ops::Deref for State {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
