//! The rules by their names, as the table of calls has them.

use portico_model::FieldCode;

use super::address::{check_country, check_line, check_postal_code};
use super::birth_date::{check_birth_date, check_past_date, in_us_form};
use super::card::{check_cvc, check_pin};
use super::ein::check_ein;
use super::email::check_email;
use super::name::check_name;
use super::passport::{check_non_us_passport, check_passport};
use super::phone::check_phone;
use super::ssn::check_ssn;
use super::state::check_state;
use crate::call::Now;
use crate::encoding::all_bytes;
use crate::pii::Pii;

/// The text in the wire's form: trimmed, digits without separators, phone in E.164, state in capitals.
///
/// # Errors
/// How it breaks the `rule`.
pub(crate) fn check(rule: &str, text: &str, now: Now) -> Result<Pii<String>, FieldCode> {
    let checked = match rule {
        "name" => check_name(text)?,
        "email" => check_email(text)?,
        "phone" => return check_phone(text),
        "line" => check_line(text)?,
        "state" => check_state(text)?,
        "postal_code" => return check_postal_code(text),
        "country" => check_country(text)?,
        "birth_date" => check_birth_date(text, now.today())?,
        "dob" => return Ok(in_us_form(check_birth_date(text, now.today())?)),
        "past_date" => return Ok(in_us_form(check_past_date(text, now.today())?)),
        "ein" => return check_ein(text),
        "passport" => return check_passport(text),
        "non_us_passport" => return check_non_us_passport(text),
        "cvc" => check_cvc(text)?,
        "pin" => check_pin(text)?,
        "sha256" if is_sha256(text) => text,
        "sha256" => return Err(FieldCode::WrongType),
        // Another type of government id is wrong by itself.
        _ => return check_ssn(text),
    };
    Ok(checked.into())
}

/// One of `words`, which stand apart by `|`.
///
/// # Errors
/// When it is none of them.
pub(crate) fn check_word(words: &str, text: &str) -> Result<Pii<String>, FieldCode> {
    match text {
        "" => Err(FieldCode::Required),
        text if words.split('|').any(|word| word == text) => Ok(text.into()),
        _ => Err(FieldCode::OptionUnknown),
    }
}

/// Whether a text is a SHA-256 in lower-case hex.
pub(crate) fn is_sha256(text: &str) -> bool {
    text.len() == 64 && all_bytes(text, |byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}
