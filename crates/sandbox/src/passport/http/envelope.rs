//! Around every answer: the limit, headers, and one line in the log.

use axum::{
    extract::{MatchedPath, Request, State as Shared},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue,
    header::{CACHE_CONTROL, X_CONTENT_TYPE_OPTIONS},
};
use tokio::time::Instant;

use super::Refused;
use crate::State;

/// Carries a request through, and finishes its answer.
pub(crate) async fn envelope(Shared(state): Shared<State>, request: Request, next: Next) -> Response {
    let method = request.method().clone();
    // The template, never the path: paths hold ids.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    let start = Instant::now();
    let mut response = match state.passport.limiter.count(state.clock.now()).await {
        Ok(()) => next.run(request).await,
        Err(seconds) => Refused::later(seconds).into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    tracing::info!(
        %method,
        route,
        status = response.status().as_u16(),
        ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
    );
    response
}
