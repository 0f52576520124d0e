//! Employer identification numbers.

use portico_model::FieldCode;

use crate::encoding::all_bytes;
use crate::pii::Pii;

/// Nine digits, written plainly or as 2-7 with a hyphen. None begins with 00.
pub(crate) fn check_ein(text: &str) -> Result<Pii<String>, FieldCode> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    let (prefix, rest) = text.split_at_checked(2).ok_or(FieldCode::EinForm)?;
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let are_digits = |part: &str| all_bytes(part, |byte| byte.is_ascii_digit());
    let fits = rest.len() == 7 && prefix != "00" && are_digits(prefix) && are_digits(rest);
    if fits { Ok(Pii::new([prefix, rest].concat())) } else { Err(FieldCode::EinForm) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_nine_digits_with_or_without_their_hyphen_and_nothing_else() {
        for text in ["123456789", "12-3456789", " 12-3456789 "] {
            assert_eq!(check_ein(text).unwrap().expose(), "123456789");
        }
        assert_eq!(check_ein(" ").err(), Some(FieldCode::Required));
        for text in
            ["12345678", "1234567890", "123-456789", "12--3456789", "00-3456789", "12-345678x", "1é3456789", "1"]
        {
            assert_eq!(check_ein(text).err(), Some(FieldCode::EinForm), "{text}");
        }
    }
}
