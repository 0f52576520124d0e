//! Birth dates, and days that have come.

use portico_model::FieldCode;

use crate::pii::Pii;
use crate::time::CivilDate;

/// The age at which the platform takes somebody, in years.
const OF_AGE: i64 = 18;
/// Beyond this, in years, a birth date is a slip.
const OLDEST: i64 = 120;

/// A birth date of somebody who is of age on `today`. Who was born on 29 February is a year older on 1 March.
pub(crate) fn check_birth_date(text: &str, today: CivilDate) -> Result<&str, FieldCode> {
    let (text, date) = read_past(text, today)?;
    if years_later(date, OLDEST) < today {
        return Err(FieldCode::DateOutOfRange);
    }
    if years_later(date, OF_AGE) > today { Err(FieldCode::UnderAge) } else { Ok(text) }
}

/// A day that has come by `today`, in the form `YYYY-MM-DD`.
pub(crate) fn check_past_date(text: &str, today: CivilDate) -> Result<&str, FieldCode> {
    read_past(text, today).map(|(text, _)| text)
}

fn read_past(text: &str, today: CivilDate) -> Result<(&str, CivilDate), FieldCode> {
    let text = text.trim_ascii();
    if text.is_empty() {
        return Err(FieldCode::Required);
    }
    let date = CivilDate::parse(text).ok_or(FieldCode::DateForm)?;
    if !date.exists() {
        return Err(FieldCode::DateImpossible);
    }
    if date > today { Err(FieldCode::DateOutOfRange) } else { Ok((text, date)) }
}

/// `MM/DD/YYYY` of a day in the form `YYYY-MM-DD`.
pub(crate) fn in_us_form(date: &str) -> Pii<String> {
    let mut parts = date.split('-');
    let mut part = || parts.next().unwrap_or_default();
    let (year, month, day) = (part(), part(), part());
    Pii::new([month, "/", day, "/", year].concat())
}

/// The same day so many years later. 29 February may become a day that its year lacks: it sorts before 1 March.
const fn years_later(date: CivilDate, years: i64) -> CivilDate {
    CivilDate { year: date.year + years, ..date }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judges_birth_dates_by_the_day() {
        let today = CivilDate { year: 2026, month: 11, day: 21 };
        for (text, expected) in [
            ("2008-11-21", Ok("2008-11-21")),
            (" 1990-01-31 ", Ok("1990-01-31")),
            ("1906-11-21", Ok("1906-11-21")),
            ("2008-11-22", Err(FieldCode::UnderAge)),
            ("2026-11-21", Err(FieldCode::UnderAge)),
            ("2026-11-22", Err(FieldCode::DateOutOfRange)),
            ("1906-11-20", Err(FieldCode::DateOutOfRange)),
            ("0000-01-01", Err(FieldCode::DateOutOfRange)),
            ("1990-02-30", Err(FieldCode::DateImpossible)),
            ("1900-02-29", Err(FieldCode::DateImpossible)),
            ("1990-13-01", Err(FieldCode::DateImpossible)),
            ("", Err(FieldCode::Required)),
            ("01/31/1990", Err(FieldCode::DateForm)),
            ("1990-1-31", Err(FieldCode::DateForm)),
            ("1990-01-31T00:00:00Z", Err(FieldCode::DateForm)),
            ("19900131", Err(FieldCode::DateForm)),
        ] {
            assert_eq!(check_birth_date(text, today), expected, "{text}");
        }
    }

    #[test]
    fn a_day_that_has_come_is_any_until_today_and_is_written_as_the_other_platform_has_it() {
        let today = CivilDate { year: 2026, month: 11, day: 21 };
        for (text, expected) in [
            ("2026-11-21", Ok("11/21/2026")),
            (" 1789-04-30 ", Ok("04/30/1789")),
            ("2026-11-22", Err(FieldCode::DateOutOfRange)),
            ("2025-02-29", Err(FieldCode::DateImpossible)),
            ("04/30/2020", Err(FieldCode::DateForm)),
            (" ", Err(FieldCode::Required)),
        ] {
            let checked = check_past_date(text, today).map(in_us_form);
            assert_eq!(checked.as_ref().map(|date| date.expose().as_str()), expected.as_ref().copied(), "{text}");
        }
    }

    #[test]
    fn who_was_born_on_a_leap_day_comes_of_age_on_the_first_of_march() {
        let on = |day, month| check_birth_date("2008-02-29", CivilDate { year: 2026, month, day });
        assert_eq!(on(28, 2), Err(FieldCode::UnderAge));
        assert_eq!(on(1, 3), Ok("2008-02-29"));
    }
}
