//! Request bodies.

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use portico_model::ErrorCode;

use super::Refusal;

/// No call but those for documents takes more.
pub(crate) const MAX_BODY: usize = 256 * 1024;
/// A form is a few bytes.
pub(crate) const MAX_FORM: usize = 8 * 1024;
/// Two images of 10 MB, in base64 inside a sealed value that is base64 itself, and room for a third small one.
pub(crate) const MAX_DOCUMENTS: usize = 48 * 1024 * 1024;

/// The bytes of a body that was sent as JSON.
pub(crate) struct JsonBody(pub(crate) Bytes);

/// The same for the calls that carry documents.
pub(crate) struct DocumentBody(pub(crate) Bytes);

impl<S: Send + Sync> FromRequest<S> for JsonBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        read(request, MAX_BODY).await.map(Self)
    }
}

impl<S: Send + Sync> FromRequest<S> for DocumentBody {
    type Rejection = Refusal;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refusal> {
        read(request, MAX_DOCUMENTS).await.map(Self)
    }
}

async fn read(request: Request, limit: usize) -> Result<Bytes, Refusal> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(ErrorCode::UnsupportedMediaType.into());
    }
    match Limited::new(request.into_body(), limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(ErrorCode::PayloadTooLarge.into()),
        Err(_) => Err(ErrorCode::MalformedRequest.into()),
    }
}
