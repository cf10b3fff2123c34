//! Time as a parameter.

use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Instant;

use jiff::civil::DateTime;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

/// Vietnam's civil time, the whole year round: UTC+7.
pub const VIETNAM: Offset = Offset::constant(7);

/// What a wall clock in Vietnam shows at this instant.
pub fn local_datetime(at: Timestamp) -> DateTime {
    VIETNAM.to_datetime(at)
}

/// The instant at which a wall clock in Vietnam shows this date and time. At the ends of the
/// representable years (−9999 and 9999) it stops at [`Timestamp::MIN`] or [`Timestamp::MAX`].
pub fn instant(local: DateTime) -> Timestamp {
    VIETNAM.to_timestamp(local).unwrap_or(if local.year() < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    })
}

/// Tells what time it is. All answers are whole microseconds, which is what the database keeps.
pub trait Clock: Send + Sync {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the machine's clock"
    )]
    fn now(&self) -> Timestamp {
        whole_micros(Timestamp::now())
    }
}

/// A clock that starts at a given instant and runs on from there, unmoved by changes of the
/// machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct ShiftedClock {
    start: Timestamp,
    started: Instant,
}

impl ShiftedClock {
    /// Starts running now, showing `start`.
    pub fn new(start: Timestamp) -> Self {
        Self {
            start,
            started: Instant::now(),
        }
    }
}

impl Clock for ShiftedClock {
    fn now(&self) -> Timestamp {
        whole_micros(later(
            self.start,
            SignedDuration::try_from(self.started.elapsed()).unwrap_or(SignedDuration::MAX),
        ))
    }
}

/// A clock that stands still until it is told to move.
#[derive(Debug)]
pub struct ManualClock {
    now: Mutex<Timestamp>,
}

impl ManualClock {
    /// A clock that shows `now`.
    pub fn new(now: Timestamp) -> Self {
        Self {
            now: Mutex::new(whole_micros(now)),
        }
    }

    /// Jumps to `now`, backwards too.
    pub fn set(&self, now: Timestamp) {
        self.change(|_| now);
    }

    /// Moves on by `by` (back, if it is negative); stops at the ends of representable time.
    pub fn advance(&self, by: SignedDuration) {
        self.change(|now| later(now, by));
    }

    fn change(&self, f: impl FnOnce(Timestamp) -> Timestamp) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = whole_micros(f(*now));
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// `from + by`, stopping at the ends of representable time.
fn later(from: Timestamp, by: SignedDuration) -> Timestamp {
    from.saturating_add(by).unwrap_or(from)
}

fn whole_micros(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    #[test]
    fn vietnam_is_seven_hours_ahead() {
        let noon = date(2026, 11, 22).at(12, 0, 0, 0);
        assert_eq!(instant(noon).to_string(), "2026-11-22T05:00:00Z");
        assert_eq!(local_datetime(instant(noon)), noon);
    }

    #[test]
    fn the_ends_of_time_are_not_crossed() {
        assert_eq!(instant(DateTime::MIN), Timestamp::MIN);
        assert_eq!(instant(DateTime::MAX), Timestamp::MAX);
        let clock = ManualClock::new(Timestamp::MAX);
        clock.advance(SignedDuration::from_hours(1));
        assert!(clock.now() <= Timestamp::MAX);
    }

    #[test]
    fn a_shifted_clock_starts_where_it_is_told_and_runs_on() {
        let start = instant(date(2025, 7, 1).at(8, 0, 0, 0));
        let clock = ShiftedClock::new(start);
        let first = clock.now();
        assert!(first >= start && first.duration_since(start) < SignedDuration::from_mins(1));
        assert!(clock.now() >= first);
    }

    #[test]
    fn the_system_clock_has_whole_microseconds() {
        assert_eq!(SystemClock.now().subsec_nanosecond() % 1000, 0);
    }

    proptest! {
        #[test]
        fn local_time_and_back(micros in -2_000_000_000_000_000_i64..4_000_000_000_000_000) {
            let at = Timestamp::from_microsecond(micros).unwrap();
            prop_assert_eq!(instant(local_datetime(at)), at);
        }

        #[test]
        fn a_manual_clock_moves_exactly_as_told(steps in prop::collection::vec(-1_000_000_i64..1_000_000, 0..20)) {
            let clock = ManualClock::new(Timestamp::UNIX_EPOCH);
            for step in &steps {
                clock.advance(SignedDuration::from_micros(*step));
            }
            prop_assert_eq!(clock.now().as_microsecond(), steps.iter().sum::<i64>());
        }
    }
}
