//! Request bodies.

use axum::{
    body::HttpBody,
    extract::{FromRequest, Request},
};
use http::header::CONTENT_TYPE;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use portico_model::passport::PassportCode;
use portico_unseal::json::parse_strict_object;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::Refused;

/// A JSON object of at most `LIMIT` bytes, none of whose members is named twice.
#[derive(Debug)]
pub(crate) struct JsonObject<const LIMIT: usize>(pub(crate) Map<String, Value>);

impl<S: Send + Sync, const LIMIT: usize> FromRequest<S> for JsonObject<LIMIT> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        let Some(kind) = request.headers().get(CONTENT_TYPE) else {
            return Err(Refused::field(PassportCode::HeaderMissing, "Content-Type", "This header is needed."));
        };
        let essence = kind.to_str().unwrap_or_default().split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            let text = "This header takes application/json.";
            return Err(Refused::field(PassportCode::HeaderInvalid, "Content-Type", text));
        }
        // What says itself that it is too large is not waited for.
        if request.body().size_hint().lower() > u64::try_from(LIMIT).unwrap_or(u64::MAX) {
            return Err(PassportCode::TooLarge.into());
        }
        let body = match Limited::new(request.into_body(), LIMIT).collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) if error.is::<LengthLimitError>() => return Err(PassportCode::TooLarge.into()),
            Err(_) => return Err(PassportCode::MalformedJson.into()),
        };
        parse_strict_object(&body).map(Self).map_err(|_| PassportCode::MalformedJson.into())
    }
}

/// A body that was found to fit as the model's type.
pub(crate) fn read_body<T: DeserializeOwned>(body: Map<String, Value>) -> Result<T, Refused> {
    serde_path_to_error::deserialize(Value::Object(body)).map_err(|error| {
        // serde's own texts quote the value; the place alone is told.
        let path = error.path().to_string();
        Refused::field(PassportCode::FieldValueInvalid, &path, "This field takes another type of value.")
    })
}
