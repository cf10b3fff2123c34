//! Administrative units with their English names, and code lists: what rules look things up in.

use std::collections::BTreeMap;

use dean06_kernel::{AdminUnit, AdminUnits, Text};
use jiff::civil::Date;
use serde::Deserialize;

use super::CodeList;
use crate::reader::Reader;
use crate::rule::Library;

const KINDS: &str = "admin-units/kinds.csv";
const TABLES: [&str; 4] = [
    "admin-units/before-2025-07.csv",
    "admin-units/since-2025-07.csv",
    "admin-units/merger-2025.csv",
    "admin-units/districts-2025.csv",
];

pub(crate) struct Reference {
    pub units: AdminUnits,
    kinds: BTreeMap<String, String>,
    pub code_lists: BTreeMap<String, CodeList>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KindRow {
    kind: String,
    en: String,
}

impl Reference {
    /// The name of one unit without those above it.
    pub fn short_name(&self, unit: &AdminUnit) -> Text {
        let kind = self.kinds.get(&unit.kind).map_or("", String::as_str);
        // A unit known by a number has its kind in its name: `Phường 1`.
        let numbered = bare_name(&unit.short_name, &unit.kind)
            .filter(|name| name.bytes().all(|b| b.is_ascii_digit()));
        let en = match numbered {
            Some(number) => format!("{kind} {number}"),
            None => format!("{} {kind}", unit.short_name),
        };
        Text::new(unit.name.clone(), en.trim())
    }
}

/// What follows the kind in a name that begins with it: `Ba Đình` of `Phường Ba Đình`.
pub(crate) fn bare_name<'n>(name: &'n str, kind: &str) -> Option<&'n str> {
    let mut letters = kind.chars();
    let capital: String = letters.next()?.to_uppercase().collect();
    name.strip_prefix(&capital)?
        .strip_prefix(letters.as_str())?
        .strip_prefix(' ')
}

impl Library for Reference {
    fn unit_name(&self, code: &str, on: Date) -> Option<Text> {
        let view = self.units.on(on);
        let mut name = self.short_name(view.get(code)?);
        for unit in view.ancestors(code) {
            let above = self.short_name(unit);
            name.vi.push_str(", ");
            name.vi.push_str(&above.vi);
            name.en.push_str(", ");
            name.en.push_str(&above.en);
        }
        Some(name)
    }

    fn label(&self, list: &str, code: &str) -> Option<Text> {
        let entry = self.code_lists.get(list)?.get(code)?;
        Some(entry.label.clone())
    }
}

/// Nothing if a table is missing or wrong, which is noted.
pub(crate) fn load(
    reader: &mut Reader<'_>,
    switched_on: Option<Date>,
    code_lists: BTreeMap<String, CodeList>,
) -> Option<Reference> {
    let [before, since, merger, districts] = TABLES.map(|path| reader.required(path));
    let switched_on = switched_on?;
    let units = AdminUnits::from_csv(before, since, merger, districts, switched_on);
    let units = reader.take("admin-units", "", units)?;
    reader.required(KINDS);
    let kinds: BTreeMap<String, String> = reader
        .csv::<KindRow>(KINDS)
        .into_iter()
        .map(|row| (row.kind, row.en))
        .collect();
    for date in [switched_on, Date::MIN] {
        let unknown = units
            .on(date)
            .units()
            .find(|unit| !kinds.contains_key(&unit.kind));
        if let Some(unit) = unknown {
            reader.note(KINDS, &unit.kind, "the kind has no English name");
        }
    }
    Some(Reference {
        units,
        kinds,
        code_lists,
    })
}
