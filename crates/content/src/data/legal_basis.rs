use std::collections::BTreeMap;

use dean06_kernel::{Confidence, Text};
use jiff::civil::Date;
use serde::Deserialize;

use crate::reader::Reader;

const FILE: &str = "legal-bases.toml";

/// A place in the law on which data are kept, used or told.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LegalBasis {
    /// Name in contracts and purposes.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Where it is written.
    pub source: String,
    /// How surely it is so.
    pub confidence: Confidence,
    /// First day on which it holds; open if nothing.
    pub valid_from: Option<Date>,
    /// Last day on which it holds; open if nothing.
    pub valid_to: Option<Date>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    basis: Vec<LegalBasis>,
}

pub(crate) fn load(reader: &mut Reader<'_>) -> BTreeMap<String, LegalBasis> {
    let mut bases = BTreeMap::new();
    for basis in reader
        .toml::<File>(FILE)
        .map(|f| f.basis)
        .unwrap_or_default()
    {
        if let Some(twice) = bases.insert(basis.id.clone(), basis) {
            reader.note(FILE, twice.id, "the legal basis occurs twice");
        }
    }
    bases
}
