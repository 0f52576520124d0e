//! The lines of postal addresses.

use portico_model::FieldCode;

use super::wrong::needed;
use crate::encoding::all_bytes;
use crate::pii::Pii;

/// Longest line, in characters.
const LONGEST_LINE: usize = 100;

/// A line without control characters.
pub(crate) fn check_line(text: &str) -> Result<&str, FieldCode> {
    let line = needed(text, LONGEST_LINE)?;
    let has_controls = line.bytes().any(|byte| byte.is_ascii_control());
    if has_controls { Err(FieldCode::WrongType) } else { Ok(line) }
}

/// ZIP or ZIP+4; the nine digits may come without their hyphen.
pub(crate) fn check_postal_code(text: &str) -> Result<Pii<String>, FieldCode> {
    let text = text.trim_ascii();
    let are_digits = |part: &str, count| part.len() == count && all_bytes(part, |byte| byte.is_ascii_digit());
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    if are_digits(text, 5) {
        return Ok(text.into());
    }
    let (zip, plus4) = text.split_at_checked(5).ok_or(FieldCode::PostalCodeForm)?;
    let plus4 = plus4.strip_prefix('-').unwrap_or(plus4);
    if are_digits(zip, 5) && are_digits(plus4, 4) {
        Ok([zip, "-", plus4].concat().into())
    } else {
        Err(FieldCode::PostalCodeForm)
    }
}

/// The one country that is served. A blank one is it.
pub(crate) fn check_country(text: &str) -> Result<&'static str, FieldCode> {
    let country = text.trim_ascii();
    if country.is_empty() || country.eq_ignore_ascii_case("US") { Ok("US") } else { Err(FieldCode::CountryUnsupported) }
}
