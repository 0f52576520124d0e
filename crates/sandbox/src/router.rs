//! The server as one `Router`.

use axum::{Router, extract::DefaultBodyLimit, middleware};
use portico_model::ErrorCode;

use crate::{
    State, calls, controls,
    http::{Refusal, envelope},
};

/// A form is a few bytes; JSON bodies have their own limit.
const MAX_FORM: usize = 8 * 1024;

/// All calls; the test controls only where the settings switch them on.
pub fn router(state: State) -> Router {
    let mut router = calls::routes();
    if state.config.controls {
        router = router.merge(controls::routes());
    }
    router
        .fallback(async || Refusal::from(ErrorCode::RouteNotFound))
        .method_not_allowed_fallback(async || Refusal::from(ErrorCode::MethodNotAllowed))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(middleware::from_fn(envelope))
        .with_state(state)
}
