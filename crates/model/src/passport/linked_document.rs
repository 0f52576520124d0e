//! The signed agreement that comes with an account, and how it was accepted.

use std::fmt;

use serde::{Deserialize, Serialize};

/// One document, or a list of them: both are documented.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum LinkedDocuments {
    /// One.
    One(Box<LinkedDocument>),
    /// A list.
    Many(Vec<LinkedDocument>),
}

impl LinkedDocuments {
    /// As a list.
    #[must_use]
    pub fn into_list(self) -> Vec<LinkedDocument> {
        match self {
            Self::One(document) => vec![*document],
            Self::Many(documents) => documents,
        }
    }
}

/// A document that comes with the account.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkedDocument {
    /// `AUTHORIZATION`.
    pub purpose: String,
    /// The document itself.
    pub document: SignedDocument,
    /// How it was accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance_mode: Option<AcceptanceMode>,
    /// Who accepted it, where and when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance_details: Option<AcceptanceDetails>,
}

/// A signed agreement with its content.
#[derive(Clone, Serialize, Deserialize)]
pub struct SignedDocument {
    /// `SPAA`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The PDF's base64. Read in either spelling, written in the guide's.
    #[serde(rename = "base64encodedContent", alias = "base64EncodedContent")]
    pub content: String,
    /// The file's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl fmt::Debug for SignedDocument {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SignedDocument([redacted])")
    }
}

/// How an agreement was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum AcceptanceMode {
    /// By a click.
    Clickwrap,
    /// By an electronic signature.
    Esign,
    /// By pen.
    Wetsign,
}

/// Device and user of an acceptance.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AcceptanceDetails {
    /// The device's address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip_address: Option<String>,
    /// `MM/DD/YYYY`, or with ` HH:mm:ss`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_on: Option<String>,
    /// Who accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_by: Option<AcceptedBy>,
}

impl fmt::Debug for AcceptanceDetails {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AcceptanceDetails([redacted])")
    }
}

/// Who accepted an agreement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AcceptedBy {
    /// `CUSTOMER` for an individual, `BENEFICIAL_OWNER` for a business.
    pub entity: String,
    /// The platform's id of the customer or the owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// The partner's id of the customer or the owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
}

/// A linked document as an answer has it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AcceptedLinkedDocument {
    /// `AUTHORIZATION`.
    pub purpose: String,
    /// What is kept of the document.
    pub document: StoredDocument,
    /// How it was accepted, where that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance_mode: Option<AcceptanceMode>,
    /// Who accepted it, where that was told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acceptance_details: Option<AcceptanceDetails>,
}

/// A document without its content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredDocument {
    /// `SPAA`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The file's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Bytes of the content.
    #[serde(default)]
    pub size: i64,
    /// The content's SHA-256 in hex.
    #[serde(default)]
    pub sha256: String,
}
