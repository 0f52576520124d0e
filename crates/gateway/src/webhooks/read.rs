//! `GET /webhooks/netspend/events` and `GET /webhooks/passport/events`: what came, for the partner's own server.

use axum::{
    Json,
    extract::{self, Request},
    response::{IntoResponse, Response},
};
use http::request::Parts;
use portico_model::ErrorCode;
use reqwest::Url;
use serde_json::json;

use super::Platform;
use crate::{admin, log::RouteLabel, refusal::Refusal, secret::Secret, state::State};

/// How many events one answer has at most.
const PAGE: i64 = 100;

/// Gives the events after a place in their order: `?after=`, from the beginning without it.
pub(crate) async fn list(extract::State(state): extract::State<State>, request: Request) -> Response {
    let has_secret = state.webhook_secret().is_some();
    answer(&state, request, Platform::Netspend, has_secret, "/webhooks/netspend/events").await
}

/// The same of the Passport-style platform's notices.
pub(crate) async fn list_notices(extract::State(state): extract::State<State>, request: Request) -> Response {
    let has_secret = state.passport_webhook_secret().is_some();
    answer(&state, request, Platform::Passport, has_secret, "/webhooks/passport/events").await
}

async fn answer(
    state: &State,
    request: Request,
    platform: Platform,
    has_secret: bool,
    label: &'static str,
) -> Response {
    let (parts, _) = request.into_parts();
    // Without a token nobody may read, and without a secret there is nothing to read.
    let token = state.admin_token().filter(|_| has_secret);
    let mut response = match page(state, platform, token, &parts).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    response.extensions_mut().insert(RouteLabel(label));
    response
}

async fn page(state: &State, platform: Platform, token: Option<&Secret>, request: &Parts) -> Result<Response, Refusal> {
    let token = token.ok_or(ErrorCode::RouteNotFound)?;
    admin::check(&request.headers, token)?;
    let events = state.store().events_after(platform, after(request)?, PAGE).await?;
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
