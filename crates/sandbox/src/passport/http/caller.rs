//! Who calls: the partner, by the same access token as at the other platform.

use axum::extract::FromRequestParts;
use http::request::Parts;
use portico_model::{ErrorCode, passport::PassportCode};

use super::Refused;
use crate::{State, http::Partner};

/// The partner, by a valid bearer token.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bearer;

impl FromRequestParts<State> for Bearer {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &State) -> Result<Self, Refused> {
        match Partner::from_request_parts(parts, state).await {
            Ok(_) => Ok(Self),
            Err(refusal) if refusal.code == ErrorCode::InvalidToken => Err(PassportCode::Unauthorized.into()),
            Err(refusal) => Err(refusal.into()),
        }
    }
}
