//! The agreements that customers of Passport accounts accept: built in, or the partner's own.

use std::{collections::BTreeMap, fs, io, path::Path};

use bytes::Bytes;
use portico_model::ErrorCode;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What a deposit account takes (the guide's mandates).
const ACCOUNT_AGREEMENT: &str = "passport_account_agreement";
/// What a clearing account takes.
const SERVICES_TERMS: &str = "payment_services_terms";
/// The list in a partner's own folder.
const LIST: &str = "agreements.json";
/// What every document is: pages show it as text.
pub(super) const CONTENT_TYPE: &str = "text/plain; charset=utf-8";
const MAX_DOCUMENT_BYTES: usize = 10 * 1024 * 1024;

/// The type of the agreement that an account takes.
pub(super) fn for_account(is_deposit: bool) -> &'static str {
    if is_deposit { ACCOUNT_AGREEMENT } else { SERVICES_TERMS }
}

/// One of each type.
#[derive(Debug)]
pub(crate) struct Agreements([Agreement; 2]);

/// An agreement in force.
#[derive(Debug)]
pub(super) struct Agreement {
    pub(super) kind: &'static str,
    pub(super) version: String,
    title: String,
    locale: String,
    pub(super) document: Bytes,
    /// Of the document, in hex.
    pub(super) sha256: String,
}

/// Why the partner's agreements can't be used.
#[derive(Debug, thiserror::Error)]
pub enum AgreementsError {
    /// A file can't be read.
    #[error("GATEWAY_PASSPORT_AGREEMENTS can't be used: {0} can't be read ({1})")]
    Unreadable(String, io::Error),
    /// The list is none.
    #[error(
        "GATEWAY_PASSPORT_AGREEMENTS can't be used: agreements.json has for passport_account_agreement and for \
         payment_services_terms each title, version, locale and file (.txt, 10 MB at most, in the same folder)"
    )]
    Form,
    /// A file is no text.
    #[error(
        "GATEWAY_PASSPORT_AGREEMENTS can't be used: {0} is not a .txt file of UTF-8 text, and pages show agreements as text"
    )]
    NotText(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    title: String,
    version: String,
    locale: String,
    file: String,
}

impl Agreements {
    /// Those of a folder, or the built-in ones.
    pub(super) fn open(folder: Option<&Path>) -> Result<Self, AgreementsError> {
        let Some(folder) = folder else { return Ok(Self::built_in()) };
        let mut list: BTreeMap<String, Entry> =
            serde_json::from_slice(&read(folder, LIST)?).map_err(|_| AgreementsError::Form)?;
        let mut take = |kind| {
            let entry = list.remove(kind).ok_or(AgreementsError::Form)?;
            if entry.file.contains(['/', '\\']) {
                return Err(AgreementsError::Form);
            }
            if entry.file.rsplit_once('.').is_none_or(|(_, kind)| kind != "txt") {
                return Err(AgreementsError::NotText(entry.file));
            }
            let document = read(folder, &entry.file)?;
            if document.is_empty() || document.len() > MAX_DOCUMENT_BYTES {
                return Err(AgreementsError::Form);
            }
            if std::str::from_utf8(&document).is_err() {
                return Err(AgreementsError::NotText(entry.file));
            }
            Ok(Agreement::new(kind, entry, document.into()))
        };
        Ok(Self([take(ACCOUNT_AGREEMENT)?, take(SERVICES_TERMS)?]))
    }

    fn built_in() -> Self {
        let text = |kind, title: &str, document: &'static str| {
            let (title, version) = (title.to_owned(), "1".to_owned());
            let entry = Entry { title, version, locale: "en-US".to_owned(), file: String::new() };
            Agreement::new(kind, entry, Bytes::from_static(document.as_bytes()))
        };
        let account = include_str!("../../assets/agreements/passport_account_agreement.txt");
        let services = include_str!("../../assets/agreements/payment_services_terms.txt");
        Self([
            text(ACCOUNT_AGREEMENT, "Passport Account Agreement", account),
            text(SERVICES_TERMS, "Payment Services Terms & Conditions", services),
        ])
    }

    /// The agreement of a type.
    ///
    /// # Errors
    /// `agreement_not_found` for another type.
    pub(super) fn find(&self, kind: &str) -> Result<&Agreement, ErrorCode> {
        self.0.iter().find(|agreement| agreement.kind == kind).ok_or(ErrorCode::AgreementNotFound)
    }

    /// The answer of `GET /agreements`.
    pub(super) fn list(&self) -> Value {
        let describe = |agreement: &Agreement| {
            let Agreement { kind, version, title, locale, sha256, .. } = agreement;
            let url = [super::PREFIX, "/agreements/", kind, "/document"].concat();
            json!({
                "type": kind, "title": title, "version": version, "locale": locale, "content_type": CONTENT_TYPE,
                "url": url, "document_sha256": sha256,
            })
        };
        json!({"agreements": self.0.iter().map(describe).collect::<Vec<_>>()})
    }
}

impl Agreement {
    fn new(kind: &'static str, entry: Entry, document: Bytes) -> Self {
        let Entry { title, version, locale, .. } = entry;
        let sha256 = Sha256::digest(&document).iter().map(|byte| format!("{byte:02x}")).collect();
        Self { kind, version, title, locale, document, sha256 }
    }
}

fn read(folder: &Path, name: &str) -> Result<Vec<u8>, AgreementsError> {
    let path = folder.join(name);
    fs::read(&path).map_err(|error| AgreementsError::Unreadable(path.display().to_string(), error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partners_own_texts_take_the_place_of_the_built_in_ones() {
        let folder = tempfile::tempdir().unwrap();
        let open = || Agreements::open(Some(folder.path()));
        assert!(matches!(open(), Err(AgreementsError::Unreadable(..))));
        let entry = |file: &str| json!({"title": "Ours", "version": "7", "locale": "es-US", "file": file});
        let write = |list: Value| fs::write(folder.path().join(LIST), list.to_string()).unwrap();
        fs::write(folder.path().join("a.txt"), "abc").unwrap();
        for list in [
            json!([]),
            json!({ACCOUNT_AGREEMENT: entry("a.txt")}),
            json!({ACCOUNT_AGREEMENT: entry("a.txt"), SERVICES_TERMS: entry("../a.txt")}),
        ] {
            write(list.clone());
            assert!(matches!(open(), Err(AgreementsError::Form)), "{list}");
        }
        fs::write(folder.path().join("a.pdf"), "%PDF-1.7").unwrap();
        fs::write(folder.path().join("latin.txt"), b"caf\xe9").unwrap();
        for file in ["a.pdf", "a.html", "a", "latin.txt"] {
            write(json!({ACCOUNT_AGREEMENT: entry("a.txt"), SERVICES_TERMS: entry(file)}));
            let told = open().unwrap_err().to_string();
            assert!(told.contains(&format!("{file} is not a .txt file of UTF-8 text")), "{told}");
        }
        write(json!({ACCOUNT_AGREEMENT: entry("a.txt"), SERVICES_TERMS: entry("a.txt")}));
        let agreements = open().unwrap();
        let agreement = agreements.find(ACCOUNT_AGREEMENT).unwrap();
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!((agreement.version.as_str(), agreement.sha256.as_str()), ("7", sha256));
        assert!(agreements.find("other").is_err());
    }
}
