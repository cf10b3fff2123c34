//! What the content says of this room.

use dean06_content::Content;
use dean06_kernel::{Confidence, Text};
use serde::Deserialize;

const FILE: &str = "documents.toml";

/// The content lacks what this room needs.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// There is no `documents.toml`.
    #[error("the content has no {FILE}")]
    Missing,
    /// It does not read.
    #[error("{FILE} cannot be used: {0}")]
    Unreadable(#[from] toml::de::Error),
}

/// `documents.toml`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Settings {
    #[expect(dead_code, reason = "content says of everything where it comes from")]
    source: String,
    #[expect(dead_code, reason = "content says of everything how sure it is")]
    confidence: Confidence,
    pub upload: Upload,
    pub export: Export,
    pub share: Share,
    pub child: Child,
    pub certificates: Certificates,
    pub signing: Reasons,
    pub mend: Mend,
}

/// What a person may put in.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "named as in the content")]
pub(crate) struct Upload {
    /// The largest file, in bytes.
    pub max_bytes: u64,
    /// The most papers.
    pub max_files: u32,
    /// The most bytes of all.
    pub max_total_bytes: u64,
}

/// How large an archive may be.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Export {
    /// All files together, in bytes.
    pub max_bytes: u64,
}

/// Links that show a paper.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Share {
    /// The longest time, in days.
    pub max_days: u16,
    /// For how many days after its end the owner still sees who opened it.
    pub keep_days: u32,
}

/// Whose papers parents see.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Child {
    /// From this age on, in years, a person's papers are that person's alone.
    pub until_age: i16,
    #[expect(dead_code, reason = "content says of everything where it comes from")]
    source: String,
    #[expect(dead_code, reason = "content says of everything how sure it is")]
    confidence: Confidence,
}

/// How long certificates are in force.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Certificates {
    /// The authority's own, in years.
    pub authority_years: i16,
    /// An officer's or a seal's, in years.
    pub signer_years: i16,
    /// A new one is made so many days before the end of the old one.
    pub renew_days: i32,
    /// How long a revocation list counts as fresh, in hours.
    pub revocation_list_hours: i32,
}

/// What signatures give as their reason.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Reasons {
    /// The authorised person's.
    pub person: String,
    /// The agency's.
    pub seal: String,
}

/// How to mend what was sent.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Mend {
    pub exactly_one: Text,
    pub not_base64: Text,
    pub unknown_kind: Text,
    pub title_empty: Text,
    pub reason_empty: Text,
    pub days_too_many: Text,
}

impl Settings {
    pub fn read(content: &Content) -> Result<Self, SettingsError> {
        let file = content.files().get(FILE).ok_or(SettingsError::Missing)?;
        Ok(toml::from_str(&String::from_utf8_lossy(file))?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_content_of_the_program_says_it() {
        let settings = Settings::read(&Content::embedded().unwrap()).unwrap();
        assert!(settings.upload.max_bytes <= settings.upload.max_total_bytes);
        assert!(settings.share.max_days > 0 && settings.child.until_age > 0);
    }
}
