//! The Netspend-style calls, one file each subject.

mod accounts;
mod agreements;
mod cards;
mod device;
mod expected_use;
mod files;
mod init;
mod people;
mod person_wire;
mod pin;
mod sessions;
mod standing;
mod token;
mod verifications;
mod visibility;

use axum::{
    Router,
    routing::{get, post, put},
};

pub(crate) use standing::settle;

use crate::State;

/// The path that every call of the Netspend-style platform begins with.
const BASE: &str = "/netspend-api/v1";

/// All of them.
pub(crate) fn routes() -> Router<State> {
    let platform = Router::new()
        .route("/oauth/accesstoken", post(token::create))
        .route("/sessions/init", get(init::show))
        .route("/sessions", post(sessions::create))
        .route("/sessions/{id}", get(sessions::show).patch(sessions::change).delete(sessions::end))
        .route("/accounts", post(accounts::create))
        .route("/accounts/{id}", get(accounts::show))
        .route("/people", post(people::create))
        .route("/person", post(people::create))
        .route("/people/{id}", get(people::show))
        .route("/agreements/search", post(agreements::search))
        .route("/agreements/{id}", get(agreements::show))
        .route("/people/{id}/agreements", get(agreements::accepted))
        .route("/people/{id}/agreements/{agreement_id}", put(agreements::accept))
        .route("/people/{id}/expected_use", get(expected_use::show).put(expected_use::answer))
        .route("/cards/brands/search", post(cards::brands))
        .route("/cards/physical", post(cards::order))
        .route("/cards/{id}", get(cards::show))
        .route("/cards/{id}/verifications", post(verifications::create))
        .route("/cards/{id}/pin", put(pin::set));
    Router::new()
        .nest(BASE, platform)
        .route("/files/agreements/{name}", get(files::agreement))
        .route("/files/cards/{name}", get(files::card))
        .route("/healthz", get(files::health))
}
