//! The Passport-style platform's calls: customers and accounts, and what the gateway adds to them.
//!
//! That platform takes ssn, ein and dob in clear, knows no session and no idempotency, and hands ids out in `Location`. So
//! here the gateway opens what pages seal to it, keeps each externalId for the browser that uses it, and lets no account be
//! opened whose agreement the customer has not accepted.

mod acceptance;
mod accounts;
mod agreements;
mod answer;
mod content;
mod create;
mod customers;
mod guard;
mod key;
mod reach;
mod receipts;
mod rows;
mod sealed;

use std::sync::Arc;

use axum::{
    Json,
    extract::{self, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, header, request::Parts};
use jiff::Timestamp;
use portico_model::ErrorCode;
use serde_json::json;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use self::{
    agreements::{Agreements, AgreementsError},
    rows::{Act, Found, find},
};
use crate::{
    allow_list::{Kind, Needs, NotFound},
    call::{self, Caller, peer},
    config::Config,
    keys::{Keys, public_name},
    log::RouteLabel,
    origin,
    refusal::Refusal,
    state::State,
    store::{Binding, Store, StoreError},
    upstream::{Answer, Upstream},
};

/// Where the platform's calls are.
pub(crate) const PREFIX: &str = "/portico/passport";

/// So many new accounts' bodies, of up to 48 MB each, are in memory at a time.
const MAX_LARGE_BODIES: usize = 8;
/// When to come again if there is no room.
const RETRY_SECONDS: i64 = 5;

/// What these calls share.
#[derive(Debug)]
pub(crate) struct Passport {
    upstream: Upstream,
    keys: Keys,
    agreements: Agreements,
    turns: Arc<Semaphore>,
}

/// Why the Passport side can't start.
#[derive(Debug, thiserror::Error)]
pub enum PassportError {
    /// The keys.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The agreements.
    #[error(transparent)]
    Agreements(#[from] AgreementsError),
}

impl Passport {
    pub(crate) async fn open(config: &Config, store: &Store, upstream: Upstream) -> Result<Self, PassportError> {
        Ok(Self {
            upstream,
            keys: Keys::open(store).await?,
            agreements: Agreements::open(config.passport_agreements.as_deref())?,
            turns: Arc::new(Semaphore::new(MAX_LARGE_BODIES)),
        })
    }

    pub(crate) fn upstream(&self) -> &Upstream {
        &self.upstream
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.keys
    }

    fn agreements(&self) -> &Agreements {
        &self.agreements
    }

    /// Room for a large body.
    fn turn(&self) -> Result<OwnedSemaphorePermit, Refusal> {
        Arc::clone(&self.turns).try_acquire_owned().map_err(|_| Refusal::rate_limited(RETRY_SECONDS))
    }
}

/// Answers any request under [`PREFIX`].
pub(crate) async fn handle(extract::State(state): extract::State<State>, request: Request) -> Response {
    let path = request.uri().path().strip_prefix(PREFIX).unwrap_or_default();
    let found = match find(request.method(), path) {
        Ok(found) => found,
        Err(NotFound::Path) => return Refusal::from(ErrorCode::RouteNotFound).into_response(),
        Err(NotFound::Method(methods)) => return Refusal::method_not_allowed(&methods).into_response(),
    };
    call::run(RouteLabel(found.row.template), forward(state, found, request)).await
}

async fn forward(state: State, found: Found, request: Request) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    origin::check(state.origin(), &parts.headers)?;
    let caller = Caller::identify(&state, Needs::Session, &parts).await?;
    let binding = caller.binding.ok_or(ErrorCode::LoginRequired)?;
    for (kind, key) in [Kind::Customer, Kind::CustomerAccount].into_iter().zip(&found.keys) {
        reach::require(&state, &binding, kind, key).await?;
    }
    let mut response = match found.row.act {
        Act::Keys => keys(&state, &binding).await?,
        Act::Agreements => Json(state.passport().agreements().list()).into_response(),
        Act::Accept(kind) => receipts::keep(&state, &binding, kind, (&parts, body)).await?,
        _ => answer::write(platform(&state, &binding, &found, (&parts, body)).await?)?,
    };
    if let Some(cookie) = call::renew(&state, &binding).await? {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The calls that go up.
async fn platform(
    state: &State,
    binding: &Binding,
    found: &Found,
    request: (&Parts, axum::body::Body),
) -> Result<Answer, Refusal> {
    match (found.row.act, found.keys.as_slice()) {
        (Act::CreateCustomer, []) => customers::create(state, binding, request).await,
        (Act::ReadCustomer, [customer]) => customers::read(state, binding, customer).await,
        (Act::UpdateCustomer, [customer]) => customers::update(state, binding, customer, request).await,
        (Act::OpenAccount, [customer]) => accounts::open(state, binding, customer, request).await,
        (Act::ListAccounts, [customer]) => accounts::list(state, binding, customer).await,
        (Act::ReadAccount, [customer, account]) => accounts::read(state, binding, customer, account).await,
        (Act::UpdateAccount, [customer, account]) => accounts::update(state, customer, account, request).await,
        (Act::CloseAccount, [customer, account]) => accounts::close(state, binding, customer, account, request).await,
        _ => Err(ErrorCode::InternalError.into()),
    }
}

/// `GET /keys`: what to seal with, under which name, by which clock.
async fn keys(state: &State, binding: &Binding) -> Result<Response, Refusal> {
    let now = state.clock().seconds();
    let jwks_jws = state.passport().keys().signed_set(state.store(), now).await?;
    let now = Timestamp::from_second(now).unwrap_or_default().to_string();
    Ok(Json(json!({"jwks_jws": jwks_jws, "sid": public_name(&binding.id), "now": now})).into_response())
}

/// `GET /agreements/{type}/document`: public, like the platforms' other files.
pub(crate) async fn document(
    extract::State(state): extract::State<State>,
    extract::Path(kind): extract::Path<String>,
    request: Request,
) -> Response {
    let (parts, _) = request.into_parts();
    let mut response = match serve(&state, &kind, &parts).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    response.extensions_mut().insert(RouteLabel("/agreements/*/document"));
    response
}

async fn serve(state: &State, kind: &str, parts: &Parts) -> Result<Response, Refusal> {
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return Err(Refusal::method_not_allowed(&["GET", "HEAD"]));
    }
    origin::check(state.origin(), &parts.headers)?;
    state.rate().spend(peer(parts), state.clock().seconds()).await?;
    let agreement = state.passport().agreements().find(kind).map_err(|_| ErrorCode::FileNotFound)?;
    let mut response = agreement.document.clone().into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(agreements::CONTENT_TYPE));
    Ok(response)
}
