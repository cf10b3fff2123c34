use dean06_kernel::Confidence;
use serde::Deserialize;

use crate::reader::Reader;

pub(crate) const FILE: &str = "retention.toml";

/// How long what is no longer needed is kept. What has no rule is kept for ever.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Retention {
    /// Drafts that nobody submits, from the day on which they were last saved.
    pub drafts: Option<Keep>,
    /// Sessions, from the day on which they ended.
    pub sessions: Option<Keep>,
    /// Failed sign-ins, from the day of the first.
    pub sign_in_attempts: Option<Keep>,
    /// Events, from the day on which they happened, once every subscriber has had them.
    pub events: Option<Keep>,
    /// Notes that an event was handled, once the event itself is gone.
    pub handled_events: Option<Keep>,
    /// Results of commands: for so long the same key returns the same result.
    pub command_results: Option<Keep>,
}

/// How long one thing is kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keep {
    /// For so many whole days.
    pub days: u16,
    /// Where it is written.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
}

pub(crate) fn load(reader: &mut Reader<'_>) -> Retention {
    let retention: Retention = reader.toml(FILE).unwrap_or_default();
    let rules = [
        ("drafts", &retention.drafts),
        ("sessions", &retention.sessions),
        ("sign-in-attempts", &retention.sign_in_attempts),
        ("events", &retention.events),
        ("handled-events", &retention.handled_events),
        ("command-results", &retention.command_results),
    ];
    for (place, rule) in rules {
        if rule.as_ref().is_some_and(|rule| rule.days == 0) {
            reader.note(FILE, place, "it is kept for a day at least");
        }
    }
    retention
}
