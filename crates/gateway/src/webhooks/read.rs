//! `GET /webhooks/netspend/events`: what came, for the partner's own server.

use axum::{
    Json,
    extract::{self, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderMap, header, request::Parts};
use portico_model::ErrorCode;
use reqwest::Url;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::{log::RouteLabel, refusal::Refusal, secret::Secret, state::State};

/// How many events one answer has at most.
const PAGE: i64 = 100;

/// Gives the events after a place in their order: `?after=`, from the beginning without it.
pub(crate) async fn list(extract::State(state): extract::State<State>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let mut response = match page(&state, &parts).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    response.extensions_mut().insert(RouteLabel("/webhooks/netspend/events"));
    response
}

async fn page(state: &State, request: &Parts) -> Result<Response, Refusal> {
    // Without a token nobody may read, and without a secret there is nothing to read.
    let token = state.admin_token().filter(|_| state.webhook_secret().is_some()).ok_or(ErrorCode::RouteNotFound)?;
    if !bears(&request.headers, token) {
        return Err(Refusal::invalid_admin_token());
    }
    let events = state.store().events_after(after(request)?, PAGE).await?;
    let next_after = events.last().map(|event| event.place);
    let events: Vec<_> = events
        .iter()
        .map(|event| {
            json!({
                "place": event.place, "id": event.id, "type": event.kind,
                "received_at": event.received_at, "body": event.body,
            })
        })
        .collect();
    Ok(Json(json!({"events": events, "next_after": next_after})).into_response())
}

fn after(request: &Parts) -> Result<i64, ErrorCode> {
    let query = request.uri.query().unwrap_or_default();
    let mut url: Url = "http://localhost".parse().map_err(|_| ErrorCode::InternalError)?;
    url.set_query(Some(query));
    let mut values = url.query_pairs().filter(|(name, _)| name == "after").map(|(_, value)| value);
    match (values.next(), values.next()) {
        (None, _) => Ok(0),
        (Some(value), None) => value.parse().map_err(|_| ErrorCode::MalformedRequest),
        _ => Err(ErrorCode::MalformedRequest),
    }
}

/// Compared by their hashes, so that the time tells nothing of the token.
fn bears(headers: &HeaderMap, token: &Secret) -> bool {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let value = values.next().and_then(|value| value.to_str().ok()).and_then(|value| value.split_once(' '));
    let Some((scheme, given)) = value.filter(|_| values.next().is_none()) else { return false };
    scheme.eq_ignore_ascii_case("Bearer") && Sha256::digest(given.trim()) == Sha256::digest(token.expose())
}
