//! `/partner/…`: the partner's own server, on the page's origin. For development.
//!
//! In production the partner's server and the gateway are behind one address by the partner's own means. On a laptop there
//! is nothing in front of the gateway, and the page's `connect-src 'self'` reaches nobody else: so it passes these calls on.

use std::time::Duration;

use axum::{
    body::Body,
    extract::{self, Request},
    response::{IntoResponse, Response},
};
use http::{HeaderValue, header};
use portico_model::ErrorCode;
use reqwest::{Client, Url, redirect};

use crate::{
    call::{peer, read_body},
    log::RouteLabel,
    origin,
    refusal::Refusal,
    state::State,
    upstream::{self, UpstreamError},
};

/// Where the partner's calls are, for the router.
pub(crate) const ROUTE: &str = "/partner/{*path}";

const TIMEOUT: Duration = Duration::from_secs(10);
const MAX_ANSWER_BYTES: usize = 64 * 1024;

/// The partner's server.
#[derive(Debug)]
pub(crate) struct Partner {
    client: Client,
    base: Url,
}

impl Partner {
    pub(crate) fn new(base: Url) -> Result<Self, reqwest::Error> {
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = Client::builder().redirect(redirect::Policy::none()).timeout(TIMEOUT).build()?;
        Ok(Self { client, base })
    }
}

/// Passes a call of the page's on: its method, its path and its JSON, and no header, so that our cookie stays here.
pub(crate) async fn handle(extract::State(state): extract::State<State>, request: Request) -> Response {
    let mut response = match forward(&state, request).await {
        Ok(response) => response,
        Err(refusal) => refusal.into_response(),
    };
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response.extensions_mut().insert(RouteLabel("/partner/*"));
    response
}

async fn forward(state: &State, request: Request) -> Result<Response, Refusal> {
    let (parts, body) = request.into_parts();
    let partner = state.partner().ok_or(ErrorCode::RouteNotFound)?;
    origin::check(state.origin(), &parts.headers)?;
    state.rate().spend(peer(&parts), state.clock().seconds()).await?;
    let mut url = partner.base.clone();
    url.set_path(parts.uri.path());
    let mut call = partner.client.request(parts.method.clone(), url);
    if let Some(body) = read_body(&parts, body).await? {
        call = call.header(header::CONTENT_TYPE, "application/json").body(body.to_string());
    }
    let answer = upstream::read(call.send().await.map_err(|error| no_answer(&error))?, MAX_ANSWER_BYTES).await?;
    let mut response = Response::new(Body::from(answer.body));
    *response.status_mut() = answer.status;
    if let Some(media_type) = answer.headers.get(header::CONTENT_TYPE) {
        response.headers_mut().insert(header::CONTENT_TYPE, media_type.clone());
    }
    Ok(response)
}

fn no_answer(error: &reqwest::Error) -> UpstreamError {
    tracing::warn!("the partner's server gave no answer: does it run, and does GATEWAY_PORTAL_API name it?");
    if error.is_timeout() { UpstreamError::Timeout } else { UpstreamError::Unavailable }
}
