//! The server's clock: the machine's, moved by what the test control added. Nothing else in this crate reads time.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// Seconds since 1970, with an offset that survives restarts in the database.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset: AtomicI64,
}

impl Clock {
    /// Seconds since 1970.
    #[must_use]
    #[allow(clippy::disallowed_methods, reason = "this is the server's clock")]
    pub(crate) fn now(&self) -> i64 {
        Timestamp::now().as_second().saturating_add(self.offset())
    }

    /// How far the clock is ahead of the machine's, in seconds.
    #[must_use]
    pub(crate) fn offset(&self) -> i64 {
        self.offset.load(Ordering::Relaxed)
    }

    /// Sets how far the clock is ahead of the machine's, in seconds. It never goes back.
    pub(crate) fn raise_offset(&self, seconds: i64) {
        self.offset.fetch_max(seconds, Ordering::Relaxed);
    }
}

/// A time as the wire has it: RFC 3339 in UTC.
#[must_use]
pub(crate) fn rfc3339(seconds: i64) -> String {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).to_string()
}

/// The calendar day in UTC.
#[must_use]
pub(crate) fn day(seconds: i64) -> Date {
    Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(TimeZone::UTC).date()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_times_in_utc_without_a_fraction() {
        assert_eq!(rfc3339(1_800_000_000), "2027-01-15T08:00:00Z");
        assert_eq!(day(1_800_000_000), Date::constant(2027, 1, 15));
    }

    #[test]
    fn is_ahead_by_its_offset_and_never_goes_back() {
        let clock = Clock::default();
        let before = clock.now();
        clock.raise_offset(3_600);
        clock.raise_offset(60);
        assert!((3_600..3_700).contains(&(clock.now() - before)));
    }
}
