//! This platform's forms of dates and times: `MM/DD/YYYY` and `MM/DD/YYYY HH:mm:ss`, in UTC.

use jiff::{
    Timestamp,
    civil::{Date, DateTime, Time},
    tz::TimeZone,
};

/// Why a text is no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DateFault {
    /// Another form.
    Form,
    /// A day that the calendar doesn't have.
    Impossible,
}

/// `MM/DD/YYYY`.
pub(crate) fn parse_date(text: &str) -> Result<Date, DateFault> {
    let [month, day, year] = numbers(text, '/', [2, 2, 4]).ok_or(DateFault::Form)?;
    let narrow = |number: i16| i8::try_from(number).map_err(|_| DateFault::Impossible);
    Date::new(year, narrow(month)?, narrow(day)?).map_err(|_| DateFault::Impossible)
}

/// `MM/DD/YYYY HH:mm:ss`, or the day's beginning for `MM/DD/YYYY`.
pub(crate) fn parse_time(text: &str) -> Result<DateTime, DateFault> {
    let Some((date, time)) = text.split_once(' ') else {
        return parse_date(text).map(|date| date.to_datetime(Time::midnight()));
    };
    let date = parse_date(date)?;
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2]).ok_or(DateFault::Form)?;
    let narrow = |number: i16| i8::try_from(number).map_err(|_| DateFault::Impossible);
    let time = Time::new(narrow(hour)?, narrow(minute)?, narrow(second)?, 0).map_err(|_| DateFault::Impossible)?;
    Ok(date.to_datetime(time))
}

/// Seconds since 1970 as `MM/DD/YYYY HH:mm:ss`.
pub(crate) fn write_time(seconds: i64) -> String {
    civil(seconds).strftime("%m/%d/%Y %H:%M:%S").to_string()
}

/// Seconds since 1970 as a time of the calendar.
pub(crate) fn civil(seconds: i64) -> DateTime {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(TimeZone::UTC).datetime()
}

/// Three numbers of fixed widths: `+1`, ` 1` and digits of other scripts are none.
fn numbers(text: &str, separator: char, widths: [usize; 3]) -> Option<[i16; 3]> {
    let mut parts = text.split(separator).zip(widths).map(|(part, width)| {
        let fits = part.len() == width && part.bytes().all(|byte| byte.is_ascii_digit());
        fits.then(|| part.parse().ok()).flatten()
    });
    let found = [parts.next()??, parts.next()??, parts.next()??];
    (text.split(separator).count() == 3).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes_the_platform_s_forms() {
        assert_eq!(parse_date("05/17/1990"), Ok(Date::constant(1990, 5, 17)));
        assert_eq!(write_time(1_800_000_000), "01/15/2027 08:00:00");
        assert_eq!(parse_time("01/15/2027 08:00:00"), Ok(civil(1_800_000_000)));
        assert_eq!(parse_time("01/15/2027"), Ok(civil(1_800_000_000 - 8 * 3_600)));
    }

    #[test]
    fn tells_other_forms_from_impossible_days() {
        for text in
            ["", "5/17/1990", "1990-05-17", "05/17/90", "05/17/1990 ", "05/17/1990/", "+5/17/1990", "０5/17/1990"]
        {
            assert_eq!(parse_date(text), Err(DateFault::Form), "{text:?}");
        }
        for text in ["02/30/1990", "13/01/1990", "00/10/1990", "02/29/1900"] {
            assert_eq!(parse_date(text), Err(DateFault::Impossible), "{text}");
        }
        assert_eq!(parse_time("01/15/2027T08:00:00"), Err(DateFault::Form));
        assert_eq!(parse_time("01/15/2027 24:00:00"), Err(DateFault::Impossible));
    }
}
