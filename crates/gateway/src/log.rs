//! Around every request: its id, its one line in the log, and the headers that every answer has.

use axum::{
    extract::{self, Request},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue, Method, header};
use uuid::Uuid;

use crate::{files, refusal::Refusal, state::State};

/// The platform's name for a request's id. The gateway keeps it, and gives one of its own where the platform gave none.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("ns-request-id");

/// The nonce for the browser's next proof (RFC 9449 section 8.2).
const DPOP_NONCE: HeaderName = HeaderName::from_static("dpop-nonce");

/// What stands in the log instead of a path: paths hold ids, and what is typed into an address bar can be anything.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RouteLabel(pub(crate) &'static str);

/// Answers a request, and logs method, route, status, milliseconds and request id. Nothing else is ever logged of it.
pub(crate) async fn observe(extract::State(state): extract::State<State>, request: Request, next: Next) -> Response {
    let started = state.clock().millis();
    let method = request.method().clone();
    let path = request.uri().path();
    let under_portico = path == "/portico" || path.starts_with("/portico/");
    // Files are kept by caches, and an old nonce in one of them would look like the newest (RFC 9449 section 8.2).
    let gives_nonce = under_portico && !path.starts_with(files::PREFIX);
    let own_id = Uuid::now_v7().to_string();

    let mut response = next.run(request).await;
    if let Some(refusal) = response.extensions_mut().remove::<Refusal>() {
        let rendered = refusal.render(&own_id);
        let (parts, body) = rendered.into_parts();
        *response.body_mut() = body;
        response.headers_mut().extend(parts.headers);
        *response.status_mut() = parts.status;
    }
    let headers = response.headers_mut();
    if !headers.contains_key(REQUEST_ID)
        && let Ok(id) = HeaderValue::from_str(&own_id)
    {
        headers.insert(REQUEST_ID, id);
    }
    if under_portico {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
        headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'"));
    }
    if gives_nonce
        && let Some(nonce) = state.nonces().newest(state.clock().seconds())
        && let Ok(nonce) = HeaderValue::from_str(&nonce)
    {
        headers.insert(DPOP_NONCE, nonce);
    }
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    write_line(&state, &method, &response, started);
    response
}

fn write_line(state: &State, method: &Method, response: &Response, started: i64) {
    let route = response.extensions().get::<RouteLabel>().map_or("other", |label| label.0);
    // An unknown method's name is the caller's own text.
    let method = if matches!(
        *method,
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::OPTIONS
    ) {
        method.as_str()
    } else {
        "other"
    };
    let request_id = response.headers().get(REQUEST_ID).and_then(|id| id.to_str().ok()).unwrap_or_default();
    tracing::info!(
        method,
        route,
        status = response.status().as_u16(),
        ms = state.clock().millis().saturating_sub(started),
        request_id,
        "call"
    );
}
