//! The agreements' texts.

use std::borrow::Cow;

use portico_model::{
    id::AgreementId,
    netspend::{Agreement, AgreementDocument, AgreementFile, AgreementType, ContextTerm},
};
use sha2::{Digest, Sha256};

/// An agreement. A new wording is a new agreement with a new id: what people accepted must not change under them.
#[derive(Debug)]
pub(crate) struct AgreementText {
    pub(crate) id: &'static str,
    kind: AgreementType,
    title: &'static str,
    text: &'static str,
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
    /// All that the sandbox starts with.
    pub(crate) const ALL: [&'static Self; 4] = [&TERMS_CHECKING, &TERMS_PREPAID, &ESIGN, &PRIVACY_POLICY];

    /// The agreement that the sandbox starts with under this id, whichever context has it.
    fn find(id: &str) -> Option<&'static Self> {
        Self::ALL.into_iter().find(|agreement| agreement.id == id)
    }
}

/// One version of an agreement.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AgreementVersion {
    pub(crate) origin: &'static AgreementText,
    /// 1 is the text that the sandbox starts with.
    pub(crate) revision: i64,
}

impl AgreementVersion {
    /// The version that an id names, whether or not it was ever made.
    pub(crate) fn parse(id: &str) -> Option<Self> {
        if let Some(origin) = AgreementText::find(id) {
            return Some(Self { origin, revision: 1 });
        }
        let (origin, revision) = id.rsplit_once("_r")?;
        let version = Self { origin: AgreementText::find(origin)?, revision: revision.parse().ok()? };
        (version.revision > 1 && version.id() == id).then_some(version)
    }

    /// Its id.
    pub(crate) fn id(&self) -> Cow<'static, str> {
        match self.revision {
            1 => Cow::Borrowed(self.origin.id),
            revision => Cow::Owned(format!("{}_r{revision}", self.origin.id)),
        }
    }

    /// The document, plain text in UTF-8.
    pub(crate) fn text(&self) -> Cow<'static, str> {
        match self.revision {
            1 => Cow::Borrowed(self.origin.text),
            revision => Cow::Owned(format!("{}\nRevision {revision}.\n", self.origin.text)),
        }
    }

    /// Lower-case hex SHA-256 of the document.
    pub(crate) fn sha256(&self) -> String {
        Sha256::digest(self.text().as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// As an account's context lists it.
    pub(crate) fn term(&self) -> ContextTerm {
        ContextTerm { agreement_id: AgreementId::from(&*self.id()), kind: self.origin.kind }
    }

    /// As a search shows it.
    pub(crate) fn wire(&self, public_url: &str) -> Agreement {
        let file = AgreementFile {
            content_type: "text/plain".to_owned(),
            url: format!("{public_url}/files/agreements/{}.txt", self.id()),
        };
        Agreement {
            id: AgreementId::from(&*self.id()),
            kind: self.origin.kind,
            description: self.origin.title.to_owned(),
            documents: vec![AgreementDocument { kind: "agreement".to_owned(), files: vec![file] }],
            accepted_at: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_names_one_version_and_each_version_has_a_text_of_its_own() {
        let first = AgreementVersion::parse("agr_esign_2026_1").unwrap();
        let second = AgreementVersion::parse("agr_esign_2026_1_r2").unwrap();
        assert_eq!((first.revision, second.revision), (1, 2));
        assert_eq!((&*first.id(), &*second.id()), ("agr_esign_2026_1", "agr_esign_2026_1_r2"));
        assert_ne!(first.sha256(), second.sha256());
        for id in ["agr_esign_2026_1_r1", "agr_esign_2026_1_r02", "agr_esign_2026_1_r", "agr_x_r2", "_r2", ""] {
            assert!(AgreementVersion::parse(id).is_none(), "{id}");
        }
    }
}
