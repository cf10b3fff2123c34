use std::collections::BTreeMap;

use dean06_kernel::Text;
use serde::Deserialize;

use crate::reader::Reader;

pub(crate) const FILE: &str = "purposes.toml";

/// For which purposes data may be used, and which fields of which data service each opens.
#[derive(Debug, Clone, Default)]
pub struct Purposes {
    by_id: BTreeMap<String, Purpose>,
}

/// A purpose of using data.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// Name in calls, services and policies.
    pub id: String,
    /// What people read in the record of who used their data.
    pub title: Text,
    /// Id of the legal basis.
    pub legal_basis: String,
    /// What it opens.
    #[serde(default)]
    pub allow: Vec<Allow>,
}

/// What a purpose opens of one data service.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allow {
    /// The data service, as `population.get-person/1`.
    pub service: String,
    /// Top-level fields of the answer or dotted paths; `*` is all of it.
    pub fields: Vec<String>,
}

/// What a purpose opens of one data service, and why it may.
#[derive(Debug, Clone, Copy)]
pub struct Grant<'p> {
    /// Id of the legal basis.
    pub legal_basis: &'p str,
    /// Top-level fields of the answer or dotted paths; `*` is all of it.
    pub fields: &'p [String],
}

impl Allow {
    /// Whether the whole answer is open.
    pub fn everything(&self) -> bool {
        self.fields.iter().any(|field| field == "*")
    }

    /// Whether the value at `path` is open as a whole.
    pub fn covers(&self, path: &[impl AsRef<str>]) -> bool {
        self.fields.iter().any(|field| {
            if field == "*" {
                return true;
            }
            let parts: Vec<&str> = field.split('.').collect();
            parts.len() <= path.len() && parts.iter().zip(path).all(|(a, b)| *a == b.as_ref())
        })
    }
}

impl Purpose {
    /// What it opens of a data service; nothing if it may not be asked for this purpose.
    pub fn allows(&self, service: &str) -> Option<&Allow> {
        self.allow.iter().find(|allow| allow.service == service)
    }
}

impl Purposes {
    /// The purpose with this id.
    pub fn get(&self, id: &str) -> Option<&Purpose> {
        self.by_id.get(id)
    }

    /// All purposes, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Purpose> {
        self.by_id.values()
    }

    /// What `purpose` opens of `service`, and on which legal basis; nothing if `service` may not be
    /// asked for it.
    pub fn grant(&self, purpose: &str, service: &str) -> Option<Grant<'_>> {
        let purpose = self.get(purpose)?;
        Some(Grant {
            legal_basis: &purpose.legal_basis,
            fields: &purpose.allows(service)?.fields,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    purpose: Vec<Purpose>,
}

pub(crate) fn load(reader: &mut Reader<'_>) -> Purposes {
    let mut by_id = BTreeMap::new();
    for purpose in reader
        .toml::<File>(FILE)
        .map(|f| f.purpose)
        .unwrap_or_default()
    {
        for (index, allow) in purpose.allow.iter().enumerate() {
            if purpose.allow[..index]
                .iter()
                .any(|other| other.service == allow.service)
            {
                reader.note(
                    FILE,
                    &purpose.id,
                    format_args!("{} occurs twice", allow.service),
                );
            }
        }
        if let Some(twice) = by_id.insert(purpose.id.clone(), purpose) {
            reader.note(FILE, twice.id, "the purpose occurs twice");
        }
    }
    Purposes { by_id }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_opens_what_is_below_it() {
        let allow = Allow {
            service: "population.get-person/1".to_owned(),
            fields: vec!["name".to_owned(), "residence.commune".to_owned()],
        };
        assert!(allow.covers(&["name"]));
        assert!(allow.covers(&["name", "family"]));
        assert!(allow.covers(&["residence", "commune"]));
        assert!(!allow.covers(&["residence"]));
        assert!(!allow.covers(&["names"]));
        assert!(!allow.covers(&[""; 0]));
        assert!(!allow.everything());
    }
}
