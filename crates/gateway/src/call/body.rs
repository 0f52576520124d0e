//! The browser's JSON body: read within limits, strictly, and later written anew.

use std::time::Duration;

use axum::body::Body;
use http::{HeaderMap, Method, header, request::Parts};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use portico_model::ErrorCode;
use portico_unseal::json::parse_strict_object;
use serde_json::{Map, Value};

use crate::refusal::Refusal;

const MAX_BODY_BYTES: usize = 256 * 1024;
pub(crate) const MAX_DEPTH: usize = 16;
/// A body that trickles in would hold its place for ever.
const READ_TIMEOUT: Duration = Duration::from_secs(15);

/// The body of a call that has one. A body where none belongs is left unread and goes nowhere.
pub(crate) async fn read(parts: &Parts, body: Body) -> Result<Option<Value>, Refusal> {
    if !matches!(parts.method, Method::POST | Method::PUT | Method::PATCH) {
        return Ok(None);
    }
    check_type(&parts.headers)?;
    let bytes = tokio::time::timeout(READ_TIMEOUT, Limited::new(body, MAX_BODY_BYTES).collect())
        .await
        .map_err(|_| ErrorCode::MalformedRequest)?
        .map_err(|error| match error.is::<LengthLimitError>() {
            true => ErrorCode::PayloadTooLarge,
            false => ErrorCode::MalformedRequest,
        })?
        .to_bytes();
    // Two members of one name: a check would see one and the platform might use the other.
    let members: Map<String, Value> = parse_strict_object(&bytes).map_err(|_| ErrorCode::MalformedRequest)?;
    let body = Value::Object(members);
    if depth(&body) > MAX_DEPTH { Err(ErrorCode::MalformedRequest.into()) } else { Ok(Some(body)) }
}

/// Refuses a body that doesn't say that it is JSON.
pub(crate) fn check_type(headers: &HeaderMap) -> Result<(), Refusal> {
    if is_json(headers) { Ok(()) } else { Err(ErrorCode::UnsupportedMediaType.into()) }
}

fn is_json(headers: &HeaderMap) -> bool {
    let mut types = headers.get_all(header::CONTENT_TYPE).iter();
    let first = types.next().and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = first.split(';').next().unwrap_or_default().trim();
    types.next().is_none() && essence.eq_ignore_ascii_case("application/json")
}

/// Levels of nesting. The parser has bounded them before this recursion sees them.
pub(crate) fn depth(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => 1 + members.values().map(depth).max().unwrap_or(0),
        _ => 0,
    }
}
