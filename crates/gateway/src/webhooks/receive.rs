//! `POST /webhooks/netspend`: the platform's deliveries.

use std::time::Duration;

use axum::{
    body::Body,
    extract::{self, Request},
    response::{IntoResponse, Response},
};
use http::StatusCode;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use portico_model::{ErrorCode, netspend::WebhookEvent};
use portico_unseal::json::parse_strict_object;
use serde_json::Value;

use super::{Platform, signature::Refused};
use crate::{log::RouteLabel, refusal::Refusal, state::State};

const MAX_BODY_BYTES: usize = 256 * 1024;
/// The platform waits for no longer than this either.
const READ_TIMEOUT: Duration = Duration::from_secs(10);

/// Takes one delivery. 200 says that it is kept, now or before; anything else makes the platform deliver it again.
pub(crate) async fn receive(extract::State(state): extract::State<State>, request: Request) -> Response {
    let mut response = match keep(&state, request).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refusal) => refusal.into_response(),
    };
    response.extensions_mut().insert(RouteLabel("/webhooks/netspend"));
    response
}

async fn keep(state: &State, request: Request) -> Result<(), Refusal> {
    let secret = state.webhook_secret().ok_or(ErrorCode::RouteNotFound)?;
    let (parts, body) = request.into_parts();
    let body = read(body).await?;
    let now = state.clock().seconds();
    // Before anything in it is read.
    let id = secret.verify(&parts.headers, &body, now).map_err(refuse)?;
    let members = parse_strict_object(&body).map_err(|_| ErrorCode::MalformedRequest)?;
    let event: WebhookEvent =
        serde_json::from_value(Value::Object(members)).map_err(|_| ErrorCode::MalformedRequest)?;
    let text = std::str::from_utf8(&body).map_err(|_| ErrorCode::MalformedRequest)?;
    state.store().keep_event(Platform::Netspend, id, &event.kind, text, now).await?;
    Ok(())
}

/// What the sender is told of a signature that does not hold.
pub(super) fn refuse(refused: Refused) -> ErrorCode {
    match refused {
        Refused::Malformed => ErrorCode::MalformedRequest,
        Refused::Stale | Refused::Forged => {
            tracing::warn!(?refused, "a webhook was refused: check the webhook secret of the settings and the clocks");
            ErrorCode::InvalidSignature
        }
    }
}

/// A delivery's body, within limits.
pub(super) async fn read(body: Body) -> Result<Vec<u8>, ErrorCode> {
    let whole = tokio::time::timeout(READ_TIMEOUT, Limited::new(body, MAX_BODY_BYTES).collect()).await;
    let whole =
        whole.map_err(|_| ErrorCode::MalformedRequest)?.map_err(|error| match error.is::<LengthLimitError>() {
            true => ErrorCode::PayloadTooLarge,
            false => ErrorCode::MalformedRequest,
        })?;
    Ok(whole.to_bytes().to_vec())
}
