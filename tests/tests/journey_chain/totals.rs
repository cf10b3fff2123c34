use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// What came of chains.
#[derive(Default)]
pub struct Totals {
    /// How often a leg ended in a state.
    pub ends: BTreeMap<String, u64>,
    /// How often the process died, at a crash point or killed between two chains.
    pub deaths: u64,
    /// Calls between rooms that failed because the test wanted it.
    pub faults: u64,
    /// Papers in the store of the family.
    pub papers: u64,
    /// How long each chain took.
    pub took: Vec<Duration>,
}

impl Totals {
    /// Adds those of others.
    pub fn add(&mut self, other: Self) {
        for (end, times) in other.ends {
            *self.ends.entry(end).or_default() += times;
        }
        self.deaths += other.deaths;
        self.faults += other.faults;
        self.papers += other.papers;
        self.took.extend(other.took);
    }

    /// Births that were registered.
    pub fn births(&self) -> u64 {
        self.ends.get("birth done").copied().unwrap_or_default()
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut took = self.took.clone();
        took.sort_unstable();
        let at = |index: usize| took.get(index).copied().unwrap_or_default().as_secs();
        write!(
            f,
            "{} births, {} papers, {} deaths, {} failed calls; a chain took {} s at half of them, {} s at most; {:?}",
            self.births(),
            self.papers,
            self.deaths,
            self.faults,
            at(took.len() / 2),
            at(took.len().saturating_sub(1)),
            self.ends,
        )
    }
}
