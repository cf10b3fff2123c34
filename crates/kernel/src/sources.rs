//! Where a process gets its time, its chance and its ids from.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::ToSpan as _;
use jiff::civil::Date;
use uuid::{Builder, Uuid};

use crate::{
    Chance, Clock, ManualClock, OsChance, PersonId, SeededChance, ShiftedClock, SystemClock,
    instant, local_datetime,
};

/// The clock and the chance of this process. Handed to whoever needs time or ids; cheap to clone.
#[derive(Clone)]
pub struct Sources {
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Gives random bytes.
    pub chance: Arc<dyn Chance>,
}

impl Sources {
    /// The machine's own clock and chance.
    pub fn system() -> Self {
        Self {
            clock: Arc::new(SystemClock),
            chance: Arc::new(OsChance),
        }
    }

    /// A clock that starts at `start` and runs on, with the machine's chance.
    pub fn at(start: Timestamp) -> Self {
        Self {
            clock: Arc::new(ShiftedClock::new(start)),
            chance: Arc::new(OsChance),
        }
    }

    /// A clock moved by hand and chance from a seed: the same ids in every run.
    pub fn manual(clock: Arc<ManualClock>, seed: u64) -> Self {
        Self {
            clock,
            chance: Arc::new(SeededChance::new(seed)),
        }
    }

    /// The present instant, in whole microseconds.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The present instant as the database keeps it: microseconds since 1970 in UTC.
    pub fn now_micros(&self) -> i64 {
        self.now().as_microsecond()
    }

    /// Today's date in Vietnam.
    pub fn today(&self) -> Date {
        local_datetime(self.now()).date()
    }

    /// When the day began in Vietnam that is so many days before today. What happened before it has
    /// been kept for so many whole days.
    pub fn day_start(&self, days_ago: u16) -> Timestamp {
        let day = self.today().saturating_sub(i32::from(days_ago).days());
        instant(day.at(0, 0, 0, 0))
    }

    /// A new UUID, version 7: milliseconds of the clock, then 74 random bits.
    pub fn uuid(&self) -> Uuid {
        let millis = u64::try_from(self.now().as_millisecond()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &self.secret()).into_uuid()
    }

    /// A new key for a person.
    pub fn person_id(&self) -> PersonId {
        PersonId::from_uuid(self.uuid())
    }

    /// A number from 0 to `n` − 1, each equally likely; 0 if `n` is 0.
    pub fn below(&self, n: u64) -> u64 {
        if n == 0 {
            return 0;
        }
        // Values of the last, incomplete block of size n would make small answers likelier.
        let excess = (u64::MAX % n + 1) % n;
        loop {
            let value = u64::from_le_bytes(self.secret());
            if value <= u64::MAX - excess {
                return value % n;
            }
        }
    }

    /// `N` random bytes.
    pub fn secret<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.chance.fill(&mut bytes);
        bytes
    }
}

impl fmt::Debug for Sources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sources").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instant;
    use jiff::SignedDuration;
    use jiff::civil::date;
    use proptest::prelude::*;

    fn at_hand(seed: u64) -> (Arc<ManualClock>, Sources) {
        let clock = Arc::new(ManualClock::new(instant(
            date(2026, 11, 22).at(23, 30, 0, 0),
        )));
        (Arc::clone(&clock), Sources::manual(clock, seed))
    }

    #[test]
    fn today_is_the_day_in_vietnam() {
        let (clock, sources) = at_hand(1);
        assert_eq!(sources.today(), date(2026, 11, 22));
        clock.advance(SignedDuration::from_mins(30));
        assert_eq!(sources.today(), date(2026, 11, 23));
        let begun = local_datetime(sources.day_start(23));
        assert_eq!(begun, date(2026, 10, 31).at(0, 0, 0, 0));
        assert_eq!(sources.now_micros(), clock.now().as_microsecond());
    }

    #[test]
    fn a_uuid_carries_the_clock_and_is_repeatable() {
        let (clock, sources) = at_hand(7);
        let first = sources.uuid();
        assert_eq!(first.get_version_num(), 7);
        let (seconds, nanos) = first.get_timestamp().unwrap().to_unix();
        assert_eq!(
            i64::try_from(seconds * 1000 + u64::from(nanos) / 1_000_000).unwrap(),
            clock.now().as_millisecond()
        );
        assert_eq!(first, at_hand(7).1.uuid());
        assert_ne!(first, sources.uuid());
        assert_ne!(sources.person_id(), sources.person_id());
    }

    #[test]
    fn every_source_can_be_made() {
        let start = instant(date(2025, 7, 1).at(8, 0, 0, 0));
        assert!(Sources::at(start).now() >= start);
        assert!(Sources::system().now() > start);
    }

    proptest! {
        #[test]
        fn below_stays_below(seed: u64, n in 1_u64..) {
            prop_assert!(at_hand(seed).1.below(n) < n);
        }

        #[test]
        fn below_reaches_every_small_number(seed: u64, n in 1_u64..8) {
            let (_, sources) = at_hand(seed);
            let seen: std::collections::BTreeSet<u64> = (0..400).map(|_| sources.below(n)).collect();
            prop_assert_eq!(seen, (0..n).collect());
        }
    }

    #[test]
    fn below_nothing_is_zero() {
        assert_eq!(at_hand(1).1.below(0), 0);
    }
}
