//! Times and civil dates, as far as the wire has them. No time zones, no locale.

#[cfg(feature = "native")]
mod reader;

#[cfg(feature = "native")]
pub(crate) use self::reader::read_ms;
use crate::encoding::decimal;
use crate::ports::Clock;

const DAY_SECONDS: i64 = 86_400;

/// A day of the Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct CivilDate {
    /// 0 to 9999.
    pub(crate) year: i64,
    /// 1 to 12.
    pub(crate) month: i64,
    /// 1 to 31.
    pub(crate) day: i64,
}

impl CivilDate {
    /// The day of an instant in UTC.
    pub(crate) fn of_unix_seconds(seconds: i64) -> Self {
        // Days are counted from 1 March of year 0, so that the leap day is the last of its year; 400 years repeat.
        let days = seconds.div_euclid(DAY_SECONDS) + 719_468;
        let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month_from_march = (5 * day_of_year + 2) / 153;
        let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
        Self {
            year: year_of_era + era * 400 + i64::from(month <= 2),
            month,
            day: day_of_year - (153 * month_from_march + 2) / 5 + 1,
        }
    }

    /// Whether the calendar has this day.
    pub(crate) fn exists(self) -> bool {
        (1..=12).contains(&self.month) && self.day >= 1 && self.day <= days_in_month(self.year, self.month)
    }

    /// Reads `YYYY-MM-DD`, whether or not the calendar has that day. `None` for any other form.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut digits = Digits(text.as_bytes());
        let year = digits.number(4)?;
        digits.literal(b'-')?;
        let month = digits.number(2)?;
        digits.literal(b'-')?;
        let day = digits.number(2)?;
        digits.0.is_empty().then_some(Self { year, month, day })
    }
}

fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The RFC 3339 form of milliseconds since 1970, in UTC, to the second.
pub(crate) fn write_rfc3339(milliseconds: i64) -> String {
    let seconds = milliseconds.div_euclid(1000);
    let date = CivilDate::of_unix_seconds(seconds);
    let of_day = seconds.rem_euclid(DAY_SECONDS);
    let mut text = String::with_capacity(20);
    for (number, width, after) in [
        (date.year, 4, '-'),
        (date.month, 2, '-'),
        (date.day, 2, 'T'),
        (of_day / 3600, 2, ':'),
        (of_day / 60 % 60, 2, ':'),
        (of_day % 60, 2, 'Z'),
    ] {
        let digits = decimal(number);
        for _ in digits.len()..width {
            text.push('0');
        }
        text.push_str(&digits);
        text.push(after);
    }
    text
}

/// Milliseconds since 1970 of a time off the wire, by the page's own reader. `None` for what is no time.
pub(crate) fn milliseconds_of(clock: &impl Clock, text: &str) -> Option<i64> {
    let milliseconds = clock.read_ms(text);
    milliseconds.is_finite().then(|| truncate(milliseconds))
}

/// Whole milliseconds of a port's clock; 0 for what is no time.
pub(crate) fn whole_milliseconds(milliseconds: f64) -> i64 {
    if milliseconds.is_finite() { truncate(milliseconds).max(0) } else { 0 }
}

#[allow(
    clippy::as_conversions,
    reason = "there is no other way but one that takes half a kilobyte of wasm; it saturates"
)]
const fn truncate(number: f64) -> i64 {
    number as i64
}

/// Takes a text apart from its front.
struct Digits<'a>(&'a [u8]);

impl Digits<'_> {
    fn number(&mut self, width: usize) -> Option<i64> {
        let (digits, rest) = self.0.split_at_checked(width)?;
        let mut number = 0;
        for digit in digits {
            number = number * 10 + i64::from(digit.is_ascii_digit().then(|| digit - b'0')?);
        }
        self.0 = rest;
        Some(number)
    }

    fn literal(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_times_of_rfc_3339() {
        assert_eq!(write_rfc3339(1_795_238_229_999), "2026-11-21T05:17:09Z");
        assert_eq!(write_rfc3339(-1000), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn every_day_of_five_centuries_comes_back_and_follows_the_one_before() {
        let mut before = CivilDate::of_unix_seconds(-DAY_SECONDS * 100_001);
        for day in -100_000..100_000 {
            let date = CivilDate::of_unix_seconds(day * DAY_SECONDS);
            assert!(date.exists() && date > before, "{date:?}");
            before = date;
        }
    }

    #[test]
    fn knows_the_leap_years() {
        for (text, exists) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("1900-02-29", false),
            ("2000-02-29", true),
            ("2023-04-31", false),
            ("2023-13-01", false),
            ("2023-00-10", false),
            ("2023-01-00", false),
        ] {
            assert_eq!(CivilDate::parse(text).unwrap().exists(), exists, "{text}");
        }
    }

    #[test]
    fn a_clock_that_tells_nonsense_gives_zero() {
        assert_eq!(whole_milliseconds(1234.9), 1234);
        for nonsense in [f64::NAN, f64::INFINITY, -1.0] {
            assert_eq!(whole_milliseconds(nonsense), 0);
        }
    }
}
