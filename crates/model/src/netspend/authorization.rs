//! Authorization codes: a micro-app's way into a session (contract: section 1.11).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::id::PersonId;

/// Body of `POST /authorization_codes`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewAuthorizationCode {}

/// Answer of `POST /authorization_codes`: good once, for five minutes.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuthorizationCode {
    /// What the host page hands to the micro-app as its passcode. A secret of the page.
    pub code: String,
    /// When it ends.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}

impl fmt::Debug for AuthorizationCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AuthorizationCode([redacted])")
    }
}

/// Body of `POST /micro-apps/{purpose}/redeem`, by the micro-app.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Redemption {
    /// The code.
    pub code: String,
}

impl fmt::Debug for Redemption {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Redemption([redacted])")
    }
}

/// Answer of `POST /micro-apps/{purpose}/redeem`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Redeemed {
    /// What the micro-app is for, as in the path.
    pub purpose: String,
    /// Whom the code stood for.
    pub person_id: PersonId,
    /// When the code was used up.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub redeemed_at: String,
}
