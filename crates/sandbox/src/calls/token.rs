//! `POST /oauth/accesstoken`: the partner's own credentials for an access token.

use axum::{
    extract::{Form, State as Shared, rejection::FormRejection},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use http::{
    HeaderMap, HeaderValue, StatusCode,
    header::{AUTHORIZATION, WWW_AUTHENTICATE},
};
use portico_model::{ErrorCode, netspend::AccessToken};
use serde::Deserialize;
use serde_json::json;
use subtle::ConstantTimeEq;
use utoipa::ToSchema;

use crate::{
    State,
    http::{Answer, CallInfo, Refusal, hash_token},
    random::generate_token,
    store::tokens,
};

/// How long a token lives, in seconds. The documented platform's number.
const LIFE: i64 = 86_399;

/// Body of `POST /oauth/accesstoken`, form-encoded.
#[derive(Deserialize, ToSchema)]
pub(crate) struct TokenRequest {
    /// `client_credentials`.
    #[schema(pattern = "^client_credentials$")]
    grant_type: String,
}

pub(crate) async fn create(
    Shared(state): Shared<State>,
    call: CallInfo,
    headers: HeaderMap,
    form: Result<Form<TokenRequest>, FormRejection>,
) -> Result<Response, Refusal> {
    match issue(&state, &headers, form).await {
        Ok(answer) => Ok(answer.into_response()),
        // RFC 6749 section 5.2 names the error in the member `error`.
        Err(refusal) if matches!(refusal.code, ErrorCode::InvalidClient | ErrorCode::UnsupportedGrantType) => {
            let answer = Answer::refused_with(&refusal, &call.request_id, &[("error", refusal.code.as_str())])?;
            let mut response = answer.into_response();
            if refusal.code == ErrorCode::InvalidClient {
                let challenge = HeaderValue::from_static("Basic realm=\"sandbox\"");
                response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
            }
            Ok(response)
        }
        Err(refusal) => Err(refusal),
    }
}

async fn issue(
    state: &State,
    headers: &HeaderMap,
    form: Result<Form<TokenRequest>, FormRejection>,
) -> Result<Answer, Refusal> {
    let Form(request) = form.map_err(|rejection| match rejection {
        FormRejection::InvalidFormContentType(_) => Refusal::from(ErrorCode::UnsupportedMediaType),
        rejection if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::PayloadTooLarge.into(),
        _ => Refusal::from(ErrorCode::UnsupportedGrantType),
    })?;
    if request.grant_type != "client_credentials" {
        return Err(ErrorCode::UnsupportedGrantType.into());
    }
    if !is_partner(state, headers) {
        return Err(ErrorCode::InvalidClient.into());
    }
    let token = generate_token()?;
    let now = state.clock.now();
    let mut write = state.store.write().await?;
    tokens::insert(write.connection(), &hash_token(&token), now, now + LIFE).await?;
    write.commit().await?;
    Answer::ok(&AccessToken {
        access_token: token,
        token_type: "BearerToken".to_owned(),
        scope: "owned_accounts_full".to_owned(),
        // A string, as the documented platform answers it.
        expires_in: json!(LIFE.to_string()),
    })
}

/// Whether the Basic credentials are the partner's, compared in constant time.
fn is_partner(state: &State, headers: &HeaderMap) -> bool {
    let header = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Some((scheme, encoded)) = header.split_once(' ') else { return false };
    let Ok(given) = STANDARD.decode(encoded.trim()) else { return false };
    let partner = &state.keys.partner;
    let expected = [partner.api_key.as_str(), partner.api_secret.as_str()].join(":");
    scheme.eq_ignore_ascii_case("basic") && bool::from(given.as_slice().ct_eq(expected.as_bytes()))
}
