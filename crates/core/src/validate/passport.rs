//! Passport numbers.

use portico_model::FieldCode;

use crate::encoding::all_bytes;
use crate::pii::Pii;

/// A US passport's number: nine letters and digits.
pub(crate) fn check_passport(text: &str) -> Result<Pii<String>, FieldCode> {
    check_number(text, 9, 9)
}

/// Another country's: five to twenty letters and digits.
pub(crate) fn check_non_us_passport(text: &str) -> Result<Pii<String>, FieldCode> {
    check_number(text, 5, 20)
}

/// In capitals, as it stands in the passport's machine-readable zone.
fn check_number(text: &str, least: usize, most: usize) -> Result<Pii<String>, FieldCode> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    let fits = text.len() >= least && text.len() <= most && all_bytes(text, |byte| byte.is_ascii_alphanumeric());
    if fits { Ok(Pii::new(text.to_ascii_uppercase())) } else { Err(FieldCode::GovernmentIdForm) }
}
