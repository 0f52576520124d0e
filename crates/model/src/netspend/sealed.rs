//! Sealed values, and what is inside them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A JWE in compact form (RFC 7516 section 7.1). Safe to pass on and to log its length, and nothing else.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
#[cfg_attr(feature = "openapi", schema(pattern = r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*){4}$"))]
pub struct Sealed(pub String);

impl fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Sealed({} bytes)", self.0.len())
    }
}

/// What a person's `encrypted_data` seals, under the use `person:<account>`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PersonSecrets {
    /// `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"))]
    pub date_of_birth: Option<String>,
    /// Absent when none is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub government_id: Option<GovernmentId>,
}

/// A government's id of a person.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct GovernmentId {
    /// Which id it is.
    #[serde(rename = "type")]
    pub kind: GovernmentIdType,
    /// The id without separators: nine digits for an SSN.
    pub value: String,
}

/// Which government id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GovernmentIdType {
    /// US social security number.
    Ssn,
    /// US passport.
    Passport,
    /// Another country's passport.
    NonUsPassport,
}

/// What a verification's `encrypted_data` seals, under the use `cvc:<card>`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CvcSecret {
    /// The three digits on the back.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{3}$"))]
    pub verification_value: String,
}

/// What a PIN's `encrypted_data` seals, under the use `pin:<card>`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PinSecret {
    /// Four digits.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{4}$"))]
    pub pin: String,
}

/// What the answer of `GET /cards/{id}/secrets` seals, under the use `card_secrets:<card>`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardSecrets {
    /// The card's number, 16 digits.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{16}$"))]
    pub pan: String,
    /// The three digits of its security code.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9]{3}$"))]
    pub cvv2: String,
}

macro_rules! redacted {
    ($($name:ident),*) => {$(
        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    )*};
}
redacted!(PersonSecrets, GovernmentId, CvcSecret, PinSecret, CardSecrets);
