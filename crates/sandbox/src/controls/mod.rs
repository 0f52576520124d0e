//! Test controls under `/sandbox`. They exist only when the sandbox was started with them.

mod cards;
mod clock;
mod events;
mod keys;
mod letterbox;
mod sessions;

use axum::{
    Router,
    routing::{get, post},
};

use crate::State;

/// All of them.
pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/sandbox/clock/advance", post(clock::advance))
        .route("/sandbox/keys/rotate", post(keys::rotate))
        .route("/sandbox/cards/{id}", get(cards::show))
        .route("/sandbox/cards/{id}/ship", post(cards::ship))
        .route("/sandbox/sessions/{id}/expire", post(sessions::expire))
        .route("/sandbox/events", get(events::list))
        .route("/sandbox/letterbox", get(letterbox::list))
        .route("/sandbox/letterbox.css", get(letterbox::stylesheet))
        .route("/sandbox/letterbox/{id}", get(letterbox::show).post(letterbox::ship))
}
