use dean06_kernel::{Confidence, Generation, Text};
use jiff::civil::Date;
use serde::Deserialize;

use crate::reader::Reader;

pub(crate) const FILE: &str = "profiles.toml";

/// A state of the country that the rules can be played in, named by the day it begins with.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Profile {
    /// Its name: the first day.
    pub id: String,
    /// What it is.
    pub title: Text,
    /// The first day.
    pub valid_from: Date,
    /// The last day; open if nothing.
    pub valid_to: Option<Date>,
    /// Which administrative units it has.
    pub generation: Generation,
    /// Where it is written.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    profile: Vec<Profile>,
}

/// The profiles, the oldest first.
pub(crate) fn load(reader: &mut Reader<'_>) -> Vec<Profile> {
    let mut profiles = reader
        .required_toml::<File>(FILE)
        .map(|file| file.profile)
        .unwrap_or_default();
    profiles.sort_by_key(|profile| profile.valid_from);
    profiles
}

/// The first day of the newer administrative units: the first day of the first profile that has them.
pub(crate) fn switched_on(profiles: &[Profile]) -> Option<Date> {
    profiles
        .iter()
        .find(|profile| profile.generation == Generation::Since2025)
        .map(|profile| profile.valid_from)
}
