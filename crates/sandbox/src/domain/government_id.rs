//! Government ids.

use portico_model::{FieldCode, netspend::GovernmentIdType};

/// What is wrong with the id's value.
pub(crate) fn check(kind: GovernmentIdType, value: &str) -> Option<FieldCode> {
    if value.trim().is_empty() {
        return Some(FieldCode::Required);
    }
    let is_alphanumeric = value.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    match kind {
        GovernmentIdType::Ssn => check_ssn(value),
        // A US passport has nine characters: a letter and eight digits, or nine digits.
        GovernmentIdType::Passport if is_alphanumeric && value.len() == 9 => None,
        GovernmentIdType::NonUsPassport if is_alphanumeric && (5..=20).contains(&value.len()) => None,
        GovernmentIdType::Passport | GovernmentIdType::NonUsPassport => Some(FieldCode::GovernmentIdForm),
    }
}

/// The Social Security Administration never issued the areas 000, 666 and 900 to 999, the group 00, nor the serial 0000.
fn check_ssn(value: &str) -> Option<FieldCode> {
    if value.len() != 9 || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(FieldCode::SsnForm);
    }
    let (area, rest) = value.split_at(3);
    let (group, serial) = rest.split_at(2);
    let is_never = matches!(area, "000" | "666") || area.starts_with('9') || group == "00" || serial == "0000";
    is_never.then_some(FieldCode::SsnNeverIssued)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_numbers_that_are_never_issued() {
        for value in ["000123456", "666123456", "900123456", "999123456", "123006789", "123450000"] {
            assert_eq!(check(GovernmentIdType::Ssn, value), Some(FieldCode::SsnNeverIssued), "{value}");
        }
        for value in ["001010001", "665010001", "667010001", "899999999", "219099999"] {
            assert_eq!(check(GovernmentIdType::Ssn, value), None, "{value}");
        }
    }

    #[test]
    fn refuses_other_forms() {
        for value in ["12345678", "1234567890", "123-45-6789", "12345678x", "１２３４５６７８９"] {
            assert_eq!(check(GovernmentIdType::Ssn, value), Some(FieldCode::SsnForm), "{value}");
        }
        for (kind, value, fits) in [
            (GovernmentIdType::Passport, "A12345678", true),
            (GovernmentIdType::Passport, "A1234567", false),
            (GovernmentIdType::NonUsPassport, "AB123", true),
            (GovernmentIdType::NonUsPassport, "AB 123", false),
            (GovernmentIdType::NonUsPassport, "ab123", false),
        ] {
            assert_eq!(check(kind, value).is_none(), fits, "{value}");
        }
    }
}
