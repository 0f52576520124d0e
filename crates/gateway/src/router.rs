//! The whole server as one router.

use axum::{
    Json, Router, middleware,
    response::{IntoResponse, Response},
    routing::{any, get, post, put},
};
use portico_model::ErrorCode;
use serde_json::json;
use tower_http::compression::CompressionLayer;

use crate::{
    address, call, files, log, log::RouteLabel, partner, passport, portal, refusal::Refusal, state::State, tickets,
    webhooks,
};

/// The gateway: calls under `/portico`, the platform's webhooks, `/healthz`, and the portal everywhere else.
///
/// Serve it with `into_make_service_with_connect_info::<SocketAddr>()`, so that callers without a binding are counted
/// by their address.
pub fn router(state: State) -> Router {
    // The portal alone is compressed: an answer that mixes what a page sent with what it may not see would tell by its
    // length (BREACH).
    let portal = Router::new().fallback(portal::handle).layer(CompressionLayer::new());
    let partner = state.partner().map(|_| Router::new().route(partner::ROUTE, any(partner::handle)));
    Router::new()
        .merge(partner.unwrap_or_default())
        .route("/healthz", get(health))
        .route("/portico/netspend/{*path}", any(call::handle))
        .route("/portico/passport/agreements/{kind}/document", any(passport::document))
        .route("/portico/passport/{*path}", any(passport::handle))
        .route("/portico/files/{*path}", any(files::handle))
        .route(tickets::ROUTE, put(tickets::name_person))
        .route("/portico", any(no_route))
        .route("/portico/", any(no_route))
        .route("/portico/{*path}", any(no_route))
        .route("/webhooks/netspend", post(webhooks::receive))
        .route("/webhooks/netspend/events", get(webhooks::list))
        .route("/webhooks/passport", post(webhooks::receive_notice))
        .route("/webhooks/passport/events", get(webhooks::list_notices))
        .fallback_service(portal.with_state(state.clone()))
        .layer(middleware::from_fn_with_state(state.clone(), log::observe))
        .layer(middleware::from_fn_with_state(state.clone(), address::learn))
        .with_state(state)
}

async fn health() -> Response {
    let mut response = Json(json!({"status": "ok"})).into_response();
    response.extensions_mut().insert(RouteLabel("/healthz"));
    response
}

async fn no_route() -> Refusal {
    ErrorCode::RouteNotFound.into()
}
