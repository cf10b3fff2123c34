//! Owners that do not answer, for tests: in debug builds only, when `DEAN06_FAULTS` says so.

use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

/// `PERCENT:SEED[:SERVICES[:FILE]]`: so many of a hundred calls between rooms find nobody, a part of
/// them after the owner has done what it was asked for. With SERVICES, separated by commas, only
/// calls of these; with FILE only while there is such a file.
const VARIABLE: &str = "DEAN06_FAULTS";

/// When a call fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The owner never hears of it.
    Before,
    /// The owner has done it, and the answer is lost.
    After,
}

/// Which calls fail.
#[derive(Debug, PartialEq, Eq)]
struct Setting {
    percent: u64,
    seed: u64,
    services: Vec<String>,
    file: Option<PathBuf>,
}

/// What becomes of the next call of a service that a room makes.
pub(crate) fn next(service: &str) -> Option<Fault> {
    static SETTING: OnceLock<Option<Setting>> = OnceLock::new();
    static CALLS: AtomicU64 = AtomicU64::new(0);
    if !cfg!(debug_assertions) {
        return None;
    }
    let setting =
        SETTING.get_or_init(|| std::env::var(VARIABLE).ok().and_then(|text| parse(&text)));
    let setting = setting
        .as_ref()
        .filter(|setting| setting.is_about(service))?;
    let call = CALLS.fetch_add(1, Ordering::Relaxed);
    let fault = fault(setting.percent, setting.seed, call);
    if fault.is_some() {
        // The test counts them.
        tracing::debug!(service, ?fault, "a call fails for a test");
    }
    fault
}

impl Setting {
    fn is_about(&self, service: &str) -> bool {
        let named = self.services.is_empty() || self.services.iter().any(|name| name == service);
        named && self.file.as_ref().is_none_or(|file| file.exists())
    }
}

fn parse(text: &str) -> Option<Setting> {
    let mut parts = text.splitn(4, ':');
    let percent = parts.next()?.parse().ok()?;
    let seed = parts.next()?.parse().ok()?;
    let services = parts.next().unwrap_or_default().split(',');
    Some(Setting {
        percent,
        seed,
        services: services
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .collect(),
        file: parts.next().map(PathBuf::from),
    })
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
        let setting = parse("20:7").unwrap();
        assert_eq!((setting.percent, setting.seed), (20, 7));
        assert!(setting.is_about("a.b/1"));
        assert_eq!(parse("20"), None);
        assert_eq!(parse("many:7"), None);
    }

    #[test]
    fn only_some_services_fail_and_only_while_a_file_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("down");
        let setting = parse(&format!("100:7:a.b/1,c.d/1:{}", file.display())).unwrap();
        assert!(!setting.is_about("a.b/1"));
        std::fs::write(&file, "").unwrap();
        assert!(setting.is_about("a.b/1") && setting.is_about("c.d/1"));
        assert!(!setting.is_about("a.b/12"));
    }
}
