use std::ffi::OsString;
use std::time::Duration;

/// During one of so many questions the process is killed from outside, after at most so many milliseconds.
const QUESTIONS: u64 = 60;
const SOON: u64 = 60;

/// Places at which the process may die, and on which of so many passages it may: some are passed once in a chain, others
/// by every change.
const POINTS: [(&str, u64); 22] = [
    ("casework.bundle.finished", 1),
    ("casework.bundle.opened", 1),
    ("casework.bundle.submitted", 1),
    ("casework.effect.after", 4),
    ("casework.effect.before", 4),
    ("casework.leg.after", 3),
    ("casework.leg.before", 3),
    ("casework.result.finished", 3),
    ("casework.result.signed", 3),
    ("dispatch.after-cursor", 20),
    ("dispatch.after-handler", 20),
    ("dispatch.after-positions", 20),
    ("dispatch.before-cursor", 20),
    ("dispatch.before-handler", 20),
    ("documents.file.kept", 3),
    ("documents.paper.signed", 3),
    ("documents.paper.written", 3),
    ("documents.result.begun", 3),
    ("timer.before-done", 3),
    ("write.after-commit", 60),
    ("write.before-commit", 60),
    ("write.before-reply", 60),
];

/// A generator whose sequence a seed gives (`SplitMix64`).
pub struct Chance(u64);

impl Chance {
    /// The sequence of a chain.
    pub fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(1_000_003))
    }

    /// The next number, below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % n
    }

    /// How soon the process is killed, wherever it is then, if it is.
    pub fn strikes(&mut self) -> Option<Duration> {
        (self.below(QUESTIONS) == 0).then(|| Duration::from_millis(self.below(SOON)))
    }

    /// Which calls between rooms fail, so many of a hundred, in the environment of a server.
    pub fn faults(&mut self, percent: u64) -> (OsString, OsString) {
        let faults = format!("{percent}:{}", self.below(u64::MAX));
        ("DEAN06_FAULTS".into(), faults.into())
    }

    /// Where the process dies, in the environment of a server.
    pub fn death(&mut self) -> (OsString, OsString) {
        let at = usize::try_from(self.below(POINTS.len() as u64)).unwrap_or_default();
        let (point, passages) = POINTS[at];
        let point = format!("{point}:{}", 1 + self.below(passages));
        ("DEAN06_CRASH_AT".into(), point.into())
    }
}
