//! Agreement files and card pictures, through the gateway: no session, no token, nothing of a customer in them.

use axum::{
    body::Body,
    extract::{self, Request},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use portico_model::ErrorCode;
use sha2::{Digest, Sha256};

use crate::{call::peer, log::RouteLabel, origin, refusal::Refusal, state::State};

/// Where files are.
pub(crate) const PREFIX: &str = "/portico/files/";

const MEDIA_TYPES: [&str; 4] = ["text/plain", "application/pdf", "image/svg+xml", "image/png"];
/// An SVG or a PDF opened in a tab of its own is a document of this origin: it may run nothing.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

/// Answers any request under [`PREFIX`].
pub(crate) async fn handle(extract::State(state): extract::State<State>, request: Request) -> Response {
    let mut response = match serve(&state, request).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    response.extensions_mut().insert(RouteLabel("/files/*"));
    response
}

async fn serve(state: &State, request: Request) -> Result<Response, Refusal> {
    let (parts, _) = request.into_parts();
    if !matches!(parts.method, Method::GET | Method::HEAD) {
        return Err(Refusal::method_not_allowed(&["GET", "HEAD"]));
    }
    origin::check(state.origin(), &parts.headers)?;
    state.rate().spend(peer(&parts), state.clock().seconds()).await?;
    let path = parts.uri.path().strip_prefix(PREFIX).filter(|path| is_plain(path)).ok_or(ErrorCode::FileNotFound)?;
    let answer = state.upstream().file(path).await?;
    match answer.status {
        StatusCode::OK => {}
        StatusCode::NOT_FOUND | StatusCode::GONE => return Err(ErrorCode::FileNotFound.into()),
        _ => return Err(ErrorCode::UpstreamUnavailable.into()),
    }
    let media_type = answer.headers.get(header::CONTENT_TYPE).filter(|value| is_allowed(value));
    let media_type = media_type.ok_or(ErrorCode::UpstreamUnavailable)?.clone();

    let tag = ["\"", &URL_SAFE_NO_PAD.encode(Sha256::digest(&answer.body)), "\""].concat();
    let mut response = Response::new(Body::empty());
    if has_tag(&parts.headers, &tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        *response.body_mut() = Body::from(answer.body);
        response.headers_mut().insert(header::CONTENT_TYPE, media_type);
    }
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    Ok(response)
}

/// Names and dots alone: nothing that anybody on the way could read as another path.
fn is_plain(path: &str) -> bool {
    path.len() <= 512
        && path.split('/').all(|segment| {
            !segment.is_empty()
                && !segment.starts_with('.')
                && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
        })
}

fn is_allowed(media_type: &HeaderValue) -> bool {
    let essence = media_type.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    MEDIA_TYPES.contains(&essence)
}

fn has_tag(headers: &HeaderMap, tag: &str) -> bool {
    let wanted = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    wanted.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_plain_paths_alone() {
        assert!(is_plain("agreements/0198c0de-1.txt") && is_plain("cards/blue_card.svg"));
        for path in ["", "a//b", "/a", "../a", "a/..", "a/.env", "a%2fb", "a?b", "a b", "a\\b"] {
            assert!(!is_plain(path), "{path}");
        }
    }
}
