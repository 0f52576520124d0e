//! The agreements' texts.

use portico_model::{
    id::AgreementId,
    netspend::{Agreement, AgreementDocument, AgreementFile, AgreementType},
};
use sha2::{Digest, Sha256};

/// An agreement. A new wording is a new agreement with a new id: what people accepted must not change under them.
#[derive(Debug)]
pub(crate) struct AgreementText {
    pub(crate) id: &'static str,
    kind: AgreementType,
    title: &'static str,
    /// The document, plain text in UTF-8.
    pub(crate) text: &'static str,
}

pub(crate) static TERMS_CHECKING: AgreementText = AgreementText {
    id: "agr_checking_terms_2026_1",
    kind: AgreementType::CardholderTerms,
    title: "Larkwell Checking Account and Card Terms",
    text: include_str!("../../files/agreements/checking-terms.txt"),
};
pub(crate) static TERMS_PREPAID: AgreementText = AgreementText {
    id: "agr_prepaid_terms_2026_1",
    kind: AgreementType::CardholderTerms,
    title: "Larkwell Prepaid Cardholder Terms",
    text: include_str!("../../files/agreements/prepaid-terms.txt"),
};
pub(crate) static ESIGN: AgreementText = AgreementText {
    id: "agr_esign_2026_1",
    kind: AgreementType::Esign,
    title: "Consent to Electronic Communications",
    text: include_str!("../../files/agreements/esign.txt"),
};
pub(crate) static PRIVACY_POLICY: AgreementText = AgreementText {
    id: "agr_privacy_2026_1",
    kind: AgreementType::PrivacyPolicy,
    title: "Privacy Policy",
    text: include_str!("../../files/agreements/privacy.txt"),
};

impl AgreementText {
    /// The agreement with this id, whichever context has it.
    pub(crate) fn find(id: &str) -> Option<&'static Self> {
        [&TERMS_CHECKING, &TERMS_PREPAID, &ESIGN, &PRIVACY_POLICY].into_iter().find(|agreement| agreement.id == id)
    }

    /// Lower-case hex SHA-256 of the document.
    pub(crate) fn sha256(&self) -> String {
        Sha256::digest(self.text).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// As a search shows it.
    pub(crate) fn wire(&self, public_url: &str) -> Agreement {
        let file = AgreementFile {
            content_type: "text/plain".to_owned(),
            url: format!("{public_url}/files/agreements/{}.txt", self.id),
        };
        Agreement {
            id: AgreementId::from(self.id),
            kind: self.kind,
            description: self.title.to_owned(),
            documents: vec![AgreementDocument { kind: "agreement".to_owned(), files: vec![file] }],
            accepted_at: None,
        }
    }
}
