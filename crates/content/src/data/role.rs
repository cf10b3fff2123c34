use std::collections::BTreeMap;

use dean06_kernel::{Confidence, Text};
use serde::Deserialize;

use crate::reader::Reader;

pub(crate) const FILE: &str = "roles.toml";

/// What an officer may be in an organisation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Its name in services and policies.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// The kinds of organisations that have it.
    pub kinds: Vec<String>,
    /// Where it is written.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    role: Vec<Role>,
}

pub(crate) fn load(reader: &mut Reader<'_>) -> BTreeMap<String, Role> {
    let mut roles = BTreeMap::new();
    let file = reader.toml::<File>(FILE);
    for role in file.map(|file| file.role).unwrap_or_default() {
        if let Some(twice) = roles.insert(role.id.clone(), role) {
            reader.note(FILE, twice.id, "the role occurs twice");
        }
    }
    roles
}
