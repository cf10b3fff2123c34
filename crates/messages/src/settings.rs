//! What the content says of this room: how long messages are kept and how letters are tried.

use dean06_content::Content;
use dean06_kernel::Confidence;
use serde::Deserialize;

const FILE: &str = "inbox.toml";

/// The content lacks what this room needs.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// There is no `inbox.toml`.
    #[error("the content has no {FILE}")]
    Missing,
    /// It does not read.
    #[error("{FILE} cannot be used: {0}")]
    Unreadable(#[from] toml::de::Error),
}

/// `inbox.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    #[expect(dead_code, reason = "content says of everything where it comes from")]
    source: String,
    #[expect(dead_code, reason = "content says of everything how sure it is")]
    confidence: Confidence,
    /// For how many days a message stays in the inbox.
    pub keep_days: u32,
    /// How letters are tried.
    pub letters: LetterSettings,
}

/// How letters are tried.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LetterSettings {
    /// How often, before it is given up.
    pub tries: u32,
    /// The wait before the second try; it doubles from there.
    pub first_wait_minutes: u32,
    /// The longest wait between two tries.
    pub longest_wait_minutes: u32,
}

impl Settings {
    pub fn read(content: &Content) -> Result<Self, SettingsError> {
        let file = content.files().get(FILE).ok_or(SettingsError::Missing)?;
        Ok(toml::from_str(&String::from_utf8_lossy(file))?)
    }
}

/// Microseconds of a day.
pub(crate) const DAY: i64 = 24 * 60 * MINUTE;
/// Microseconds of a minute.
const MINUTE: i64 = 60 * 1_000_000;

impl LetterSettings {
    /// How long to wait after so many tries that failed, in microseconds; nothing when the letter
    /// is given up.
    pub fn wait(self, tried: u32) -> Option<i64> {
        if tried >= self.tries {
            return None;
        }
        let doublings = tried.saturating_sub(1).min(16);
        let minutes = i64::from(self.first_wait_minutes) << doublings;
        Some(minutes.min(i64::from(self.longest_wait_minutes)) * MINUTE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_doubles_and_ends() {
        let letters = LetterSettings {
            tries: 4,
            first_wait_minutes: 2,
            longest_wait_minutes: 5,
        };
        let waits: Vec<_> = (1..=5).map(|tried| letters.wait(tried)).collect();
        let minutes = |n: i64| Some(n * MINUTE);
        assert_eq!(waits, [minutes(2), minutes(4), minutes(5), None, None]);
    }

    #[test]
    fn the_content_of_the_program_says_it() {
        let settings = Settings::read(&Content::embedded().unwrap()).unwrap();
        assert!(settings.keep_days > 0 && settings.letters.tries > 0);
    }
}
