//! The content of a linked document: base64 of a PDF of 25 MB at most.

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

/// The largest document, in bytes.
pub(crate) const MAX_DOCUMENT: usize = 25 * 1024 * 1024;
/// A group of base64 is four letters; this many letters are decoded at a time, so that no second copy is made.
const PIECE: usize = 4 * 16 * 1024;
const MAGIC: &[u8] = b"%PDF-";

/// What is kept of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Inspected {
    pub(crate) size: i64,
    pub(crate) sha256: String,
}

/// Why a document is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DocumentFault {
    NotBase64,
    NotPdf,
    TooLarge,
}

/// Decodes, measures and hashes.
pub(crate) fn inspect(base64: &str) -> Result<Inspected, DocumentFault> {
    let padding = base64.bytes().rev().take(2).filter(|letter| *letter == b'=').count();
    if (base64.len() / 4 * 3).saturating_sub(padding) > MAX_DOCUMENT {
        return Err(DocumentFault::TooLarge);
    }
    let mut hash = Sha256::new();
    let mut size = 0_usize;
    let last = base64.len().div_ceil(PIECE);
    for (index, piece) in base64.as_bytes().chunks(PIECE).enumerate() {
        let bytes = STANDARD.decode(piece).map_err(|_| DocumentFault::NotBase64)?;
        // Padding ends a text: a piece in the middle with padding would make one document of two.
        if index + 1 < last && bytes.len() != PIECE / 4 * 3 {
            return Err(DocumentFault::NotBase64);
        }
        if index == 0 && !bytes.starts_with(MAGIC) {
            return Err(DocumentFault::NotPdf);
        }
        size += bytes.len();
        hash.update(&bytes);
    }
    let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(Inspected { size: i64::try_from(size).map_err(|_| DocumentFault::TooLarge)?, sha256 })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pdf(size: usize) -> String {
        let mut bytes = MAGIC.to_vec();
        bytes.resize(size, b'x');
        STANDARD.encode(bytes)
    }

    #[test]
    fn measures_and_hashes_a_pdf_of_any_length() {
        for size in [5, 6, 7, 49_151, 49_152, 49_153, 100_000] {
            let found = inspect(&pdf(size)).unwrap();
            let mut bytes = MAGIC.to_vec();
            bytes.resize(size, b'x');
            let hash: String = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(found, Inspected { size: i64::try_from(size).unwrap(), sha256: hash }, "{size}");
        }
    }

    #[test]
    fn refuses_what_is_no_base64_no_pdf_and_too_large() {
        assert_eq!(inspect("%PDF-"), Err(DocumentFault::NotBase64));
        assert_eq!(inspect("JVBERi0"), Err(DocumentFault::NotBase64));
        assert_eq!(inspect(&STANDARD.encode("<html>")), Err(DocumentFault::NotPdf));
        assert_eq!(inspect(&STANDARD.encode(" %PDF-1.7")), Err(DocumentFault::NotPdf));
        assert_eq!(inspect(&pdf(MAX_DOCUMENT)).map(|found| found.size), Ok(26_214_400));
        assert_eq!(inspect(&pdf(MAX_DOCUMENT + 1)), Err(DocumentFault::TooLarge));
        let mut split = pdf(49_151);
        split.push_str(&pdf(10));
        assert_eq!(inspect(&split), Err(DocumentFault::NotBase64));
    }
}
