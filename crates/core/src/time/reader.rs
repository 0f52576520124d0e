//! Reads times where no browser does: in native tests, and wherever the core runs without a page.

use super::{CivilDate, DAY_SECONDS, Digits};

/// Milliseconds since 1970 of either form; not a number for any other text.
pub(crate) fn read_ms(text: &str) -> f64 {
    let read = parse_rfc3339(text).or_else(|| parse_http_date(text));
    read.and_then(|milliseconds| milliseconds.to_string().parse().ok()).unwrap_or(f64::NAN)
}

/// Milliseconds since 1970 of an RFC 3339 time. `None` for any other form and for times that don't exist.
fn parse_rfc3339(text: &str) -> Option<i64> {
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
    Some((unix_seconds(date) + seconds - offset) * 1000 + milliseconds)
}

/// Milliseconds since 1970 of an HTTP date such as `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
fn parse_http_date(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let mut parts = text.split(' ');
    parts.next()?.strip_suffix(',')?;
    let day = Digits(parts.next()?.as_bytes()).number(2)?;
    let name = parts.next()?;
    let month = i64::try_from(MONTHS.iter().position(|month| *month == name)? + 1).ok()?;
    let year = Digits(parts.next()?.as_bytes()).number(4)?;
    let seconds = Digits(parts.next()?.as_bytes()).clock_time()?;
    let date = Some(CivilDate { year, month, day }).filter(|date| date.exists())?;
    (parts.next() == Some("GMT") && parts.next().is_none()).then(|| (unix_seconds(date) + seconds) * 1000)
}

fn unix_seconds(date: CivilDate) -> i64 {
    let year = if date.month <= 2 { date.year - 1 } else { date.year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let month_from_march = if date.month > 2 { date.month - 3 } else { date.month + 9 };
    let day_of_year = (153 * month_from_march + 2) / 5 + date.day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    (era * 146_097 + day_of_era - 719_468) * DAY_SECONDS
}

impl Digits<'_> {
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
    fn reads_times_of_rfc_3339() {
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
    fn every_day_of_five_centuries_is_the_one_that_it_was_made_of() {
        for day in -100_000..100_000 {
            assert_eq!(unix_seconds(CivilDate::of_unix_seconds(day * DAY_SECONDS)), day * DAY_SECONDS);
        }
    }

    #[test]
    fn gives_no_number_for_what_is_no_time() {
        assert!(read_ms("soon").is_nan());
        assert!((read_ms("2026-11-21T05:17:09.5Z") - 1_795_238_229_500.0).abs() < 0.5);
    }
}
