//! Test controls under `/sandbox`. They exist only when the sandbox was started with them.

mod accounts;
mod balances;
mod cards;
mod clock;
mod desk;
mod devices;
mod events;
mod faults;
mod html;
mod keys;
mod kyc;
mod letterbox;
mod reset;
mod sessions;

use axum::{
    Router, middleware,
    routing::{get, post},
};

pub(crate) use faults::strike;
pub(crate) use html::escape;

use crate::State;

/// All of them.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .merge(crate::passport::controls())
        .route("/sandbox", get(desk::show))
        .route("/sandbox/press", post(desk::press))
        .route("/sandbox/clock/advance", post(clock::advance))
        .route("/sandbox/keys/rotate", post(keys::rotate))
        .route("/sandbox/accounts/{id}/balance", post(balances::set))
        .route("/sandbox/cards/{id}", get(cards::show))
        .route("/sandbox/cards/{id}/ship", post(cards::ship))
        .route("/sandbox/sessions/{id}/expire", post(sessions::expire))
        .merge(devices::routes())
        .route("/sandbox/accounts/{id}/close", post(accounts::close))
        .route("/sandbox/agreements/{id}/revise", post(accounts::revise))
        .route("/sandbox/identity_scans/{id}", post(kyc::finish_scan))
        .route("/sandbox/document_requests/{id}", post(kyc::review_documents))
        .route("/sandbox/events", get(events::list))
        .route("/sandbox/events/{id}/resend", post(events::resend))
        .route("/sandbox/faults", get(faults::list).post(faults::add).delete(faults::clear))
        .route("/sandbox/reset", post(reset::everything))
        .route("/sandbox/letterbox", get(letterbox::list))
        .route("/sandbox/letterbox.css", get(letterbox::stylesheet))
        .route("/sandbox/letterbox/{id}", get(letterbox::show).post(letterbox::ship))
        .route_layer(middleware::from_fn(html::refuse_other_sites))
}
