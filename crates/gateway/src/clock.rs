//! The gateway's only clock.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

/// The time by which bindings, proofs and tokens end. A stopped one moves only when a test moves it.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Milliseconds since 1970; `None` for the system's clock.
    stopped: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The system's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at `seconds` since 1970. Clones move with it.
    #[must_use]
    pub fn stopped_at(seconds: i64) -> Self {
        Self { stopped: Some(Arc::new(AtomicI64::new(seconds.saturating_mul(1_000)))) }
    }

    /// Moves a stopped clock; the system's goes its own way.
    pub fn advance(&self, seconds: i64) {
        if let Some(millis) = &self.stopped {
            millis.fetch_add(seconds.saturating_mul(1_000), Ordering::SeqCst);
        }
    }

    /// Milliseconds since 1970.
    #[must_use]
    pub fn millis(&self) -> i64 {
        match &self.stopped {
            Some(millis) => millis.load(Ordering::SeqCst),
            None => system_millis(),
        }
    }

    /// Seconds since 1970.
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.millis().div_euclid(1_000)
    }
}

#[allow(clippy::disallowed_methods, reason = "this is the clock that everything else takes")]
fn system_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stopped_clock_moves_only_when_told_and_its_clones_with_it() {
        let clock = Clock::stopped_at(100);
        let clone = clock.clone();
        assert_eq!(clone.seconds(), 100);
        clock.advance(30);
        assert_eq!((clone.seconds(), clone.millis()), (130, 130_000));
    }

    #[test]
    fn the_system_clock_is_past_2025_and_can_not_be_moved() {
        let clock = Clock::system();
        let before = clock.seconds();
        assert!(before > 1_735_689_600);
        clock.advance(1_000_000);
        assert!(clock.seconds() < before + 1_000);
    }
}
