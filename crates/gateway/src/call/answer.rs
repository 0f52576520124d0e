//! The platform's answer on its way down.

use axum::{body::Body, response::Response};
use http::{HeaderName, HeaderValue, header};
use portico_model::ErrorCode;
use serde_json::Value;

use super::PREFIX;
use crate::{files, log::REQUEST_ID, refusal::Refusal, state::State, upstream::Answer};

/// The only headers of the platform's answer that go down, beside `location`, which is rewritten.
const DOWN: [HeaderName; 3] = [header::CONTENT_TYPE, header::RETRY_AFTER, REQUEST_ID];

/// The answer's JSON; `None` when it has no body.
///
/// # Errors
/// `upstream_unavailable` when it is something else: a proxy's page, a redirect, a cut-off body.
pub(crate) fn parse(answer: &Answer) -> Result<Option<Value>, Refusal> {
    if answer.status.is_redirection() || answer.status.is_informational() {
        return Err(ErrorCode::UpstreamUnavailable.into());
    }
    if answer.body.is_empty() {
        return Ok(None);
    }
    let media_type = answer.headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    if !matches!(essence, "application/json" | "application/problem+json") {
        return Err(ErrorCode::UpstreamUnavailable.into());
    }
    serde_json::from_slice(&answer.body).map(Some).map_err(|_| ErrorCode::UpstreamUnavailable.into())
}

/// The answer for the browser.
pub(super) fn write(state: &State, answer: &Answer, json: Option<Value>, cookie: Option<HeaderValue>) -> Response {
    let body = json.map_or_else(Body::empty, |mut json| {
        rewrite_files(&mut json, state.upstream().files());
        Body::from(json.to_string())
    });
    let mut response = Response::new(body);
    *response.status_mut() = answer.status;
    let headers = response.headers_mut();
    for name in DOWN {
        if let Some(value) = answer.headers.get(&name) {
            headers.insert(name, value.clone());
        }
    }
    if let Some(location) = answer.headers.get(header::LOCATION).and_then(|value| local(value, state.upstream().base()))
    {
        headers.insert(header::LOCATION, location);
    }
    if let Some(cookie) = cookie {
        headers.insert(header::SET_COOKIE, cookie);
    }
    response
}

/// Files are fetched through the gateway, so that the page's `connect-src 'self'` and `img-src 'self'` hold.
fn rewrite_files(value: &mut Value, upstream_files: &str) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                if let ("url" | "image_url", Value::String(url)) = (name.as_str(), &mut *member) {
                    if let Some(path) = url.strip_prefix(upstream_files) {
                        *url = [files::PREFIX, path].concat();
                    }
                } else {
                    rewrite_files(member, upstream_files);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite_files(item, upstream_files)),
        _ => {}
    }
}

/// A location under the platform's base, as a path of the gateway's. Any other leads where a browser can't go.
fn local(location: &HeaderValue, base: &str) -> Option<HeaderValue> {
    let location = location.to_str().ok()?;
    // Either a whole address or a path, as RFC 9110 section 10.2.2 allows.
    let base_path = base.splitn(4, '/').nth(3).map(|path| ["/", path].concat()).unwrap_or_default();
    let path = location.strip_prefix(base).or_else(|| location.strip_prefix(base_path.as_str()))?;
    if path.starts_with('/') { HeaderValue::from_str(&[PREFIX, path].concat()).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn rewrites_addresses_of_the_platforms_files_and_nothing_else() {
        let mut answer = json!({
            "url": "https://platform.example/files/a.txt",
            "image_url": "https://platform.example/files/cards/blue.svg",
            "deep": [{"url": "https://platform.example/files/b.pdf", "text": "https://platform.example/files/c"}],
            "other": {"url": "https://elsewhere.example/files/d", "image_url": "https://platform.example.evil/files/e"},
        });
        rewrite_files(&mut answer, "https://platform.example/files/");
        assert_eq!(
            answer,
            json!({
                "url": "/portico/files/a.txt",
                "image_url": "/portico/files/cards/blue.svg",
                "deep": [{"url": "/portico/files/b.pdf", "text": "https://platform.example/files/c"}],
                "other": {
                    "url": "https://elsewhere.example/files/d",
                    "image_url": "https://platform.example.evil/files/e",
                },
            })
        );
    }

    #[test]
    fn rewrites_a_location_under_the_platforms_base_and_drops_every_other() {
        let base = "https://platform.example:8443/netspend-api/v1";
        let rewritten = |text: &'static str| {
            local(&HeaderValue::from_static(text), base).map(|value| value.to_str().unwrap().to_owned())
        };
        for text in ["https://platform.example:8443/netspend-api/v1/accounts/a", "/netspend-api/v1/accounts/a"] {
            assert_eq!(rewritten(text).as_deref(), Some("/portico/netspend/accounts/a"), "{text}");
        }
        for text in [
            "https://platform.example:8443/netspend-api/v10/a",
            "https://platform.example:8443.evil.example/netspend-api/v1/a",
            "https://elsewhere.example/netspend-api/v1/a",
            "/other",
            "accounts/a",
        ] {
            assert_eq!(rewritten(text), None, "{text}");
        }
    }
}
