//! What the check of devices found: as JSON, and as pages for developers.

mod check_page;
mod checks;
mod html;
mod index_page;
mod rules;

use axum::{Router, routing::get};

use crate::State;

pub(crate) fn routes() -> Router<State> {
    Router::new()
        .route("/sandbox/devices", get(index_page::show))
        .route("/sandbox/devices.css", get(html::stylesheet))
        .route("/sandbox/devices/checks", get(checks::list))
        .route("/sandbox/devices/rules", get(rules::list))
        .route("/sandbox/devices/{id}", get(check_page::show))
}
