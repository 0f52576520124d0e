//! Tokens and sessions (contract: sections 1.3, 1.4 and 3.2).

use std::fmt;

use serde::{Deserialize, Serialize};

use super::Sealed;
use crate::{id::SessionId, jwk::Jwk};

/// Answer of `POST /oauth/accesstoken`. For the gateway alone.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessToken {
    /// Sent as `Authorization: Bearer`, whatever `token_type` says.
    pub access_token: String,
    /// `BearerToken`.
    pub token_type: String,
    /// `owned_accounts_full`.
    pub scope: String,
    /// Seconds, as a string; a client takes a number as well.
    #[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^[0-9]+$"))]
    pub expires_in: serde_json::Value,
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AccessToken([redacted])")
    }
}

/// Answer of `GET /sessions/init`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionInit {
    /// The platform's public keys for sealing.
    pub jwks: Vec<Jwk>,
    /// The same set as a JWS (ES256, compact; payload `{"keys":[…]}`, protected header with `jwk`) by the platform's
    /// key-signing key. A client that was given the signing key's thumbprint takes the set from here alone.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub jwks_jws: String,
    /// For one device statement. Lives for five minutes.
    pub nonce: String,
    /// The platform's time. Every `iat` is taken from it, so that a wrong clock does no harm.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub now: String,
    /// When the nonce ends.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}

/// Body of `POST /sessions`. One of the two names for the sealed device statement is there.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewSession {
    /// The sealed device statement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted_data: Option<Sealed>,
    /// The same under its other documented name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_data: Option<Sealed>,
    /// What the session is for; absent for an anonymous one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_type: Option<SourceType>,
    /// Id of the account or person; absent for an anonymous session.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
}

/// What a session belongs to. A session without one is anonymous.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SourceType {
    /// An account.
    Account,
    /// A person.
    Person,
}

/// A session. From `POST /sessions` with `encrypted_data`, from every other call without.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Sent as `ns-session-id`.
    pub id: SessionId,
    /// A sealed [`SessionGrant`] (`dir` under the statement's reply key, use `session`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encrypted_data: Option<Sealed>,
    /// Absent while the session is anonymous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_type: Option<SourceType>,
    /// Absent while the session is anonymous.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source_id: Option<String>,
    /// Thumbprint (RFC 7638) of the device key that signed the statement.
    pub device_jkt: String,
    /// When it was opened.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub created_at: String,
    /// When it ends if no call comes before.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}

/// Body of `PATCH /sessions/{id}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SessionPatch {
    /// What the session becomes.
    pub source_type: SourceType,
    /// Id of the account or person.
    pub source_id: String,
}

/// What `encrypted_data` of a new session seals.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionGrant {
    /// The session's id, as in the answer's clear part.
    pub session_id: SessionId,
    /// The key (`oct`, 32 bytes) under which the platform seals what it sends in this session.
    pub session_key: Jwk,
    /// When the session ends if no call comes before.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub expires_at: String,
}

impl fmt::Debug for SessionGrant {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SessionGrant({})", self.session_id)
    }
}

/// Payload of the device statement: a JWS (ES256, `typ` `device+jwt`, `jwk` = the device's public key), sealed under
/// the use `device`.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DeviceStatement {
    /// The statement's version: 1.
    pub v: u8,
    /// The partner's SDK id.
    pub sdk_id: String,
    /// Who it is for: thumbprint (RFC 7638) of the platform's key-signing key.
    pub aud: String,
    /// The page's origin.
    pub origin: String,
    /// From `GET /sessions/init`.
    pub nonce: String,
    /// Seconds since 1970, by the platform's clock.
    pub iat: i64,
    /// The key (`oct`, 32 bytes) under which the platform seals its answer.
    pub reply_key: Jwk,
    /// The device's signals by name.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub device: serde_json::Value,
}

impl fmt::Debug for DeviceStatement {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("DeviceStatement([redacted])")
    }
}
