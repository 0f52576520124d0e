//! Rules of single values, in this platform's forms.

use std::net::IpAddr;

use jiff::{ToSpan, civil::DateTime};
use portico_model::{FieldCode, netspend::GovernmentIdType};
use serde_json::Value;

use super::{
    date::{DateFault, parse_date, parse_time},
    field::Fault,
};
use crate::domain::{fields, government_id, states::is_state};

type Judged = Result<(), Fault>;

const MAX_TEXT: usize = 100;
const MAX_PAIRS: usize = 20;
const EIN_FORM: &str = "An EIN has nine digits, with or without a hyphen after the second.";
const SSN_FORM: &str = "An SSN has nine digits, with or without hyphens.";
const DATE_FORM: &str = "A date is written MM/DD/YYYY.";
const TIME_FORM: &str = "A time is written MM/DD/YYYY or MM/DD/YYYY HH:mm:ss.";
const IMPOSSIBLE: &str = "The calendar does not have this date.";
const FUTURE: &str = "This date has not come yet.";

/// Text of any kind: not blank, not endless, no control characters.
pub(crate) fn text(value: &Value, _: DateTime) -> Judged {
    let text = string(value)?;
    broken(match text.trim() {
        "" => Some("This field is blank."),
        text if text.chars().count() > MAX_TEXT => Some(FieldCode::TooLong.detail()),
        text if text.chars().any(char::is_control) => Some("This field has control characters."),
        _ => None,
    })
}

/// A name of a person or a city.
pub(crate) fn name(value: &Value, _: DateTime) -> Judged {
    coded(fields::check_name(string(value)?))
}

/// A partner's id: stands in a path, so what a path can't hold is left out.
pub(crate) fn external_id(value: &Value, _: DateTime) -> Judged {
    let text = string(value)?;
    let fits = (1..=MAX_TEXT).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'/');
    broken((!fits).then_some("An externalId has 1 to 100 printable ASCII characters without spaces and slashes."))
}

/// Nine digits, or `ddd-dd-dddd`, of a number that was ever issued.
pub(crate) fn ssn(value: &Value, _: DateTime) -> Judged {
    let digits = hyphenless(string(value)?, &[3, 2, 4]).ok_or(Fault::Broken(SSN_FORM))?;
    coded(government_id::check(GovernmentIdType::Ssn, &digits))
}

/// Nine digits, or `dd-ddddddd`. No EIN begins with 00.
pub(crate) fn ein(value: &Value, _: DateTime) -> Judged {
    let digits = hyphenless(string(value)?, &[2, 7]).ok_or(Fault::Broken(EIN_FORM))?;
    broken(digits.starts_with("00").then_some("This number is never issued as an EIN."))
}

/// The digits of a number that may have hyphens between groups of these sizes, all of them or none.
pub(crate) fn hyphenless(text: &str, groups: &[usize]) -> Option<String> {
    let is_grouped = text.split('-').map(str::len).eq(groups.iter().copied());
    let digits = if is_grouped { text.replace('-', "") } else { text.to_owned() };
    is_digits(&digits, groups.iter().sum()).then_some(digits)
}

fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A birth date of someone of age.
pub(crate) fn birth_date(value: &Value, now: DateTime) -> Judged {
    let date = parse_date(string(value)?).map_err(|fault| date_fault(fault, DATE_FORM))?;
    coded(fields::check_birth_date(&date.to_string(), now.date()))
}

/// A day that has come.
pub(crate) fn past_date(value: &Value, now: DateTime) -> Judged {
    let date = parse_date(string(value)?).map_err(|fault| date_fault(fault, DATE_FORM))?;
    broken((date > now.date()).then_some(FUTURE))
}

/// A time that has come anywhere on earth: the forms have no zone.
pub(crate) fn past_time(value: &Value, now: DateTime) -> Judged {
    let time = parse_time(string(value)?).map_err(|fault| date_fault(fault, TIME_FORM))?;
    broken((time > now.saturating_add(14.hours())).then_some(FUTURE))
}

/// A state's two-letter code.
pub(crate) fn state(value: &Value, _: DateTime) -> Judged {
    coded((!is_state(string(value)?)).then_some(FieldCode::StateUnknown))
}

/// ZIP or ZIP+4.
pub(crate) fn zip(value: &Value, _: DateTime) -> Judged {
    let text = string(value)?;
    let fits = is_digits(text, 5) || (text.contains('-') && hyphenless(text, &[5, 4]).is_some());
    coded((!fits).then_some(FieldCode::PostalCodeForm))
}

/// Ten digits, or E.164.
pub(crate) fn phone(value: &Value, _: DateTime) -> Judged {
    coded(fields::check_phone(string(value)?))
}

/// A mailbox at a domain.
pub(crate) fn email(value: &Value, _: DateTime) -> Judged {
    coded(fields::check_email(string(value)?))
}

/// True or false, as JSON has it.
pub(crate) fn flag(value: &Value, _: DateTime) -> Judged {
    value.is_boolean().then_some(()).ok_or(Fault::WrongType)
}

/// An id of the platform's.
pub(crate) fn id(value: &Value, _: DateTime) -> Judged {
    value.as_i64().filter(|id| *id > 0).map(|_| ()).ok_or(Fault::WrongType)
}

/// 0 to 100.
pub(crate) fn percentage(value: &Value, _: DateTime) -> Judged {
    let number = value.as_f64().ok_or(Fault::WrongType)?;
    broken((!(0.0..=100.0).contains(&number)).then_some("A percentage is a number from 0 to 100."))
}

/// An address of the internet protocol, version 4 or 6.
pub(crate) fn ip_address(value: &Value, _: DateTime) -> Judged {
    let parsed = string(value)?.parse::<IpAddr>();
    broken(parsed.is_err().then_some("An IP address is written as in 203.0.113.7 or 2001:db8::7."))
}

/// Base64 of a file. What it holds is judged later.
pub(crate) fn content(value: &Value, _: DateTime) -> Judged {
    broken(string(value)?.is_empty().then_some("The document has no content."))
}

/// Any destination of money: the sandbox moves none.
pub(crate) fn any(_: &Value, _: DateTime) -> Judged {
    Ok(())
}

/// Up to 20 pairs of the partner's own.
pub(crate) fn pairs(value: &Value, now: DateTime) -> Judged {
    let pairs = value.as_object().ok_or(Fault::WrongType)?;
    let fits = pairs.len() <= MAX_PAIRS
        && pairs.iter().all(|(name, value)| {
            (1..=MAX_TEXT).contains(&name.len())
                && (value.is_boolean() || value.is_number() || text(value, now).is_ok())
        });
    broken((!fits).then_some("metaData has up to 20 pairs of short texts, numbers or booleans."))
}

/// Up to 20 words of the partner's own.
pub(crate) fn words(value: &Value, now: DateTime) -> Judged {
    let words = value.as_array().ok_or(Fault::WrongType)?;
    let fits = words.len() <= MAX_PAIRS && words.iter().all(|word| text(word, now).is_ok());
    broken((!fits).then_some("tags has up to 20 short texts."))
}

fn string(value: &Value) -> Result<&str, Fault> {
    value.as_str().ok_or(Fault::WrongType)
}

fn broken(text: Option<&'static str>) -> Judged {
    text.map_or(Ok(()), |text| Err(Fault::Broken(text)))
}

fn coded(code: Option<FieldCode>) -> Judged {
    broken(code.map(FieldCode::detail))
}

const fn date_fault(fault: DateFault, form: &'static str) -> Fault {
    match fault {
        DateFault::Form => Fault::Broken(form),
        DateFault::Impossible => Fault::Broken(IMPOSSIBLE),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: DateTime = DateTime::constant(2027, 1, 15, 8, 0, 0, 0);

    type Row = (&'static str, fn(&Value, DateTime) -> Judged, Value, bool);

    #[test]
    fn take_what_the_platform_s_forms_allow_and_nothing_else() {
        let table: Vec<Row> = vec![
            ("ssn", ssn, json!("219091234"), true),
            ("ssn", ssn, json!("219-09-1234"), true),
            ("ssn", ssn, json!("2190-91234"), false),
            ("ssn", ssn, json!("219-091234"), false),
            ("ssn", ssn, json!("21909123"), false),
            ("ssn", ssn, json!("21909123a"), false),
            ("ssn", ssn, json!("000-09-1234"), false),
            ("ssn", ssn, json!("666-09-1234"), false),
            ("ssn", ssn, json!("900-09-1234"), false),
            ("ssn", ssn, json!("219-00-1234"), false),
            ("ssn", ssn, json!("219-09-0000"), false),
            ("ssn", ssn, json!(219_091_234), false),
            ("ein", ein, json!("12-3456789"), true),
            ("ein", ein, json!("123456789"), true),
            ("ein", ein, json!("123-456789"), false),
            ("ein", ein, json!("00-3456789"), false),
            ("dob", birth_date, json!("05/17/1990"), true),
            ("dob", birth_date, json!("1990-05-17"), false),
            ("dob", birth_date, json!("01/15/2009"), true),
            ("dob", birth_date, json!("01/16/2009"), false),
            ("dob", birth_date, json!("02/30/1990"), false),
            ("incorporation", past_date, json!("01/15/2027"), true),
            ("incorporation", past_date, json!("01/16/2027"), false),
            ("accepted", past_time, json!("01/15/2027 07:59:59"), true),
            ("accepted", past_time, json!("01/15/2027"), true),
            ("accepted", past_time, json!("01/16/2027"), false),
            ("zip", zip, json!("78701"), true),
            ("zip", zip, json!("78701-0001"), true),
            ("zip", zip, json!("787010001"), false),
            ("zip", zip, json!("78701-001"), false),
            ("zip", zip, json!("7870"), false),
            ("state", state, json!("TX"), true),
            ("state", state, json!("Texas"), false),
            ("phone", phone, json!("5125550123"), true),
            ("phone", phone, json!("555"), false),
            ("email", email, json!("ada@example.com"), true),
            ("email", email, json!("ada"), false),
            ("flag", flag, json!(false), true),
            ("flag", flag, json!("true"), false),
            ("id", id, json!(4_213_479), true),
            ("id", id, json!("4213479"), false),
            ("id", id, json!(0), false),
            ("percentage", percentage, json!(33.4), true),
            ("percentage", percentage, json!(100.5), false),
            ("ip", ip_address, json!("203.0.113.7"), true),
            ("ip", ip_address, json!("2001:db8::7"), true),
            ("ip", ip_address, json!("203.0.113"), false),
            ("external id", external_id, json!("crm-1:7"), true),
            ("external id", external_id, json!("a/b"), false),
            ("external id", external_id, json!(""), false),
            ("pairs", pairs, json!({"a": 1}), true),
            ("pairs", pairs, json!({"a": {}}), false),
            ("words", words, json!(["a"]), true),
            ("words", words, json!([1]), false),
            ("text", text, json!(" "), false),
            ("text", text, json!("a\nb"), false),
        ];
        for (rule, judge, value, fits) in table {
            assert_eq!(judge(&value, NOW).is_ok(), fits, "{rule} {value}");
        }
    }
}
