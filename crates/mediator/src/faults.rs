//! Owners that do not answer, for tests: in debug builds only, when `DEAN06_FAULTS` says so.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// `PERCENT:SEED`: so many of a hundred calls between rooms find nobody, a part of them after the
/// owner has done what it was asked for.
const VARIABLE: &str = "DEAN06_FAULTS";

/// When a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The owner never hears of it.
    Before,
    /// The owner has done it, and the answer is lost.
    After,
}

/// What becomes of the next call that a room makes.
pub(crate) fn next() -> Option<Fault> {
    static SETTING: OnceLock<Option<(u64, u64)>> = OnceLock::new();
    static CALLS: AtomicU64 = AtomicU64::new(0);
    if !cfg!(debug_assertions) {
        return None;
    }
    let setting =
        SETTING.get_or_init(|| std::env::var(VARIABLE).ok().and_then(|text| parse(&text)));
    let (percent, seed) = (*setting)?;
    let fault = fault(percent, seed, CALLS.fetch_add(1, Ordering::Relaxed));
    if fault.is_some() {
        // The test counts them.
        tracing::debug!(?fault, "a call fails for a test");
    }
    fault
}

fn parse(text: &str) -> Option<(u64, u64)> {
    let (percent, seed) = text.split_once(':')?;
    Some((percent.parse().ok()?, seed.parse().ok()?))
}

fn fault(percent: u64, seed: u64, call: u64) -> Option<Fault> {
    // The finaliser of `SplitMix64`: neighbouring numbers come out unlike each other.
    let mut mixed = seed.wrapping_add(call.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^= mixed >> 31;
    (mixed % 100 < percent).then_some(if mixed & (1 << 40) == 0 {
        Fault::Before
    } else {
        Fault::After
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn about_so_many_calls_fail_as_are_asked_for() {
        let failed = |percent| {
            (0..10_000)
                .filter(|n| fault(percent, 7, *n).is_some())
                .count()
        };
        assert_eq!(failed(0), 0);
        assert_eq!(failed(100), 10_000);
        assert!((1_700..2_300).contains(&failed(20)), "{}", failed(20));
    }

    #[test]
    fn some_fail_before_and_some_after() {
        let faults: Vec<_> = (0..100).filter_map(|n| fault(50, 1, n)).collect();
        assert!(faults.contains(&Fault::Before) && faults.contains(&Fault::After));
    }

    #[test]
    fn a_setting_reads() {
        assert_eq!(parse("20:7"), Some((20, 7)));
        assert_eq!(parse("20"), None);
    }
}
