//! What services and bundles have in common: where their law is written, how they are numbered, how
//! long they may take and what they cost.

use dean06_kernel::{Confidence, DossierTemplate, Text};
use jiff::civil::{Date, Time};
use serde::Deserialize;

/// Where rules are written, how surely, and when they hold.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Where they are written, and where that was read.
    pub source: String,
    /// The acts that they stand in, as people are told.
    pub acts: Option<Text>,
    /// How surely it is so.
    pub confidence: Confidence,
    /// The first day.
    pub valid_from: Date,
    /// The last day; open if nothing.
    pub valid_to: Option<Date>,
}

impl Law {
    /// Whether the rules hold on `date`.
    pub fn holds_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|last| date <= last)
    }
}

/// How dossiers are numbered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Numbering {
    /// As `{org}-{yyyymmdd}-{seq:4+}`.
    #[serde(deserialize_with = "template")]
    pub template: DossierTemplate,
}

fn template<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
) -> Result<DossierTemplate, D::Error> {
    String::deserialize(deserializer)?
        .parse()
        .map_err(serde::de::Error::custom)
}

/// A time limit, in working hours or working days.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// Its name: `intake`, `total` …
    pub id: String,
    /// Working hours; either these or days.
    pub working_hours: Option<u32>,
    /// Working days.
    pub working_days: Option<u32>,
    /// What arrives later counts as received on the next working day.
    pub cut_off: Option<Time>,
    /// Where it is written.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
}

/// What a service costs.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fee {
    /// In đồng.
    pub amount: i64,
    /// In words, where an amount is not all.
    pub text: Option<Text>,
    /// Where it is written.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
}
