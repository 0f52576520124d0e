//! Phone numbers.

use portico_model::FieldCode;

use crate::encoding::all_bytes;
use crate::pii::Pii;

/// A US number of ten digits in any form, or E.164: as E.164.
pub(crate) fn check_phone(text: &str) -> Result<Pii<String>, FieldCode> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    if !all_bytes(text, |byte| byte.is_ascii_digit() || b" -.()+/".contains(&byte)) {
        return Err(FieldCode::PhoneForm);
    }
    let (international, rest) = match text.strip_prefix('+') {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    if rest.contains('+') {
        return Err(FieldCode::PhoneForm);
    }
    let mut number = String::with_capacity(16);
    number.push('+');
    number.extend(rest.chars().filter(char::is_ascii_digit));
    if !international && number.len() == 11 {
        number.insert(1, '1');
    }
    let number = Pii::new(number);
    // Exposed to be looked at; it goes on as part of the person's contact data.
    let digits = number.expose().as_bytes().get(1..).unwrap_or_default();
    let fits = match digits {
        // North America: area and exchange begin with 2 to 9.
        [b'1', area, _, _, exchange, _, _, _, _, _, _] => *area >= b'2' && *exchange >= b'2',
        [b'0' | b'1', ..] => false,
        _ => international && (8..=15).contains(&digits.len()),
    };
    if fits { Ok(number) } else { Err(FieldCode::PhoneForm) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_us_numbers_and_e_164_as_e_164() {
        for (text, number) in [
            ("5125550143", "+15125550143"),
            ("(512) 555-0143", "+15125550143"),
            ("512.555.0143", "+15125550143"),
            ("1 512 555 0143", "+15125550143"),
            (" +1-512-555-0143 ", "+15125550143"),
            ("+44 20 7946 0958", "+442079460958"),
        ] {
            assert_eq!(check_phone(text).unwrap().expose(), number);
        }
    }

    #[test]
    fn refuses_other_texts() {
        assert_eq!(check_phone("").err(), Some(FieldCode::Required));
        for text in [
            "555-0143",
            "512555014",
            "51255501434",
            "0125550143",
            "5120550143",
            "+05125550143",
            "+1512555014",
            "++15125550143",
            "5125550143x1",
            "+1234567",
            "+1234567890123456",
            "()",
            "442079460958",
            "٥١٢٥٥٥٠١٤٣",
        ] {
            assert_eq!(check_phone(text).err(), Some(FieldCode::PhoneForm), "{text}");
        }
    }
}
