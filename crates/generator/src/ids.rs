//! Keys of people, households and marriages: UUIDs of version 7, so that they ascend in the order
//! of generation and a database appends instead of scattering.

use dean06_kernel::{PersonId, instant};
use jiff::ToSpan;
use jiff::civil::{Date, time};
use uuid::{Builder, Uuid};

use crate::draw::Draw;

/// Makes keys. Each household has a millisecond of its own on the day before generation; within it
/// a counter ascends, the rest is random.
pub(crate) struct Ids {
    millisecond: u64,
    counter: u16,
}

impl Ids {
    pub(crate) fn new(today: Date) -> Self {
        let start = instant(today.saturating_sub(1.day()).to_datetime(time(0, 0, 0, 0)));
        Self {
            millisecond: u64::try_from(start.as_millisecond()).unwrap_or(0),
            counter: 0,
        }
    }

    /// Goes on to the next household.
    pub(crate) fn next_household(&mut self) {
        self.millisecond += 1;
        self.counter = 0;
    }

    pub(crate) fn uuid(&mut self, draw: &mut Draw) -> Uuid {
        let mut bytes = [0; 10];
        bytes[..2].copy_from_slice(&self.counter.to_be_bytes());
        bytes[2..].copy_from_slice(&draw.bits().to_be_bytes());
        self.counter += 1;
        Builder::from_unix_timestamp_millis(self.millisecond, &bytes).into_uuid()
    }

    pub(crate) fn person(&mut self, draw: &mut Draw) -> PersonId {
        PersonId::from_uuid(self.uuid(draw))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn keys_ascend_and_differ() {
        let (mut ids, mut draw) = (Ids::new(date(2026, 11, 22)), Draw::new(1));
        let mut last = Uuid::nil();
        for _ in 0..100 {
            ids.next_household();
            for _ in 0..20 {
                let id = ids.uuid(&mut draw);
                assert!(id > last);
                assert_eq!(id.get_version_num(), 7);
                last = id;
            }
        }
    }
}
