//! Postal addresses.

use portico_model::FieldCode;

use super::input::AddressInput;
use super::name::check_name;
use super::state::check_state;
use super::wrong::{Form, Wrong, needed, optional};
use crate::encoding::all_bytes;
use crate::json::ObjectText;
use crate::pii::Pii;

/// Longest line, in characters.
const LONGEST_LINE: usize = 100;

/// The wire's text of an address in the US. All that is wrong is noted under `address.`: then it is none.
pub(crate) fn check_address(input: &AddressInput, wrong: &mut Wrong) -> String {
    // Exposed to be checked: an address is contact data, and goes on clear in the bodies of its own calls.
    let line2 = optional(input.line2.as_ref().map(read), LONGEST_LINE).and_then(plain);
    let postal_code = check_postal_code(input.postal_code.expose());
    Form { members: ObjectText::new(), wrong }
        .text("line1", "address.line1", check_line(input.line1.expose()))
        .optional("line2", "address.line2", line2)
        .text("city", "address.city", check_name(input.city.expose()))
        .text("state", "address.state", check_state(input.state.expose()))
        .text("postal_code", "address.postalCode", postal_code.as_deref().map_err(|code| *code))
        .text("country", "address.country", check_country(input.country.as_ref().map(read)))
        .members
        .end()
}

fn read(text: &Pii<String>) -> &str {
    text.expose()
}

fn check_line(text: &str) -> Result<&str, FieldCode> {
    needed(text, LONGEST_LINE).and_then(|text| plain(Some(text)).map(|_| text))
}

fn plain(text: Option<&str>) -> Result<Option<&str>, FieldCode> {
    let has_controls = text.is_some_and(|text| text.chars().any(|letter| letter < ' ' || letter == '\u{7f}'));
    if has_controls { Err(FieldCode::WrongType) } else { Ok(text) }
}

/// ZIP or ZIP+4; the nine digits may come without their hyphen.
fn check_postal_code(text: &str) -> Result<String, FieldCode> {
    let text = text.trim_ascii();
    let are_digits = |part: &str, count| part.len() == count && all_bytes(part, |byte| byte.is_ascii_digit());
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    if are_digits(text, 5) {
        return Ok(text.to_owned());
    }
    let (zip, plus4) = text.split_at_checked(5).ok_or(FieldCode::PostalCodeForm)?;
    let plus4 = plus4.strip_prefix('-').unwrap_or(plus4);
    if are_digits(zip, 5) && are_digits(plus4, 4) {
        Ok([zip, "-", plus4].concat())
    } else {
        Err(FieldCode::PostalCodeForm)
    }
}

fn check_country(text: Option<&str>) -> Result<&'static str, FieldCode> {
    match text.map(str::trim_ascii) {
        None | Some("") => Ok("US"),
        Some(country) if country.eq_ignore_ascii_case("US") => Ok("US"),
        Some(_) => Err(FieldCode::CountryUnsupported),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fault::FieldFault;

    fn address(fields: [&str; 6]) -> AddressInput {
        let [line1, line2, city, state, postal_code, country] = fields;
        AddressInput {
            line1: line1.into(),
            line2: Some(line2.into()),
            city: city.into(),
            state: state.into(),
            postal_code: postal_code.into(),
            country: Some(country.into()),
        }
    }

    fn codes(input: &AddressInput) -> Vec<(String, String)> {
        let mut wrong = Wrong::default();
        check_address(input, &mut wrong);
        wrong
            .end()
            .unwrap_err()
            .errors
            .clone()
            .into_iter()
            .map(|FieldFault { field, code, .. }| (field, code.into_owned()))
            .collect()
    }

    #[test]
    fn writes_an_address_in_the_form_of_the_wire() {
        let mut wrong = Wrong::default();
        let input = address([" 1 Main St ", " ", "Austin", "tx", "787011234", ""]);
        let address = check_address(&input, &mut wrong);
        wrong.end().unwrap();
        let expected =
            r#"{"line1":"1 Main St","city":"Austin","state":"TX","postal_code":"78701-1234","country":"US"}"#;
        assert_eq!(address, expected);
    }

    #[test]
    fn notes_all_that_is_wrong_at_once() {
        assert_eq!(
            codes(&address(["", &"x".repeat(101), "a\tb", "ZZ", "1234", "CA"])),
            [
                ("address.line1", "required"),
                ("address.line2", "too_long"),
                ("address.city", "name_form"),
                ("address.state", "state_unknown"),
                ("address.postalCode", "postal_code_form"),
                ("address.country", "country_unsupported"),
            ]
            .map(|(field, code)| (field.to_owned(), code.to_owned()))
        );
    }

    #[test]
    fn takes_zip_and_zip_plus_4_alone() {
        assert_eq!(check_postal_code("78701").unwrap(), "78701");
        assert_eq!(check_postal_code(" 78701-0001 ").unwrap(), "78701-0001");
        for text in ["7870", "787011", "78701-", "78701-123", "78701 1234", "7870a", "７８７０１", "-87011234"] {
            assert_eq!(check_postal_code(text), Err(FieldCode::PostalCodeForm), "{text}");
        }
        assert_eq!(check_postal_code(""), Err(FieldCode::Required));
    }
}
