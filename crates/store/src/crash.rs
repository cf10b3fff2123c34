//! Places where a test kills the process, to see what a restart makes of it.
//!
//! Active in debug builds only, when `DEAN06_CRASH_AT` names a point: `write.before-commit` dies the
//! first time the point is reached, `write.before-commit:3` the third time.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Every point there is. A test compares the list with the source and dies at each of them.
pub const POINTS: &[&str] = &[
    "dispatch.after-cursor",
    "dispatch.after-handler",
    "dispatch.after-positions",
    "dispatch.before-cursor",
    "dispatch.before-handler",
    "dispatch.before-positions",
    "group.after-member",
    "lease.after-claim",
    "migrate.before-record",
    "timer.after-done",
    "timer.after-handler",
    "timer.before-done",
    "timer.before-handler",
    "write.after-commit",
    "write.before-commit",
    "write.before-reply",
];

/// The variable that says where to die.
pub const VARIABLE: &str = "DEAN06_CRASH_AT";

/// Ends the process here and now, without any clean-up, if this is where it shall die.
pub fn point(name: &'static str) {
    static TARGET: OnceLock<Option<(String, u32)>> = OnceLock::new();
    static REACHED: AtomicU32 = AtomicU32::new(0);
    if !cfg!(debug_assertions) {
        return;
    }
    let target = TARGET.get_or_init(|| std::env::var(VARIABLE).ok().map(|text| parse(&text)));
    if let Some((at, count)) = target
        && at == name
        && REACHED.fetch_add(1, Ordering::Relaxed) + 1 == *count
    {
        std::process::abort();
    }
}

fn parse(text: &str) -> (String, u32) {
    match text.split_once(':') {
        Some((name, count)) => (name.to_owned(), count.parse().unwrap_or(1)),
        None => (text.to_owned(), 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_may_say_which_time() {
        assert_eq!(parse("a.b"), ("a.b".to_owned(), 1));
        assert_eq!(parse("a.b:3"), ("a.b".to_owned(), 3));
    }

    #[test]
    fn points_are_sorted_and_unique() {
        assert!(POINTS.is_sorted_by(|a, b| a < b));
    }
}
