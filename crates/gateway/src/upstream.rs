//! The platform, as the gateway calls it.

use std::{error::Error, sync::Arc, time::Duration};

use bytes::Bytes;
use http::{HeaderMap, Method, StatusCode, header};
use portico_model::{ErrorCode, passport::PassportCode};
use reqwest::{Client, Response, redirect};

use crate::{
    config::Config,
    payload::Payload,
    refusal::Refusal,
    secret::Secret,
    token::TokenKeeper,
    upload::{Upload, Watch},
};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// 48 MB over a poor mobile network.
const MAX_UPLOAD_TIME: Duration = Duration::from_secs(15 * 60);
/// From this length on a body may take [`LONG_BODY_TIME`] more.
const LONG_BODY_BYTES: u64 = 1024 * 1024;
/// Whoever sends a link waits for no longer than ten seconds.
const VISIT_TIME: Duration = Duration::from_secs(8);
const LONG_BODY_TIME: Duration = Duration::from_secs(60);
const MAX_ANSWER_BYTES: usize = 2 * 1024 * 1024;
/// Agreement files and pictures.
pub(crate) const MAX_FILE_BYTES: usize = 10 * 1024 * 1024;

/// One platform: its addresses, and the client and the token that all of them share.
#[derive(Debug)]
pub(crate) struct Upstream {
    client: Client,
    base: String,
    /// `<scheme>://<host>:<port>/files/`.
    files: String,
    token: Arc<TokenKeeper>,
    timeout: Duration,
}

/// Why there is no answer of the platform's to pass on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum UpstreamError {
    /// No connection, or an answer that is none of the platform's.
    Unavailable,
    /// No answer in time.
    Timeout,
    /// The platform refuses the partner's key and secret.
    Credentials,
}

/// An answer of the platform, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Upstream {
    /// The Netspend-style platform, which also gives the token, and the Passport-style one, which takes the same.
    pub(crate) fn both(config: &Config) -> Result<(Self, Self), reqwest::Error> {
        // reqwest is built without a TLS provider; another one that was installed before does as well.
        drop(rustls::crypto::ring::default_provider().install_default());
        let client = Client::builder()
            .redirect(redirect::Policy::none())
            .connect_timeout(CONNECT_TIMEOUT)
            .timeout(config.upstream_timeout)
            .build()?;
        let (key, secret) = (config.api_key.clone(), config.api_secret.clone());
        let token = TokenKeeper::new(client.clone(), &config.netspend_url, key, secret, config.clock.clone());
        let token = Arc::new(token);
        let at = |url: &reqwest::Url| Self {
            token: Arc::clone(&token),
            client: client.clone(),
            base: url.as_str().trim_end_matches('/').to_owned(),
            files: [&url.origin().ascii_serialization(), "/files/"].concat(),
            timeout: config.upstream_timeout,
        };
        Ok((at(&config.netspend_url), at(&config.passport_url)))
    }

    /// Where addresses of the platform's calls begin.
    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Where addresses of the platform's files begin.
    pub(crate) fn files(&self) -> &str {
        &self.files
    }

    /// Makes one of the platform's calls with the partner's token beside `headers`. When the platform says that the token is over, gets
    /// another and makes the call once more: a call that was refused for its token had no effect.
    pub(crate) async fn call(
        &self,
        method: &Method,
        path: &str,
        headers: HeaderMap,
        body: Option<Bytes>,
    ) -> Result<Answer, UpstreamError> {
        self.deliver(method, path, headers, body.map(Payload::from)).await
    }

    /// The same with a body of several pieces. A long one has longer to go up.
    pub(crate) async fn deliver(
        &self,
        method: &Method,
        path: &str,
        headers: HeaderMap,
        body: Option<Payload>,
    ) -> Result<Answer, UpstreamError> {
        let url = [self.base.as_str(), path].concat();
        let is_long = body.as_ref().is_some_and(|body| body.len() > LONG_BODY_BYTES);
        let limit = if is_long { self.timeout + LONG_BODY_TIME } else { self.timeout };
        let both = async {
            let token = self.token.token(None).await?;
            let answer = self.send(method, &url, headers.clone(), body.clone(), &token, limit).await?;
            if !is_invalid_token(&answer) {
                return Ok(answer);
            }
            let token = self.token.token(Some(&token)).await?;
            self.send(method, &url, headers, body, &token, limit).await
        };
        tokio::time::timeout(limit, both).await.unwrap_or(Err(UpstreamError::Timeout))
    }

    /// The same with a body that goes up as it comes. It is there but once: when the platform says that the token is over,
    /// the browser has to make the call again, and finds a new token.
    pub(crate) async fn upload(
        &self,
        method: &Method,
        path: &str,
        headers: HeaderMap,
        (upload, mut watch): (Upload, Watch),
    ) -> Result<Answer, Refusal> {
        let token = tokio::time::timeout(self.timeout, self.token.token(None)).await;
        let token = token.unwrap_or(Err(UpstreamError::Timeout))?;
        let url = [self.base.as_str(), path].concat();
        let request = self.client.request(method.clone(), url).headers(headers).bearer_auth(token.expose());
        let sent = request.timeout(MAX_UPLOAD_TIME).body(reqwest::Body::wrap(upload)).send();
        let late = async {
            watch.ended().await;
            tokio::time::sleep(self.timeout).await;
        };
        let sent = tokio::select! {
            sent = sent => sent,
            () = late => return Err(UpstreamError::Timeout.into()),
        };
        let answer = match (sent, watch.fault()) {
            (Err(_), Some(fault)) => return Err(fault.into()),
            (sent, _) => read(sent.map_err(UpstreamError::from)?, MAX_ANSWER_BYTES).await?,
        };
        if is_invalid_token(&answer) {
            self.token.token(Some(&token)).await?;
            return Err(UpstreamError::Unavailable.into());
        }
        Ok(answer)
    }

    async fn send(
        &self,
        method: &Method,
        url: &str,
        headers: HeaderMap,
        body: Option<Payload>,
        token: &Secret,
        limit: Duration,
    ) -> Result<Answer, UpstreamError> {
        let mut request = self.client.request(method.clone(), url).headers(headers).bearer_auth(token.expose());
        if let Some(body) = body {
            request = request.body(reqwest::Body::wrap(body));
        }
        let request = request.timeout(limit);
        read(request.send().await?, MAX_ANSWER_BYTES).await
    }

    /// Visits a link. Without the token, and redirects are not followed.
    pub(crate) async fn visit(&self, link: reqwest::Url) -> Result<Answer, UpstreamError> {
        let visiting = async { read(self.client.get(link).send().await?, MAX_ANSWER_BYTES).await };
        tokio::time::timeout(VISIT_TIME.min(self.timeout), visiting).await.unwrap_or(Err(UpstreamError::Timeout))
    }

    /// Fetches a public file. Without the token: it isn't needed there.
    pub(crate) async fn file(&self, path: &str) -> Result<Answer, UpstreamError> {
        read(self.client.get([self.files.as_str(), path].concat()).send().await?, MAX_FILE_BYTES).await
    }
}

/// An answer, read to its end.
pub(crate) async fn read(mut response: Response, max_bytes: usize) -> Result<Answer, UpstreamError> {
    let (status, headers) = (response.status(), response.headers().clone());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > max_bytes {
            return Err(UpstreamError::Unavailable);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Answer { status, headers, body: body.into() })
}

/// By the problem body's code, the Passport-style platform's, or the header of RFC 6750 section 3. A 401 for another reason
/// is none of our business.
fn is_invalid_token(answer: &Answer) -> bool {
    let code = ErrorCode::InvalidToken.as_str();
    let in_header = || {
        let challenge = answer.headers.get(header::WWW_AUTHENTICATE).and_then(|value| value.to_str().ok());
        challenge.is_some_and(|challenge| challenge.contains(&format!("error=\"{code}\"")))
    };
    let in_body = || {
        let body: Option<serde_json::Value> = serde_json::from_slice(&answer.body).ok();
        let is = |body: &serde_json::Value, name: &str, code: &str| body.get(name).is_some_and(|value| value == code);
        let unauthorized = PassportCode::Unauthorized.as_str();
        body.is_some_and(|body| is(&body, "code", code) || is(&body, "errorCode", unauthorized))
    };
    answer.status == StatusCode::UNAUTHORIZED && (in_body() || in_header())
}

impl From<reqwest::Error> for UpstreamError {
    fn from(error: reqwest::Error) -> Self {
        // Without the address, which can hold ids.
        let error = error.without_url();
        let why = root_cause(&error);
        tracing::warn!(%why, "a platform gave no answer: does it run, and do the settings name it?");
        if error.is_timeout() { Self::Timeout } else { Self::Unavailable }
    }
}

/// The end of an error's chain, such as "Connection refused": reqwest's own message says only that sending failed.
fn root_cause<'a>(error: &'a (dyn Error + 'static)) -> &'a (dyn Error + 'static) {
    let mut cause = error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    cause
}

impl From<UpstreamError> for Refusal {
    fn from(error: UpstreamError) -> Self {
        match error {
            UpstreamError::Unavailable => ErrorCode::UpstreamUnavailable.into(),
            UpstreamError::Timeout => ErrorCode::UpstreamTimeout.into(),
            UpstreamError::Credentials => ErrorCode::InvalidClient.into(),
        }
    }
}
