//! The built portal: the partner's page, with the headers that keep it strict.

use std::{io, path::Path};

use axum::{
    body::Body,
    extract::{self, Request},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use tower::ServiceExt;
use tower_http::services::ServeDir;

use crate::{config::Config, log::RouteLabel, state::State};

/// The policy of every page that the gateway serves.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; style-src \
     'self'; img-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; \
     require-trusted-types-for 'script'; trusted-types portico lit-html";

const PERMISSIONS_POLICY: &str = "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), \
                                  magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// What browsers have to be told exactly: they compile no wasm and run no module of another type.
const MEDIA_TYPES: [(&str, &str); 14] = [
    ("html", "text/html; charset=utf-8"),
    ("js", "text/javascript; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("css", "text/css; charset=utf-8"),
    ("json", "application/json"),
    ("map", "application/json"),
    ("wasm", "application/wasm"),
    ("ftl", "text/plain; charset=utf-8"),
    ("txt", "text/plain; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("ico", "image/x-icon"),
    ("woff2", "font/woff2"),
    ("webmanifest", "application/manifest+json"),
];

/// The one page that may show another origin in a frame, where the settings name one: what the sandbox judged of a device.
const DEVELOPERS_PAGE: &str = "/device.html";

/// The folder, the page's settings, and the policy of the page for developers.
#[derive(Clone, Debug)]
pub(crate) struct Portal {
    folder: Option<ServeDir>,
    settings: Option<Bytes>,
    developers_policy: HeaderValue,
}

/// Why the portal can't be served.
#[derive(Debug, thiserror::Error)]
pub enum PortalError {
    /// No built page is there.
    #[error("GATEWAY_PORTAL can't be used: {0} has no index.html; build the portal first")]
    NoPage(String),
    /// The page's settings can't be read.
    #[error("GATEWAY_PORTAL_CONFIG can't be used: {0} can't be read ({1})")]
    Unreadable(String, io::Error),
    /// The page's settings are no JSON.
    #[error("GATEWAY_PORTAL_CONFIG can't be used: {0} is not a JSON object")]
    NoJson(String),
    /// The origin makes no header.
    #[error("GATEWAY_PORTAL_FRAME can't be used: it can't be a part of a header")]
    NoHeader,
}

impl Portal {
    pub(crate) fn open(config: &Config, gateway_key: &str) -> Result<Self, PortalError> {
        if let Some(folder) = config.portal.as_deref().filter(|folder| !folder.join("index.html").is_file()) {
            return Err(PortalError::NoPage(folder.display().to_string()));
        }
        Ok(Self {
            folder: config.portal.as_ref().map(|folder| ServeDir::new(folder).precompressed_br().precompressed_gzip()),
            settings: config.portal_config.as_deref().map(|path| read_settings(path, gateway_key)).transpose()?,
            developers_policy: developers_policy(config)?,
        })
    }
}

/// The policy of every page, with one origin more to frame.
fn developers_policy(config: &Config) -> Result<HeaderValue, PortalError> {
    let Some(origin) = &config.portal_frame else {
        return Ok(HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    };
    let framed = format!("frame-src 'self' {}", origin.origin().ascii_serialization());
    HeaderValue::try_from(CONTENT_SECURITY_POLICY.replace("frame-src 'self'", &framed))
        .map_err(|_| PortalError::NoHeader)
}

/// The page's settings, with the key of the gateway's own that it pins.
fn read_settings(path: &Path, gateway_key: &str) -> Result<Bytes, PortalError> {
    let name = || path.display().to_string();
    let text = std::fs::read(path).map_err(|error| PortalError::Unreadable(name(), error))?;
    match serde_json::from_slice(&text) {
        Ok(serde_json::Value::Object(mut settings)) => {
            settings.entry("gatewayKey").or_insert_with(|| gateway_key.into());
            Ok(serde_json::Value::Object(settings).to_string().into())
        }
        _ => Err(PortalError::NoJson(name())),
    }
}

/// Answers everything that is neither a call nor a file: `/portal.json`, and the folder's files.
///
/// A path that isn't there is 404 and never the start page: a page that gets HTML for its wasm reports a riddle.
pub(crate) async fn handle(extract::State(state): extract::State<State>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = match state.portal() {
        Portal { settings: Some(settings), .. } if path == "/portal.json" => {
            Body::from(settings.clone()).into_response()
        }
        Portal { folder: Some(folder), .. } if !is_hidden(&path) => from_folder(folder.clone(), request).await,
        _ => StatusCode::NOT_FOUND.into_response(),
    };
    if response.status() == StatusCode::NOT_FOUND {
        response = (StatusCode::NOT_FOUND, "There is nothing at this address.\n").into_response();
    } else if let Some(media_type) = media_type(&path).filter(|_| response.status().is_success()) {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    }
    let caching = if response.status().is_success() && is_hashed(&path) {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
    insert_policies(response.headers_mut());
    if path == DEVELOPERS_PAGE {
        let policy = state.portal().developers_policy.clone();
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response.extensions_mut().insert(RouteLabel("/*"));
    response
}

async fn from_folder(folder: ServeDir, request: Request) -> Response {
    match folder.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
}

fn insert_policies(headers: &mut HeaderMap) {
    let policies = [
        (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS_POLICY),
    ];
    for (name, value) in policies {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// What a folder holds beside the page: settings of editors, of git, of the build.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|segment| segment.starts_with('.') || segment.starts_with("%2e") || segment.starts_with("%2E"))
}

fn media_type(path: &str) -> Option<&'static str> {
    let name = if path.ends_with('/') { "index.html" } else { path };
    let (_, extension) = name.rsplit_once('.')?;
    MEDIA_TYPES.iter().find(|(known, _)| *known == extension).map(|(_, media_type)| *media_type)
}

/// Whether a file's name changes with its content: a part of it is a hash in hex, as webpack writes it.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    name.split(['.', '-']).any(|part| {
        part.len() >= 8
            && part.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
            && part.bytes().any(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_hashed_names() {
        for path in ["/main.3f2a9c01d2e4f5a6b7c8.js", "/assets/9f86d081884c7d65.wasm", "/chunk-0a1b2c3d.css"] {
            assert!(is_hashed(path), "{path}");
        }
        for path in
            ["/", "/index.html", "/portal.json", "/portico_bg.wasm", "/facade.js", "/main.1234567.js", "/12345678/a.js"]
        {
            assert!(!is_hashed(path), "{path}");
        }
    }
}
