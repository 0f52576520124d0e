//! Times and civil dates, as far as the wire has them. No time zones, no locale.

use crate::encoding::decimal;

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

    fn unix_seconds(self) -> i64 {
        let year = if self.month <= 2 { self.year - 1 } else { self.year };
        let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let month_from_march = if self.month > 2 { self.month - 3 } else { self.month + 9 };
        let day_of_year = (153 * month_from_march + 2) / 5 + self.day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        (era * 146_097 + day_of_era - 719_468) * DAY_SECONDS
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

/// Milliseconds since 1970 of an RFC 3339 time. `None` for any other form and for times that don't exist.
pub(crate) fn parse_rfc3339(text: &str) -> Option<i64> {
    let (date, time) = text.split_at_checked(10)?;
    let date = CivilDate::parse(date).filter(|date| date.exists())?;
    let mut digits = Digits(time.as_bytes());
    digits.literal(b'T').or_else(|| digits.literal(b't'))?;
    let seconds = digits.clock_time()?;
    let mut milliseconds = 0;
    if digits.literal(b'.').is_some() {
        let (mut unit, mut any) = (100, false);
        while let Some(digit) = digits.number(1) {
            milliseconds += digit * unit;
            unit /= 10;
            any = true;
        }
        any.then_some(())?;
    }
    let offset = match digits.0 {
        [b'Z' | b'z'] => 0,
        [sign @ (b'+' | b'-'), rest @ ..] => {
            let mut rest = Digits(rest);
            let (hours, ()) = (rest.number(2)?, rest.literal(b':')?);
            let minutes = rest.number(2)?;
            (rest.0.is_empty() && hours < 24 && minutes < 60).then_some(())?;
            (hours * 60 + minutes) * if *sign == b'+' { 60 } else { -60 }
        }
        _ => return None,
    };
    Some((date.unix_seconds() + seconds - offset) * 1000 + milliseconds)
}

/// Milliseconds since 1970 of an HTTP date such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
pub(crate) fn parse_http_date(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = text.split(' ');
    parts.next()?.strip_suffix(',')?;
    let day = Digits(parts.next()?.as_bytes()).number(2)?;
    let name = parts.next()?;
    let month = i64::try_from(MONTHS.iter().position(|month| *month == name)? + 1).ok()?;
    let year = Digits(parts.next()?.as_bytes()).number(4)?;
    let seconds = Digits(parts.next()?.as_bytes()).clock_time()?;
    let date = Some(CivilDate { year, month, day }).filter(|date| date.exists())?;
    (parts.next() == Some("GMT") && parts.next().is_none()).then(|| (date.unix_seconds() + seconds) * 1000)
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

    /// `HH:MM:SS` as seconds. A leap second counts as the one before it.
    fn clock_time(&mut self) -> Option<i64> {
        let hours = self.number(2)?;
        self.literal(b':')?;
        let minutes = self.number(2)?;
        self.literal(b':')?;
        let seconds = self.number(2)?;
        (hours < 24 && minutes < 60 && seconds <= 60).then_some(hours * 3600 + minutes * 60 + seconds.min(59))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_times_of_rfc_3339() {
        for (text, milliseconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2026-11-21T05:17:09Z", 1_795_238_229_000),
            ("2026-11-21T05:17:09.5Z", 1_795_238_229_500),
            ("2026-11-21T05:17:09.123456789Z", 1_795_238_229_123),
            ("2026-11-21T06:47:09+01:30", 1_795_238_229_000),
            ("2024-02-29t23:59:60z", 1_709_251_199_000),
            ("1969-12-31T23:59:59Z", -1000),
        ] {
            assert_eq!(parse_rfc3339(text), Some(milliseconds), "{text}");
        }
        assert_eq!(write_rfc3339(1_795_238_229_999), "2026-11-21T05:17:09Z");
        assert_eq!(write_rfc3339(-1000), "1969-12-31T23:59:59Z");
        for wrong in [
            "",
            "2026-11-21",
            "2026-11-21T05:17:09",
            "2026-02-30T00:00:00Z",
            "2026-11-21T24:00:00Z",
            "2026-11-21T05:17:09.Z",
            "2026-11-21T05:17:09+1:30",
            "2026-11-21T05:17:09ZZ",
            "2026-1é-21T05:17:09Z",
        ] {
            assert_eq!(parse_rfc3339(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn reads_http_dates() {
        assert_eq!(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777_000));
        for wrong in ["", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Nov 1994 08:49:37 GMT", "06 Nov 1994", "x, y z"] {
            assert_eq!(parse_http_date(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_day_of_five_centuries_comes_back_and_follows_the_one_before() {
        let mut before = CivilDate::of_unix_seconds(-DAY_SECONDS * 100_001);
        for day in -100_000..100_000 {
            let date = CivilDate::of_unix_seconds(day * DAY_SECONDS);
            assert!(date.exists() && date > before, "{date:?}");
            assert_eq!(date.unix_seconds(), day * DAY_SECONDS);
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
