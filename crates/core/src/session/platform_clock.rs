//! The platform's time, so that a wrong clock on the device does no harm.

use crate::ports::Clock;
use crate::time::whole_milliseconds;

/// How far the device's two clocks may drift apart before the platform is asked again: then the device slept, or
/// somebody set its clock.
const DRIFT_MS: i64 = 30_000;

/// The platform's time at one moment of the device's clocks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlatformClock {
    platform_ms: i64,
    monotonic_ms: f64,
    wall_ms: f64,
}

impl PlatformClock {
    /// The platform said `platform_ms` just now.
    pub(crate) fn set<C: Clock>(clock: &C, platform_ms: i64) -> Self {
        Self { platform_ms, monotonic_ms: clock.monotonic_ms(), wall_ms: clock.wall_ms() }
    }

    /// Milliseconds since 1970 by the platform. After a sleep, by how far the device's clock went on.
    pub(crate) fn now_ms<C: Clock>(&self, clock: &C) -> i64 {
        let (monotonic, wall) = self.elapsed(clock);
        self.platform_ms.saturating_add(if apart(monotonic, wall) { wall } else { monotonic })
    }

    /// Whether the platform has to be asked again.
    pub(crate) fn is_stale<C: Clock>(&self, clock: &C) -> bool {
        let (monotonic, wall) = self.elapsed(clock);
        apart(monotonic, wall)
    }

    fn elapsed<C: Clock>(&self, clock: &C) -> (i64, i64) {
        let monotonic = whole_milliseconds(clock.monotonic_ms() - self.monotonic_ms);
        let wall = clock.wall_ms() - self.wall_ms;
        (monotonic, if wall < 0.0 { -whole_milliseconds(-wall) } else { whole_milliseconds(wall) })
    }
}

fn apart(monotonic: i64, wall: i64) -> bool {
    monotonic.abs_diff(wall) > DRIFT_MS.unsigned_abs()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct At(f64, f64);

    impl Clock for At {
        fn monotonic_ms(&self) -> f64 {
            self.0
        }
        fn wall_ms(&self) -> f64 {
            self.1
        }
    }

    #[test]
    fn goes_on_by_the_monotonic_clock_whatever_the_device_thinks_the_time_is() {
        let clock = PlatformClock::set(&At(100.0, 5.0), 1_000_000);
        assert_eq!(clock.now_ms(&At(1_100.0, 900.0)), 1_001_000);
        assert!(!clock.is_stale(&At(1_100.0, 900.0)));
    }

    #[test]
    fn is_stale_after_a_sleep_and_after_somebody_set_the_clock_back() {
        let clock = PlatformClock::set(&At(0.0, 5_000_000.0), 1_000_000);
        assert!(clock.is_stale(&At(10.0, 8_600_000.0)));
        assert_eq!(clock.now_ms(&At(10.0, 8_600_000.0)), 4_600_000);
        assert!(clock.is_stale(&At(10.0, 1_400_000.0)));
        assert_eq!(clock.now_ms(&At(10.0, 1_400_000.0)), -2_600_000);
    }
}
