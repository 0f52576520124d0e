//! What the gateway answers when it does not forward.

use axum::{
    body::Body,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use portico_model::{ErrorCode, Problem, problem::PROBLEM_JSON};
use portico_unseal::Unsealable;

use crate::store::StoreError;

/// A refusal on its way to [`crate::log`], which knows the request's id and writes the problem body.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    code: ErrorCode,
    reason: Option<&'static str>,
    header: Option<(header::HeaderName, String)>,
}

impl Refusal {
    /// The 405 that says which methods there are.
    pub(crate) fn method_not_allowed(methods: &[&str]) -> Self {
        let list = methods.join(", ");
        Self { header: Some((header::ALLOW, list)), ..ErrorCode::MethodNotAllowed.into() }
    }

    /// The 401 of RFC 9449 section 7.1.
    pub(crate) fn invalid_dpop_proof() -> Self {
        let challenge = r#"DPoP error="invalid_dpop_proof", algs="ES256""#;
        Self { header: Some((header::WWW_AUTHENTICATE, challenge.to_owned())), ..ErrorCode::InvalidDpopProof.into() }
    }

    /// The 401 of RFC 9449 section 9: the same call again with the nonce that comes along.
    pub(crate) fn use_dpop_nonce() -> Self {
        let challenge = r#"DPoP error="use_dpop_nonce", algs="ES256""#;
        Self { header: Some((header::WWW_AUTHENTICATE, challenge.to_owned())), ..ErrorCode::UseDpopNonce.into() }
    }

    /// The 401 of RFC 6750 section 3, for the partner's own server.
    pub(crate) fn invalid_admin_token() -> Self {
        let challenge = r#"Bearer error="invalid_token""#;
        Self { header: Some((header::WWW_AUTHENTICATE, challenge.to_owned())), ..ErrorCode::InvalidToken.into() }
    }

    /// The 429 that says when to come again.
    pub(crate) fn rate_limited(seconds: i64) -> Self {
        Self { header: Some((header::RETRY_AFTER, seconds.to_string())), ..ErrorCode::RateLimited.into() }
    }

    /// The 403 for a session that was opened with another key.
    pub(crate) fn device_refused() -> Self {
        Self { reason: Some("refused"), ..ErrorCode::DeviceNotAuthentic.into() }
    }

    /// The whole answer.
    pub(crate) fn render(&self, request_id: &str) -> Response {
        let mut problem = Problem::new(self.code, request_id);
        problem.reason = self.reason.map(str::to_owned);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = Response::new(Body::from(body));
        *response.status_mut() = self.status();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM_JSON));
        if let Some((name, value)) = &self.header
            && let Ok(value) = HeaderValue::from_str(value)
        {
            response.headers_mut().insert(name.clone(), value);
        }
        response
    }

    fn status(&self) -> StatusCode {
        self.code.status().and_then(|status| StatusCode::from_u16(status).ok()).unwrap_or_default()
    }
}

impl From<ErrorCode> for Refusal {
    fn from(code: ErrorCode) -> Self {
        Self { code, reason: None, header: None }
    }
}

impl From<sqlx::Error> for Refusal {
    fn from(error: sqlx::Error) -> Self {
        // The message is the driver's: it names tables and constraints, never a row's values.
        tracing::error!(%error, "the gateway's database failed");
        ErrorCode::InternalError.into()
    }
}

impl From<StoreError> for Refusal {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the gateway's database failed");
        ErrorCode::InternalError.into()
    }
}

impl From<Unsealable> for Refusal {
    fn from(_: Unsealable) -> Self {
        ErrorCode::Unsealable.into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status();
        response.extensions_mut().insert(self);
        response
    }
}
