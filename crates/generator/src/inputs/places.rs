//! Where people live and were born: communes of today weighted by population, the older communes
//! in them, and which ethnic groups live there.

use std::collections::HashMap;

use dean06_kernel::{AdminLevel, AdminUnit, AdminUnits, Generation, Successor};
use serde::Deserialize;

use super::InputsError;
use super::files::Files;
use super::parameters::{KindWeight, Parameters, ProvinceShare};
use crate::Code;
use crate::day::Day;
use crate::draw::{Draw, Weighted, mix, mix_text};

const PROVINCES: &str = "provinces.csv";
const ETHNIC_SHARES: &str = "ethnic-shares.csv";
const SYNTHETIC: &str = "synthetic.toml";

/// The part of the country, which decides about family names and addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Region {
    North,
    Central,
    South,
}

#[derive(Deserialize)]
struct ProvinceRow {
    code: String,
    region: Region,
    population: u32,
}

#[derive(Deserialize)]
struct ShareRow {
    province: String,
    ethnicity: String,
    per_mille: u32,
}

/// An older province.
pub(crate) struct Province {
    pub code: Code,
    pub region: Region,
    /// The first digits of personal numbers of births registered there.
    number_code: String,
    /// Households on temporary residence, and adults who came from elsewhere, of a thousand.
    pub temporary_per_mille: u32,
    pub moved_per_mille: u32,
    communes: Weighted<u16>,
    older: Vec<u32>,
}

/// A commune of today.
pub(crate) struct Commune {
    pub code: Code,
    pub kind: String,
    pub urban: bool,
    /// The older province in which most of it lies.
    pub province: u8,
    /// Whether people live in villages (bản, buôn, sóc) there.
    pub village: bool,
    /// The ethnic groups, by index.
    pub groups: Weighted<u8>,
    number_code: String,
    older: Vec<u32>,
    weight: u32,
}

/// A commune of the older generation.
struct OldCommune {
    code: Code,
    province: u8,
    now: u16,
}

/// A spot that had a commune before the change and has one since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Locality {
    pub now: u16,
    older: u32,
}

/// All places.
pub(crate) struct Places {
    pub provinces: Vec<Province>,
    pub communes: Vec<Commune>,
    /// Codes of ethnic groups by index.
    pub ethnicities: Vec<Code>,
    older: Vec<OldCommune>,
    everywhere: Weighted<u16>,
    switched_on: Day,
    by_code: HashMap<Code, u16>,
}

impl Places {
    pub(crate) fn read(
        files: &Files<'_>,
        parameters: &Parameters,
        units: &AdminUnits,
    ) -> Result<Self, InputsError> {
        let rows: Vec<ProvinceRow> = files.rows(PROVINCES)?;
        let prefix = &parameters.number.province_prefix;
        let shares = &parameters.places;
        let mut provinces: Vec<Province> = rows
            .iter()
            .map(|row| Province {
                code: row.code.as_str().into(),
                region: row.region,
                number_code: format!("{prefix}{}", row.code),
                temporary_per_mille: share_of(&shares.temporary_in, &row.code)
                    .unwrap_or(shares.temporary_per_mille),
                moved_per_mille: share_of(&shares.moved_in, &row.code)
                    .unwrap_or(shares.moved_per_mille),
                communes: Weighted::default(),
                older: Vec::new(),
            })
            .collect();
        let province_index: HashMap<&str, u8> = (0..)
            .zip(&rows)
            .map(|(index, row)| (row.code.as_str(), index))
            .collect();

        let mut communes = read_communes(parameters, units, &province_index)?;
        let by_code: HashMap<Code, u16> = (0..)
            .zip(&communes)
            .map(|(index, commune)| (Code::clone(&commune.code), index))
            .collect();
        let older = read_older(units, &province_index, &by_code)?;
        for (index, old) in (0..).zip(&older) {
            communes[usize::from(old.now)].older.push(index);
            provinces[usize::from(old.province)].older.push(index);
        }
        for (index, commune) in (0..).zip(&communes) {
            provinces[usize::from(commune.province)]
                .communes
                .push(index, commune.weight);
        }
        let mut everywhere = Weighted::default();
        for (province, row) in provinces.iter().zip(&rows) {
            // Of each province so many people per ten thousand of its weight.
            let total = u64::from(province.communes.total().max(1));
            for index in province.communes.items() {
                let people = u64::from(row.population) * 10_000;
                let weight = people * u64::from(communes[usize::from(*index)].weight) / total;
                everywhere.push(*index, u32::try_from(weight).unwrap_or(u32::MAX));
            }
        }
        let mut places = Self {
            provinces,
            communes,
            ethnicities: Vec::new(),
            older,
            everywhere,
            switched_on: Day::of(units.switched_on()),
            by_code,
        };
        places.settle(files, parameters, &province_index)?;
        Ok(places)
    }

    /// Spreads the ethnic groups of each province over its communes, unevenly.
    fn settle(
        &mut self,
        files: &Files<'_>,
        parameters: &Parameters,
        province_index: &HashMap<&str, u8>,
    ) -> Result<(), InputsError> {
        let settings = &parameters.ethnicity;
        let mut shares: Vec<Vec<(u8, u32)>> = vec![Vec::new(); self.provinces.len()];
        self.ethnicities.push(settings.majority.as_str().into());
        for row in files.rows::<ShareRow>(ETHNIC_SHARES)? {
            let province = *province_index
                .get(row.province.as_str())
                .ok_or_else(|| unknown(ETHNIC_SHARES, "province", &row.province))?;
            let group = self.group_index(&row.ethnicity)?;
            shares[usize::from(province)].push((group, row.per_mille));
        }
        for (province, shares) in self.provinces.iter().zip(&shares) {
            for (group, per_mille) in shares {
                let code = &self.ethnicities[usize::from(*group)];
                let factors: Vec<u64> = province
                    .communes
                    .items()
                    .iter()
                    .map(|index| cluster(parameters, &self.communes[usize::from(*index)], code))
                    .collect();
                let weights = province.communes.items().iter().zip(&factors);
                let mean = weights
                    .map(|(index, factor)| {
                        factor * u64::from(self.communes[usize::from(*index)].weight)
                    })
                    .sum::<u64>()
                    / u64::from(province.communes.total().max(1));
                for (index, factor) in province.communes.items().iter().zip(factors) {
                    let share = u64::from(*per_mille) * factor / mean.max(1);
                    self.communes[usize::from(*index)]
                        .groups
                        .push(*group, u32::try_from(share.min(900)).unwrap_or(0));
                }
            }
        }
        for commune in &mut self.communes {
            // At least one household in fifty is of the majority.
            let minority = commune.groups.total();
            let majority = 1_000_u32.saturating_sub(minority).max(minority / 50 + 20);
            commune.groups.push(0, majority);
            commune.village =
                majority * 1_000 < settings.village_below_per_mille * commune.groups.total();
        }
        Ok(())
    }

    fn group_index(&mut self, code: &str) -> Result<u8, InputsError> {
        let found = self.ethnicities.iter().position(|known| **known == *code);
        let index = found.unwrap_or_else(|| {
            self.ethnicities.push(code.into());
            self.ethnicities.len() - 1
        });
        u8::try_from(index).map_err(|_| unknown(ETHNIC_SHARES, "group", code))
    }

    pub(crate) fn commune(&self, locality: Locality) -> &Commune {
        &self.communes[usize::from(locality.now)]
    }

    /// The older province of a locality.
    pub(crate) fn province(&self, locality: Locality) -> &Province {
        &self.provinces[usize::from(self.commune(locality).province)]
    }

    /// Somewhere in the country, by population.
    pub(crate) fn anywhere(&self, draw: &mut Draw) -> Locality {
        let commune = self.everywhere.draw(draw).copied().unwrap_or(0);
        self.in_commune(commune, draw)
    }

    /// Somewhere in the same older province.
    pub(crate) fn nearby(&self, locality: Locality, draw: &mut Draw) -> Locality {
        let province = self.province(locality);
        let commune = province.communes.draw(draw).copied();
        self.in_commune(commune.unwrap_or(locality.now), draw)
    }

    /// Somewhere in a commune of today.
    fn in_commune(&self, now: u16, draw: &mut Draw) -> Locality {
        let commune = &self.communes[usize::from(now)];
        let province = &self.provinces[usize::from(commune.province)];
        // Islands that had no communes: births were registered somewhere in their province.
        let older = draw
            .one_of(&commune.older)
            .or_else(|| draw.one_of(&province.older));
        Locality {
            now,
            older: older.copied().unwrap_or(0),
        }
    }

    /// The locality of a commune of today, with the first of the older ones in it.
    pub(crate) fn find(&self, code: &str) -> Option<Locality> {
        let now = *self.by_code.get(code)?;
        let older = *self.communes[usize::from(now)].older.first()?;
        Some(Locality { now, older })
    }

    /// The locality of an older commune.
    pub(crate) fn find_older(&self, code: &str) -> Option<Locality> {
        (0..)
            .zip(&self.older)
            .find(|(_, unit)| *unit.code == *code)
            .map(|(older, unit)| Locality {
                now: unit.now,
                older,
            })
    }

    /// The code that the commune had on a day.
    pub(crate) fn code(&self, locality: Locality, on: Day) -> Code {
        if on < self.switched_on {
            Code::clone(&self.older[locality.older as usize].code)
        } else {
            Code::clone(&self.commune(locality).code)
        }
    }

    /// The first digits of the personal number of somebody registered there on that day.
    pub(crate) fn number_code(&self, locality: Locality, on: Day) -> &str {
        if on < self.switched_on {
            let province = self.older[locality.older as usize].province;
            &self.provinces[usize::from(province)].number_code
        } else {
            &self.commune(locality).number_code
        }
    }
}

fn read_communes(
    parameters: &Parameters,
    units: &AdminUnits,
    province_index: &HashMap<&str, u8>,
) -> Result<Vec<Commune>, InputsError> {
    let (since, before) = (
        units.generation(Generation::Since2025),
        units.generation(Generation::Before2025),
    );
    since
        .level(AdminLevel::Commune)
        .map(|unit| {
            let older_province = units
                .predecessors(&unit.code)
                .find_map(|code| before.province_of(code))
                .ok_or_else(|| unknown(PROVINCES, "commune without past", &unit.code))?;
            let province = province_index
                .get(older_province.code.as_str())
                .ok_or_else(|| unknown(PROVINCES, "province", &older_province.code))?;
            let today = since
                .province_of(&unit.code)
                .ok_or_else(|| unknown(PROVINCES, "commune", &unit.code))?;
            Ok(Commune {
                code: unit.code.as_str().into(),
                kind: unit.kind.clone(),
                urban: kind(parameters, unit)?.urban,
                province: *province,
                village: false,
                groups: Weighted::default(),
                number_code: format!("{}{}", parameters.number.province_prefix, today.code),
                older: Vec::new(),
                weight: weight(parameters, unit)?,
            })
        })
        .collect()
}

fn read_older(
    units: &AdminUnits,
    province_index: &HashMap<&str, u8>,
    by_code: &HashMap<Code, u16>,
) -> Result<Vec<OldCommune>, InputsError> {
    let before = units.generation(Generation::Before2025);
    before
        .level(AdminLevel::Commune)
        .filter_map(|unit| match units.successor(&unit.code) {
            Successor::One(now) => Some((unit, now)),
            Successor::Divided { largest, .. } => Some((unit, largest)),
            Successor::Unknown => None,
        })
        .map(|(unit, now)| {
            let province = before
                .province_of(&unit.code)
                .and_then(|province| province_index.get(province.code.as_str()))
                .ok_or_else(|| unknown(PROVINCES, "province of commune", &unit.code))?;
            let now = by_code
                .get(now.as_str())
                .ok_or_else(|| unknown(PROVINCES, "commune", now))?;
            Ok(OldCommune {
                code: unit.code.as_str().into(),
                province: *province,
                now: *now,
            })
        })
        .collect()
}

/// How many people a commune has beside the others of its province.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the area lies between two bounds that are checked when they are read"
)]
fn weight(parameters: &Parameters, unit: &AdminUnit) -> Result<u32, InputsError> {
    let settings = &parameters.communes;
    if settings.left_out.contains(&unit.code) {
        return Ok(0);
    }
    let base = kind(parameters, unit)?.base;
    let area = unit
        .area_km2
        .unwrap_or(settings.area_from)
        .clamp(settings.area_from, settings.area_to);
    // The fourth root in integers, times 100: the same on every machine.
    let scaled = (u64::from(area as u32) * 100_000_000).isqrt().isqrt();
    Ok(u32::try_from(u64::from(base) * scaled / 100).unwrap_or(u32::MAX))
}

fn kind<'a>(parameters: &'a Parameters, unit: &AdminUnit) -> Result<&'a KindWeight, InputsError> {
    let kinds = &parameters.communes.weights;
    kinds
        .iter()
        .find(|row| row.kind == unit.kind)
        .ok_or_else(|| unknown(SYNTHETIC, "kind of commune", &unit.kind))
}

/// By how much a group is denser in a commune than elsewhere.
fn cluster(parameters: &Parameters, commune: &Commune, group: &str) -> u64 {
    let settings = &parameters.ethnicity;
    let hash = mix_text(&commune.code) ^ mix_text(group);
    let choices = settings.clusters.len().max(1) as u64;
    let index = usize::try_from(mix(hash) % choices).unwrap_or(0);
    let factor = settings.clusters.get(index).copied().unwrap_or(100);
    let urban = if commune.urban {
        settings.ward_per_mille
    } else {
        1_000
    };
    u64::from(factor) * u64::from(urban)
}

fn share_of(shares: &[ProvinceShare], province: &str) -> Option<u32> {
    shares
        .iter()
        .find(|share| share.province == province)
        .map(|share| share.value)
}

fn unknown(file: &'static str, what: &str, code: &str) -> InputsError {
    InputsError::value(file, format!("{what} {code} is not known"))
}
