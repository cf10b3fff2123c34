use std::collections::BTreeMap;

use dean06_kernel::Text;
use serde::Deserialize;

use crate::reader::Reader;

const FILE: &str = "register-titles.toml";

/// What people call the registers, by the owner part of a data service's name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Registers {
    by_owner: BTreeMap<String, Text>,
}

impl Registers {
    /// The register that answers `service`.
    pub fn title(&self, service: &str) -> Option<&Text> {
        self.by_owner.get(service.split('.').next()?)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    register: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    owner: String,
    title: Text,
}

pub(crate) fn load(reader: &mut Reader<'_>) -> Registers {
    let rows = reader
        .toml::<File>(FILE)
        .map(|f| f.register)
        .unwrap_or_default();
    Registers {
        by_owner: rows.into_iter().map(|row| (row.owner, row.title)).collect(),
    }
}
