use std::collections::{BTreeMap, BTreeSet};
use std::io;

use jiff::civil::Date;
use serde::Deserialize;

use super::{AdminLevel, AdminUnit, AdminUnits, Generation, Successor, Units};

/// Why the tables of administrative units cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AdminUnitsError {
    /// A table cannot be read.
    #[error("the table {table} cannot be read")]
    Csv {
        /// Which one: `before`, `since`, `merger` or `districts`.
        table: &'static str,
        /// What is wrong with it.
        source: csv::Error,
    },
    /// A code that occurs twice in one generation.
    #[error("the unit {0} occurs twice in one generation")]
    Duplicate(String),
    /// A code that has not the digits of its tier, or a tier that its generation does not have.
    #[error("{0:?} is not a code of its tier")]
    Code(String),
    /// A unit whose parent is missing, absent, or of the wrong tier.
    #[error("the unit {0} has no fitting parent")]
    Parent(String),
    /// A merger row with a unit that does not exist.
    #[error("the merger names the unit {0}, which does not exist")]
    UnknownUnit(String),
    /// Rows about one old unit that contradict each other.
    #[error("the merger rows of the old unit {0} contradict each other")]
    Contradiction(String),
}

#[derive(Deserialize)]
struct UnitRow {
    code: String,
    level: AdminLevel,
    kind: String,
    name: String,
    short_name: String,
    parent_code: Option<String>,
    latitude: Option<f64>,
    longitude: Option<f64>,
    #[serde(default)]
    area_km2: Option<f64>,
}

#[derive(Deserialize)]
struct MergerRow {
    old_commune_code: String,
    new_commune_code: String,
    divided: u8,
    is_default: u8,
}

#[derive(Deserialize)]
struct DistrictRow {
    old_district_code: String,
    new_commune_code: String,
}

impl AdminUnits {
    /// Reads both generations and the way between them; `switched_on` is the first day of the newer.
    ///
    /// * `before`, `since`: `code,level,kind,name,short_name,parent_code,latitude,longitude` and,
    ///   where known, `area_km2`.
    /// * `merger`: `old_commune_code,new_commune_code,divided,is_default`; an old commune with
    ///   `divided` = 1 has several rows, of which one is marked `is_default` (the largest part).
    /// * `districts`: `old_district_code,new_commune_code` for districts without communes.
    ///
    /// Further columns are not looked at.
    pub fn from_csv(
        before: impl io::Read,
        since: impl io::Read,
        merger: impl io::Read,
        districts: impl io::Read,
        switched_on: Date,
    ) -> Result<Self, AdminUnitsError> {
        let before = units(rows("before", before)?, Generation::Before2025)?;
        let since = units(rows("since", since)?, Generation::Since2025)?;

        let mut parts: BTreeMap<String, Vec<MergerRow>> = BTreeMap::new();
        for row in rows::<MergerRow>("merger", merger)? {
            expect_unit(&before, &row.old_commune_code, AdminLevel::Commune)?;
            expect_unit(&since, &row.new_commune_code, AdminLevel::Commune)?;
            parts
                .entry(row.old_commune_code.clone())
                .or_default()
                .push(row);
        }
        let mut successors = BTreeMap::new();
        for (old, rows) in parts {
            let successor =
                successor(&rows).ok_or_else(|| AdminUnitsError::Contradiction(old.clone()))?;
            successors.insert(old, successor);
        }
        for row in rows::<DistrictRow>("districts", districts)? {
            expect_unit(&before, &row.old_district_code, AdminLevel::District)?;
            expect_unit(&since, &row.new_commune_code, AdminLevel::Commune)?;
            let one = Successor::One(row.new_commune_code);
            if successors
                .insert(row.old_district_code.clone(), one)
                .is_some()
            {
                return Err(AdminUnitsError::Contradiction(row.old_district_code));
            }
        }

        let mut units = Self {
            switched_on,
            before,
            since,
            successors,
            predecessors: BTreeMap::new(),
            province_successors: BTreeMap::new(),
        };
        units.predecessors = units.backwards();
        units.province_successors = units.provinces();
        Ok(units)
    }

    fn backwards(&self) -> BTreeMap<String, BTreeSet<String>> {
        let mut predecessors: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (old, successor) in &self.successors {
            for new in successor.codes() {
                let before = predecessors.entry(new.clone()).or_default();
                before.insert(old.clone());
            }
        }
        predecessors
    }

    /// Where each older province went, if all its communes went to one.
    fn provinces(&self) -> BTreeMap<String, String> {
        let before = self.generation(Generation::Before2025);
        let since = self.generation(Generation::Since2025);
        let mut reached: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (old, successor) in &self.successors {
            let Some(old) = before.province_of(old) else {
                continue;
            };
            let new = successor.codes().iter();
            let new = new.filter_map(|code| since.province_of(code));
            reached
                .entry(&old.code)
                .or_default()
                .extend(new.map(|province| province.code.as_str()));
        }
        reached
            .into_iter()
            .filter(|(_, new)| new.len() == 1)
            .filter_map(|(old, new)| Some((old.to_owned(), (*new.first()?).to_owned())))
            .collect()
    }
}

fn rows<T: for<'de> Deserialize<'de>>(
    table: &'static str,
    reader: impl io::Read,
) -> Result<Vec<T>, AdminUnitsError> {
    csv::Reader::from_reader(reader)
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|source| AdminUnitsError::Csv { table, source })
}

fn units(rows: Vec<UnitRow>, generation: Generation) -> Result<Units, AdminUnitsError> {
    let mut units = Units::default();
    for row in rows {
        let digits = match (row.level, generation) {
            (AdminLevel::Province, _) => 2,
            (AdminLevel::District, Generation::Before2025) => 3,
            (AdminLevel::District, Generation::Since2025) => {
                return Err(AdminUnitsError::Code(row.code));
            }
            (AdminLevel::Commune, _) => 5,
        };
        if row.code.len() != digits || !row.code.bytes().all(|b| b.is_ascii_digit()) {
            return Err(AdminUnitsError::Code(row.code));
        }
        let unit = AdminUnit {
            code: row.code,
            level: row.level,
            kind: row.kind,
            name: row.name,
            short_name: row.short_name,
            parent: row.parent_code,
            generation,
            latitude: row.latitude,
            longitude: row.longitude,
            area_km2: row.area_km2,
        };
        if let Some(twice) = units.by_code.insert(unit.code.clone(), unit) {
            return Err(AdminUnitsError::Duplicate(twice.code));
        }
    }
    for unit in units.by_code.values() {
        let above = match (unit.level, generation) {
            (AdminLevel::Province, _) => None,
            (AdminLevel::Commune, Generation::Before2025) => Some(AdminLevel::District),
            (AdminLevel::District, _) | (AdminLevel::Commune, Generation::Since2025) => {
                Some(AdminLevel::Province)
            }
        };
        let parent = unit
            .parent
            .as_ref()
            .map(|code| units.by_code.get(code).map(|parent| parent.level));
        if parent != above.map(Some) {
            return Err(AdminUnitsError::Parent(unit.code.clone()));
        }
        if let Some(parent) = &unit.parent {
            units
                .children
                .entry(parent.clone())
                .or_default()
                .push(unit.code.clone());
        }
    }
    Ok(units)
}

fn expect_unit(units: &Units, code: &str, level: AdminLevel) -> Result<(), AdminUnitsError> {
    match units.by_code.get(code) {
        Some(unit) if unit.level == level => Ok(()),
        _ => Err(AdminUnitsError::UnknownUnit(code.to_owned())),
    }
}

/// What the rows of one old commune say; nothing if they contradict each other.
fn successor(rows: &[MergerRow]) -> Option<Successor> {
    let (first, rest) = rows.split_first()?;
    if rest.is_empty() && first.divided == 0 {
        return Some(Successor::One(first.new_commune_code.clone()));
    }
    let candidates: BTreeSet<&String> = rows.iter().map(|row| &row.new_commune_code).collect();
    let mut largest = rows.iter().filter(|row| row.is_default == 1);
    let (Some(largest), None) = (largest.next(), largest.next()) else {
        return None;
    };
    let all_divided = rows.iter().all(|row| row.divided == 1);
    (all_divided && candidates.len() == rows.len() && rows.len() > 1).then(|| Successor::Divided {
        candidates: candidates.into_iter().cloned().collect(),
        largest: largest.new_commune_code.clone(),
    })
}
