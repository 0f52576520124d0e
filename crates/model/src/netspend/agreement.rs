//! Agreements and their acceptance (contract: section 1.7).

use serde::{Deserialize, Serialize};

use super::{AccountState, Workflow};
use crate::id::{AgreementId, ProvidedId};

/// The acceptance mode of a click in a page.
pub const CLICKWRAP: &str = "CLICKWRAP";

/// Body of `POST /agreements/search`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgreementSearch {
    /// The context whose agreements are wanted.
    pub provided_id: ProvidedId,
}

/// Agreements, in the order in which they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementList {
    /// The agreements.
    pub agreements: Vec<Agreement>,
}

/// One agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agreement {
    /// Its id: not shown to customers.
    pub id: AgreementId,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: AgreementType,
    /// Its title, for people.
    pub description: String,
    /// Its documents.
    pub documents: Vec<AgreementDocument>,
    /// When this person accepted it. Only from `GET /people/{id}/agreements`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub accepted_at: Option<String>,
}

/// What an agreement is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AgreementType {
    /// Card holder terms.
    CardholderTerms,
    /// Consent to electronic documents.
    Esign,
    /// Privacy policy.
    PrivacyPolicy,
    /// One that this version doesn't know.
    #[serde(other)]
    Unknown,
}

/// A document of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementDocument {
    /// `agreement`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The same text in each form that it exists in.
    pub files: Vec<AgreementFile>,
}

/// A document's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementFile {
    /// Such as `text/plain` or `application/pdf`.
    pub content_type: String,
    /// Where it is. Through the gateway: a path of the gateway's own.
    pub url: String,
}

/// Body of `PUT /people/{id}/agreements/{agreement_id}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AgreementAcceptance {
    /// When the person accepted, by the page.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub accepted_at: String,
    /// BCP 47 tag of the text that was shown.
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 2, max_length = 35, pattern = "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$")
    )]
    pub locale: String,
    /// Lower-case hex SHA-256 of the file that was shown.
    #[cfg_attr(feature = "openapi", schema(pattern = "^[0-9a-f]{64}$"))]
    pub document_sha256: String,
    /// [`CLICKWRAP`].
    #[cfg_attr(feature = "openapi", schema(pattern = "^CLICKWRAP$"))]
    pub acceptance_mode: String,
}

/// Answer to an acceptance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreementReceipt {
    /// The agreement that was accepted.
    pub agreement_id: AgreementId,
    /// When the person accepted, by the page.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub accepted_at: String,
    /// When the platform recorded it. The first time counts.
    #[cfg_attr(feature = "openapi", schema(format = DateTime))]
    pub recorded_at: String,
    /// BCP 47 tag of the text that was shown.
    pub locale: String,
    /// Lower-case hex SHA-256 of the file that was shown.
    pub document_sha256: String,
    /// [`CLICKWRAP`].
    pub acceptance_mode: String,
    /// Where the account stands now.
    pub account_state: AccountState,
    /// What is left to do now.
    pub workflows: Vec<Workflow>,
}
