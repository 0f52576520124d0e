//! Social security numbers.

use portico_model::FieldCode;

use crate::encoding::all_bytes;
use crate::pii::Pii;

/// Nine digits, written plainly or as 3-2-4 with hyphens or spaces, of a range that is issued.
pub(crate) fn check_ssn(text: &str) -> Result<Pii<String>, FieldCode> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    let (area, group, serial) = split(text).ok_or(FieldCode::SsnForm)?;
    let digits = Pii::new([area, group, serial].concat());
    // No area 000, 666 or from 900 on, no group 00, no serial 0000.
    let never = matches!(area, "000" | "666") || area.starts_with('9') || group == "00" || serial == "0000";
    if never { Err(FieldCode::SsnNeverIssued) } else { Ok(digits) }
}

fn split(text: &str) -> Option<(&str, &str, &str)> {
    let (area, rest) = text.split_at_checked(3)?;
    let (group, serial) = match rest.strip_prefix(['-', ' ']) {
        Some(rest) => {
            let (group, serial) = rest.split_at_checked(2)?;
            (group, serial.strip_prefix(['-', ' '])?)
        }
        None => rest.split_at_checked(2)?,
    };
    let are_digits = |part: &str| all_bytes(part, |byte| byte.is_ascii_digit());
    (serial.len() == 4 && are_digits(area) && are_digits(group) && are_digits(serial)).then_some((area, group, serial))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_every_common_spelling() {
        for text in ["123456789", "123-45-6789", " 123 45 6789 ", "123-45 6789"] {
            assert_eq!(check_ssn(text).unwrap().expose(), "123456789");
        }
        assert_eq!(check_ssn("899-99-9999").unwrap().expose(), "899999999");
    }

    #[test]
    fn refuses_other_forms_and_numbers_that_are_never_issued() {
        for (text, code) in [
            ("", FieldCode::Required),
            ("12345678", FieldCode::SsnForm),
            ("1234567890", FieldCode::SsnForm),
            ("123-456-789", FieldCode::SsnForm),
            ("123-456789", FieldCode::SsnForm),
            ("12345678x", FieldCode::SsnForm),
            ("١٢٣٤٥٦٧٨٩", FieldCode::SsnForm),
            ("000-12-3456", FieldCode::SsnNeverIssued),
            ("666-12-3456", FieldCode::SsnNeverIssued),
            ("900-12-3456", FieldCode::SsnNeverIssued),
            ("123-00-3456", FieldCode::SsnNeverIssued),
            ("123-45-0000", FieldCode::SsnNeverIssued),
        ] {
            assert_eq!(check_ssn(text).err(), Some(code), "{text}");
        }
    }
}
