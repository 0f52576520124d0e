//! Around every answer: the request's id, problem bodies, headers, and one line in the log.

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{
    HeaderValue, StatusCode,
    header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS},
};
use portico_model::{ErrorCode, problem::PROBLEM_JSON};
use tokio::time::Instant;

use super::{Answer, Refusal, request::RequestId};
use crate::random::generate_id;

/// Carries a request through, and finishes its answer.
pub(crate) async fn envelope(mut request: Request, next: Next) -> Response {
    let id = generate_id();
    let method = request.method().clone();
    // The template, never the path: paths hold ids, and a mistyped one could hold anything.
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map_or_else(|| "unmatched".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(RequestId(id.clone()));
    let start = Instant::now();
    // No id and no name has U+0000 in it, and no database keeps one that has.
    let asked = request.uri().path_and_query().map_or("", |asked| asked.as_str());
    let mut response = if asked.contains("%00") {
        Refusal::from(ErrorCode::RouteNotFound).into_response()
    } else {
        next.run(request).await
    };
    if let Some(refusal) = refusal_of(&response) {
        let allow = response.headers_mut().remove(ALLOW);
        response = match Answer::refused(&refusal, &id) {
            Ok(answer) => answer.into_response(),
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        };
        if let Some(methods) = allow {
            response.headers_mut().insert(ALLOW, methods);
        }
        if refusal.code == ErrorCode::InvalidToken {
            response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"sandbox\""));
        }
    }
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(&id) {
        headers.insert("ns-request-id", value);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    tracing::info!(
        %method,
        route,
        status = response.status().as_u16(),
        ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX),
        request_id = id,
    );
    response
}

/// Why an answer is an error: as a handler said it, or as far as the status of axum's own answers tells.
fn refusal_of(response: &Response) -> Option<Refusal> {
    if let Some(refusal) = response.extensions().get::<Refusal>() {
        return Some(refusal.clone());
    }
    let status = response.status();
    let is_problem = response.headers().get(CONTENT_TYPE).is_some_and(|kind| kind == PROBLEM_JSON);
    if !(status.is_client_error() || status.is_server_error()) || is_problem {
        return None;
    }
    Some(Refusal::from(match status {
        StatusCode::NOT_FOUND => ErrorCode::RouteNotFound,
        StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
        StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::PayloadTooLarge,
        StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::UnsupportedMediaType,
        status if status.is_client_error() => ErrorCode::MalformedRequest,
        _ => ErrorCode::InternalError,
    }))
}
