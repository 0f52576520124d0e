//! Agreements.

use portico_core::{netspend as core, onboarding::OfferedAgreement};
use portico_model::netspend::{self, AgreementType};
use serde::Serialize;

use super::all;

/// `Agreement` of index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Agreement<'a> {
    id: &'a str,
    r#type: AgreementType,
    description: &'a str,
    documents: Vec<Document<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted_at: Option<&'a str>,
    /// Only where a step offers it.
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<bool>,
}

#[derive(Serialize)]
struct Document<'a> {
    r#type: &'a str,
    files: Vec<File<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File<'a> {
    content_type: &'a str,
    url: &'a str,
}

impl<'a> From<&'a netspend::Agreement> for Agreement<'a> {
    fn from(agreement: &'a netspend::Agreement) -> Self {
        Self {
            id: agreement.id.as_str(),
            r#type: agreement.kind,
            description: &agreement.description,
            documents: all(&agreement.documents),
            accepted_at: agreement.accepted_at.as_deref(),
            accepted: None,
        }
    }
}

impl<'a> From<&'a OfferedAgreement> for Agreement<'a> {
    fn from(offered: &'a OfferedAgreement) -> Self {
        Self { accepted: Some(offered.accepted), ..Self::from(&offered.agreement) }
    }
}

impl<'a> From<&'a netspend::AgreementDocument> for Document<'a> {
    fn from(document: &'a netspend::AgreementDocument) -> Self {
        Self { r#type: &document.kind, files: all(&document.files) }
    }
}

impl<'a> From<&'a netspend::AgreementFile> for File<'a> {
    fn from(file: &'a netspend::AgreementFile) -> Self {
        Self { content_type: &file.content_type, url: &file.url }
    }
}

/// `AgreementText` of index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgreementText<'a> {
    content_type: &'a str,
    text: &'a str,
    sha256: &'a str,
}

impl<'a> From<&'a core::AgreementText> for AgreementText<'a> {
    fn from(text: &'a core::AgreementText) -> Self {
        Self { content_type: &text.content_type, text: &text.text, sha256: &text.sha256 }
    }
}

/// `AgreementReceipt` of index.d.ts.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AgreementReceipt<'a> {
    agreement_id: &'a str,
    accepted_at: &'a str,
    recorded_at: &'a str,
    locale: &'a str,
    document_sha256: &'a str,
    acceptance_mode: &'a str,
}

impl<'a> From<&'a netspend::AgreementReceipt> for AgreementReceipt<'a> {
    fn from(receipt: &'a netspend::AgreementReceipt) -> Self {
        Self {
            agreement_id: receipt.agreement_id.as_str(),
            accepted_at: &receipt.accepted_at,
            recorded_at: &receipt.recorded_at,
            locale: &receipt.locale,
            document_sha256: &receipt.document_sha256,
            acceptance_mode: &receipt.acceptance_mode,
        }
    }
}
