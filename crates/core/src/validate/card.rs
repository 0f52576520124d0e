//! What a card's holder types.

use portico_model::FieldCode;

use crate::encoding::all_bytes;

/// Exactly four digits.
pub(crate) fn check_pin(text: &str) -> Result<&str, FieldCode> {
    check_digits(text, 4, FieldCode::PinForm)
}

/// Exactly three digits.
pub(crate) fn check_cvc(text: &str) -> Result<&str, FieldCode> {
    check_digits(text, 3, FieldCode::CvcForm)
}

/// Not trimmed: what is sealed is what was typed.
fn check_digits(text: &str, count: usize, code: FieldCode) -> Result<&str, FieldCode> {
    match text {
        "" => Err(FieldCode::Required),
        text if text.len() == count && all_bytes(text, |byte| byte.is_ascii_digit()) => Ok(text),
        _ => Err(code),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_exactly_four_or_three_digits() {
        assert_eq!((check_pin("0000"), check_cvc("000")), (Ok("0000"), Ok("000")));
        assert_eq!((check_pin(""), check_cvc("")), (Err(FieldCode::Required), Err(FieldCode::Required)));
        for pin in ["123", "12345", "12a4", " 123", "١٢", "-123"] {
            assert_eq!(check_pin(pin), Err(FieldCode::PinForm), "{pin}");
        }
        for cvc in ["12", "1234", "12a", "1 2"] {
            assert_eq!(check_cvc(cvc), Err(FieldCode::CvcForm), "{cvc}");
        }
    }
}
