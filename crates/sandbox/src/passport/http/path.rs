//! The customer and the account that a path names.

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use portico_model::passport::PassportCode;

use super::Refused;
use crate::passport::key::Key;

/// `/customer/{by}/{key}…`.
#[derive(Clone, Debug)]
pub(crate) struct CustomerPath(pub(crate) Key);

/// `/customer/{by}/{key}/account/{account_by}/{account_key}…`.
#[derive(Clone, Debug)]
pub(crate) struct AccountPath {
    pub(crate) customer: Key,
    pub(crate) account: Key,
}

impl<S: Send + Sync> FromRequestParts<S> for CustomerPath {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let Path((by, key)) =
            Path::<(String, String)>::from_request_parts(parts, state).await.map_err(|_| malformed())?;
        Ok(Self(parse(&by, &key)?))
    }
}

impl<S: Send + Sync> FromRequestParts<S> for AccountPath {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        let path = Path::<(String, String, String, String)>::from_request_parts(parts, state).await;
        let Path((by, key, account_by, account_key)) = path.map_err(|_| malformed())?;
        Ok(Self { customer: parse(&by, &key)?, account: parse(&account_by, &account_key)? })
    }
}

fn parse(by: &str, key: &str) -> Result<Key, Refused> {
    Key::parse(by, key).map_err(|code| match code {
        PassportCode::ValueInvalid => malformed(),
        code => code.into(),
    })
}

fn malformed() -> Refused {
    Refused::field(PassportCode::ValueInvalid, "id", "An id in the path is a number.")
}
