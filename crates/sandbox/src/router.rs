//! The server as one `Router`.

use axum::{Router, extract::DefaultBodyLimit, middleware};
use portico_model::ErrorCode;

use crate::{
    State, calls, controls,
    http::{MAX_FORM, Refusal, envelope},
    passport, reference,
};

/// All calls; the test controls only where the settings switch them on.
pub fn router(state: State) -> Router {
    let has_controls = state.config.controls;
    let mut router = calls::routes().merge(reference::routes());
    if has_controls {
        router = router.merge(controls::routes());
    }
    let router = router
        .fallback(async || Refusal::from(ErrorCode::RouteNotFound))
        .method_not_allowed_fallback(async || Refusal::from(ErrorCode::MethodNotAllowed))
        .layer(DefaultBodyLimit::max(MAX_FORM))
        .layer(middleware::from_fn(envelope))
        .nest("/v1", passport::routes(&state));
    // Outermost, so that an answer that is lost was a whole answer.
    let router = if has_controls {
        router.layer(middleware::from_fn_with_state(state.clone(), controls::strike))
    } else {
        router
    };
    router.with_state(state)
}
