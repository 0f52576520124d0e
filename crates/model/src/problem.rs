//! Problem bodies (RFC 9457) as the Netspend-style platform and the gateway answer them.

use serde::{Deserialize, Serialize};

use crate::catalogue::ErrorCode;

/// The media type of a problem body.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// Where `type` points: the page made from the catalogue, with the code as its fragment.
pub const DOCS_BASE: &str = "https://docs.portico.example/errors#";

/// An error as an answer's body. Holds nothing that a user typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// URL of the page that explains the code.
    #[serde(default, rename = "type")]
    pub kind: String,
    /// What went wrong, the same sentence for each answer with this code.
    #[serde(default)]
    pub title: String,
    /// The HTTP status, as in the status line.
    #[serde(default)]
    pub status: u16,
    /// What to do about it, for a developer.
    #[serde(default)]
    pub detail: String,
    /// The code. One of [`ErrorCode`], or a later one that this version doesn't know.
    #[serde(default)]
    pub code: String,
    /// The platform's id of the request, as in `ns-request-id`.
    #[serde(default)]
    pub request_id: String,
    /// What is wrong with each field. Empty unless the code is about fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// With `device_not_authentic` alone: `stale_nonce` (start again) or `refused`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// With `verification_failed` alone: how many tries are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempts_left: Option<u8>,
    /// With `feature_not_eligible` alone: what the feature asks for and is not there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// One wrong field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// JSON Pointer (RFC 6901) into the request's body; a member inside a sealed value is written after its sealed
    /// member: `/encrypted_data/date_of_birth`.
    pub pointer: String,
    /// One of [`crate::FieldCode`], or a later one.
    pub code: String,
    /// What is wrong, for a developer. Never the value.
    #[serde(default)]
    pub detail: String,
}

impl Problem {
    /// The problem that the catalogue has for `code`.
    #[must_use]
    pub fn new(code: ErrorCode, request_id: &str) -> Self {
        Self {
            kind: [DOCS_BASE, code.as_str()].concat(),
            title: code.title().to_owned(),
            status: code.status().unwrap_or(500),
            detail: code.remedy().to_owned(),
            code: code.as_str().to_owned(),
            request_id: request_id.to_owned(),
            errors: Vec::new(),
            reason: None,
            attempts_left: None,
            missing: Vec::new(),
        }
    }
}
