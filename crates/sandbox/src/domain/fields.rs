//! Rules of single fields. The SDK checks the same rules first; here they count.

use jiff::civil::Date;
use portico_model::{ErrorCode, FieldCode, FieldError, netspend::Address};

use super::{states::is_state, zip_codes};

const MAX_NAME: usize = 80;
const MAX_LINE: usize = 100;
const OLDEST: i16 = 120;
const OF_AGE: i16 = 18;
const PROVINCES: [&str; 13] = ["AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT"];

/// Collects what is wrong, by pointer.
#[derive(Debug, Default)]
pub(crate) struct Errors(Vec<FieldError>);

impl Errors {
    /// Notes `code` at `pointer`, if there is one.
    pub(crate) fn note(&mut self, pointer: &str, code: Option<FieldCode>) {
        self.0.extend(code.map(|code| FieldError::new(pointer, code)));
    }

    /// All of them, in the order in which they were noted.
    pub(crate) fn into_list(self) -> Vec<FieldError> {
        self.0
    }
}

/// A name of a person or a city: letters of any script, and what joins them.
pub(crate) fn check_name(name: &str) -> Option<FieldCode> {
    if name.trim().is_empty() {
        return Some(FieldCode::Required);
    }
    if name.chars().count() > MAX_NAME {
        return Some(FieldCode::TooLong);
    }
    // A mark such as a combining accent is no letter by itself, but belongs to one.
    let joins = |letter: char| matches!(letter, ' ' | '-' | '\'' | '’' | '.' | '\u{300}'..='\u{36f}');
    let fits =
        name.chars().all(|letter| letter.is_alphabetic() || joins(letter)) && name.chars().any(char::is_alphabetic);
    (!fits).then_some(FieldCode::NameForm)
}

/// A birth date, `YYYY-MM-DD`, seen from `today`.
pub(crate) fn check_birth_date(text: &str, today: Date) -> Option<FieldCode> {
    if text.trim().is_empty() {
        return Some(FieldCode::Required);
    }
    let [year, month, day] = match text.as_bytes() {
        [_, _, _, _, b'-', _, _, b'-', _, _] if text.is_ascii() => [text.get(0..4), text.get(5..7), text.get(8..10)]
            .map(|part| {
                part.filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
                    .and_then(|part| part.parse::<i16>().ok())
            }),
        _ => return Some(FieldCode::DateForm),
    };
    let (Some(year), Some(month), Some(day)) = (year, month, day) else {
        return Some(FieldCode::DateForm);
    };
    let (Ok(month), Ok(day)) = (i8::try_from(month), i8::try_from(day)) else {
        return Some(FieldCode::DateImpossible);
    };
    let Ok(birth) = Date::new(year, month, day) else {
        return Some(FieldCode::DateImpossible);
    };
    // Years lived: one less until this year's birthday. Someone born on 29 February comes of age on 1 March.
    let had_birthday = (today.month(), today.day()) >= (birth.month(), birth.day());
    let age = today.year() - birth.year() - i16::from(!had_birthday);
    let is_past = age > OLDEST || (age == OLDEST && (birth.month(), birth.day()) != (today.month(), today.day()));
    if birth > today || is_past {
        return Some(FieldCode::DateOutOfRange);
    }
    (age < OF_AGE).then_some(FieldCode::UnderAge)
}

/// A mailbox at a domain.
pub(crate) fn check_email(text: &str) -> Option<FieldCode> {
    if text.trim().is_empty() {
        return Some(FieldCode::Required);
    }
    if text.len() > 254 {
        return Some(FieldCode::TooLong);
    }
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_word = |label: &str| label.len() >= 2 && label.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_top = |label: &str| is_word(label) || label.starts_with("xn--");
    let fits = text.rsplit_once('@').is_some_and(|(mailbox, domain)| {
        (1..=64).contains(&mailbox.len())
            && mailbox.split('.').all(|part| !part.is_empty())
            && mailbox.chars().all(|letter| letter.is_ascii_alphanumeric() || ".!#$%&'*+-/=?^_`{|}~".contains(letter))
            && domain.rsplit_once('.').is_some_and(|(_, top)| is_top(top))
            && domain.split('.').all(label)
    });
    (!fits).then_some(FieldCode::EmailForm)
}

/// A US number of ten digits, or E.164.
pub(crate) fn check_phone(text: &str) -> Option<FieldCode> {
    if text.trim().is_empty() {
        return Some(FieldCode::Required);
    }
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_us = |digits: &str| {
        digits.len() == 10
            && is_digits(digits)
            && !digits.starts_with(['0', '1'])
            && !digits.get(3..).is_some_and(|line| line.starts_with(['0', '1']))
    };
    let fits = match text.strip_prefix('+') {
        Some(number) => match number.strip_prefix('1') {
            Some(us) => is_us(us),
            None => is_digits(number) && (7..=15).contains(&number.len()) && !number.starts_with('0'),
        },
        None => is_us(text),
    };
    (!fits).then_some(FieldCode::PhoneForm)
}

/// A number that [`check_phone`] took, in E.164.
pub(crate) fn to_e164(number: String) -> String {
    if number.starts_with('+') { number } else { format!("+1{number}") }
}

/// A PIN, a CVC: exactly `count` digits, or `code`.
pub(crate) fn check_digits(text: &str, count: usize, code: FieldCode) -> Option<FieldCode> {
    match text.trim() {
        "" => Some(FieldCode::Required),
        _ => (!is_digits(text, count)).then_some(code),
    }
}

/// Exactly `count` digits.
pub(crate) fn is_digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A postal address under `pointer`. Some addresses have a code of their own instead of field errors.
pub(crate) fn check_address(address: &Address, pointer: &str, errors: &mut Errors) -> Result<(), ErrorCode> {
    if is_canadian(address) {
        return Err(ErrorCode::AddressCanadianNotAllowed);
    }
    let lines = [Some(&address.line1), address.line2.as_ref()];
    if lines.into_iter().flatten().any(|line| line.trim().to_ascii_lowercase().starts_with("general delivery")) {
        return Err(ErrorCode::AddressGeneralDeliveryNotAllowed);
    }
    let line = |text: &str| match text.trim() {
        "" => Some(FieldCode::Required),
        text if text.chars().count() > MAX_LINE => Some(FieldCode::TooLong),
        text if text.chars().any(char::is_control) => Some(FieldCode::WrongType),
        _ => None,
    };
    let mut note = |member: &str, code| errors.note(&format!("{pointer}/{member}"), code);
    note("line1", line(&address.line1));
    note("line2", address.line2.as_deref().and_then(line));
    note("city", check_name(&address.city));
    note("state", check_code(&address.state, is_state, FieldCode::StateUnknown));
    note("postal_code", check_postal_code(&address.postal_code));
    note("country", check_code(&address.country, |country| country == "US", FieldCode::CountryUnsupported));
    let parts_are_known = is_state(&address.state) && check_postal_code(&address.postal_code).is_none();
    if parts_are_known && !zip_codes::fits(&address.postal_code, &address.state) {
        return Err(ErrorCode::AddressHasComponentMismatch);
    }
    Ok(())
}

/// By its country, or by a province and a postal code that only Canada has.
fn is_canadian(address: &Address) -> bool {
    let compact: String = address.postal_code.chars().filter(|letter| *letter != ' ').collect();
    let is_code = compact.len() == 6
        && compact
            .bytes()
            .enumerate()
            .all(|(index, byte)| if index % 2 == 0 { byte.is_ascii_alphabetic() } else { byte.is_ascii_digit() });
    address.country == "CA" || (is_code && PROVINCES.contains(&address.state.as_str()))
}

/// One of a list of codes.
fn check_code(text: &str, is_known: impl Fn(&str) -> bool, code: FieldCode) -> Option<FieldCode> {
    match text.trim() {
        "" => Some(FieldCode::Required),
        _ => (!is_known(text)).then_some(code),
    }
}

/// ZIP or ZIP+4.
fn check_postal_code(text: &str) -> Option<FieldCode> {
    if text.trim().is_empty() {
        return Some(FieldCode::Required);
    }
    let fits = match text.split_once('-') {
        Some((zip, plus)) => is_digits(zip, 5) && is_digits(plus, 4),
        None => is_digits(text, 5),
    };
    (!fits).then_some(FieldCode::PostalCodeForm)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2027, 3, 1);

    #[test]
    fn knows_who_is_of_age_today() {
        for (text, code) in [
            ("2009-03-01", None),
            ("2009-03-02", Some(FieldCode::UnderAge)),
            ("2027-03-01", Some(FieldCode::UnderAge)),
            ("2027-03-02", Some(FieldCode::DateOutOfRange)),
            ("1907-03-01", None),
            ("1906-03-01", Some(FieldCode::DateOutOfRange)),
            ("2008-02-29", None),
        ] {
            assert_eq!(check_birth_date(text, TODAY), code, "{text}");
        }
        let leap_day = check_birth_date("2008-02-29", Date::constant(2026, 2, 28));
        assert_eq!(leap_day, Some(FieldCode::UnderAge));
    }

    #[test]
    fn tells_impossible_dates_from_other_forms() {
        for text in ["1990-02-30", "1990-13-01", "1990-00-10", "1990-01-00", "1900-02-29"] {
            assert_eq!(check_birth_date(text, TODAY), Some(FieldCode::DateImpossible), "{text}");
        }
        for text in ["1990-1-01", "01/02/1990", "1990-01-01T00:00", "19900101", "+990-01-01", "1990-0x-01", "１９90-01"]
        {
            assert_eq!(check_birth_date(text, TODAY), Some(FieldCode::DateForm), "{text}");
        }
    }

    #[test]
    fn takes_names_of_many_scripts_and_refuses_what_is_none() {
        for name in ["Ada", "O'Brien", "Jean-Luc", "José", "Jose\u{301}", "李", "St. John", "D’Arcy"] {
            assert_eq!(check_name(name), None, "{name}");
        }
        for (name, code) in [
            ("", FieldCode::Required),
            ("  ", FieldCode::Required),
            ("R2D2", FieldCode::NameForm),
            ("-", FieldCode::NameForm),
            ("a\nb", FieldCode::NameForm),
            ("<b>", FieldCode::NameForm),
        ] {
            assert_eq!(check_name(name), Some(code), "{name:?}");
        }
        assert_eq!(check_name(&"a".repeat(81)), Some(FieldCode::TooLong));
    }

    #[test]
    fn knows_mailboxes_and_numbers() {
        for text in ["a@b.co", "first.last+tag@mail.example.com", "o'b@xn--mller-kva.de"] {
            assert_eq!(check_email(text), None, "{text}");
        }
        for text in ["a", "a@b", "@b.co", "a@", "a@b..co", "a b@c.de", ".a@b.co", "a@-b.co", "jörg@müller.de"] {
            assert_eq!(check_email(text), Some(FieldCode::EmailForm), "{text}");
        }
        for text in ["5125550123", "+15125550123", "+442071838750"] {
            assert_eq!(check_phone(text), None, "{text}");
        }
        for text in
            ["512555012", "1125550123", "5121550123", "+1512555012", "(512) 555-0123", "+0123456789", "５１２5550"]
        {
            assert_eq!(check_phone(text), Some(FieldCode::PhoneForm), "{text}");
        }
    }

    #[test]
    fn names_each_wrong_part_of_an_address() {
        let good = Address {
            line1: "12 Mill Lane".into(),
            line2: None,
            city: "Austin".into(),
            state: "TX".into(),
            postal_code: "78701-0001".into(),
            country: "US".into(),
        };
        let pointers = |address: &Address| {
            let mut errors = Errors::default();
            check_address(address, "/address", &mut errors)
                .map(|()| errors.into_list().into_iter().map(|error| error.pointer).collect::<Vec<_>>())
        };
        assert_eq!(pointers(&good), Ok(vec![]));
        let bad = Address { state: "tx".into(), postal_code: "7870".into(), country: "DE".into(), ..good.clone() };
        assert_eq!(pointers(&bad).unwrap(), ["/address/state", "/address/postal_code", "/address/country"]);
        let canadian = Address { country: "CA".into(), ..good.clone() };
        assert_eq!(pointers(&canadian), Err(ErrorCode::AddressCanadianNotAllowed));
        let ottawa = Address { state: "ON".into(), postal_code: "K1A 0B1".into(), ..good.clone() };
        assert_eq!(pointers(&ottawa), Err(ErrorCode::AddressCanadianNotAllowed));
        let elsewhere = Address { state: "CA".into(), ..good.clone() };
        assert_eq!(pointers(&elsewhere), Err(ErrorCode::AddressHasComponentMismatch));
        let general = Address { line1: "General Delivery".into(), ..good };
        assert_eq!(pointers(&general), Err(ErrorCode::AddressGeneralDeliveryNotAllowed));
    }
}
