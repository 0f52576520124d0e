//! Agreements.

use portico_model::id::AgreementId;
use portico_model::netspend::{
    Agreement, AgreementDocument, AgreementFile, AgreementList, AgreementReceipt, AgreementType,
};

use super::account::read_account_state;
use super::{Json, Read, read_all};

impl Read for AgreementList {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { agreements: read_all(json.items("agreements")?)? })
    }
}

impl Read for Agreement {
    fn read(json: &Json) -> Option<Self> {
        json.str("type")?;
        let known = [
            ("cardholder_terms", AgreementType::CardholderTerms),
            ("esign", AgreementType::Esign),
            ("privacy_policy", AgreementType::PrivacyPolicy),
        ];
        Some(Self {
            id: AgreementId(json.text("id")?),
            kind: json.one_of("type", &known).unwrap_or(AgreementType::Unknown),
            description: json.text("description")?,
            documents: read_all(json.items("documents")?)?,
            accepted_at: json.optional_text("accepted_at")?,
        })
    }
}

impl Read for AgreementDocument {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { kind: json.text("type")?, files: read_all(json.items("files")?)? })
    }
}

impl Read for AgreementFile {
    fn read(json: &Json) -> Option<Self> {
        Some(Self { content_type: json.text("content_type")?, url: json.text("url")? })
    }
}

impl Read for AgreementReceipt {
    fn read(json: &Json) -> Option<Self> {
        Some(Self {
            agreement_id: AgreementId(json.text("agreement_id")?),
            accepted_at: json.text("accepted_at")?,
            recorded_at: json.text("recorded_at")?,
            locale: json.text("locale")?,
            document_sha256: json.text("document_sha256")?,
            acceptance_mode: json.text("acceptance_mode")?,
            account_state: read_account_state(json)?,
            workflows: read_all(json.items("workflows")?)?,
        })
    }
}
