//! Religions, and the world outside.

use std::collections::HashMap;
use std::sync::Arc;

use dean06_kernel::{PersonName, Sex};
use serde::Deserialize;

use super::InputsError;
use super::files::Files;
use super::parameters::Parameters;
use crate::Code;
use crate::draw::{Draw, Weighted};

const RELIGIONS: &str = "religions.csv";
const COUNTRIES: &str = "countries.csv";
const NAMES: &str = "foreign-names.csv";
const PHONES: &str = "phone-prefixes.csv";

#[derive(Deserialize)]
struct ReligionRow {
    ethnicity: String,
    province: String,
    religion: String,
    per_mille: u32,
}

/// Religions by ethnic group and older province.
pub(crate) struct Religions(HashMap<(String, String), Weighted<Code>>);

impl Religions {
    pub(crate) fn read(files: &Files<'_>, parameters: &Parameters) -> Result<Self, InputsError> {
        let mut religions: HashMap<(String, String), Weighted<Code>> = HashMap::new();
        for row in files.rows::<ReligionRow>(RELIGIONS)? {
            let key = (row.ethnicity, row.province);
            let religion = row.religion.as_str().into();
            religions
                .entry(key)
                .or_default()
                .push(religion, row.per_mille);
        }
        for shares in religions.values_mut() {
            let none = 1_000_u32.saturating_sub(shares.total());
            shares.push(Code::clone(&parameters.religion.none), none);
        }
        Ok(Self(religions))
    }

    /// The shares of a group in a province: the row that says most decides.
    pub(crate) fn of(&self, ethnicity: &str, province: &str) -> Option<&Weighted<Code>> {
        let get = |ethnicity: &str, province: &str| {
            self.0.get(&(ethnicity.to_owned(), province.to_owned()))
        };
        get(ethnicity, province)
            .or_else(|| get(ethnicity, ""))
            .or_else(|| get("", province))
            .or_else(|| get("", ""))
    }
}

#[derive(Deserialize)]
struct CountryRow {
    country: String,
    foreigners: u32,
    births_abroad: u32,
    pattern: String,
    city: String,
}

#[derive(Deserialize)]
struct NameRow {
    country: String,
    sex: String,
    part: String,
    name: String,
}

/// A country from which foreigners come, or in which citizens were born.
pub(crate) struct Country {
    pub code: Code,
    pub city: Arc<str>,
    pattern: String,
    family: Vec<String>,
    given: [Vec<String>; 2],
}

/// Countries by how many foreigners come from them, and how many citizens were born there.
pub(crate) struct World {
    countries: Vec<Country>,
    foreigners: Weighted<usize>,
    births: Weighted<usize>,
}

impl World {
    pub(crate) fn read(files: &Files<'_>) -> Result<Self, InputsError> {
        let mut world = Self {
            countries: Vec::new(),
            foreigners: Weighted::default(),
            births: Weighted::default(),
        };
        let names: Vec<NameRow> = files.rows(NAMES)?;
        for (index, row) in files.rows::<CountryRow>(COUNTRIES)?.into_iter().enumerate() {
            let list = |part: &str, sex: &str| -> Vec<String> {
                names
                    .iter()
                    .filter(|name| name.country == row.country && name.part == part)
                    .filter(|name| name.sex == sex || name.sex == "any")
                    .map(|name| name.name.clone())
                    .collect()
            };
            let country = Country {
                code: row.country.as_str().into(),
                city: row.city.as_str().into(),
                pattern: row.pattern.clone(),
                family: list("family", "any"),
                given: [list("given", "male"), list("given", "female")],
            };
            if row.foreigners > 0 && !country.has_names() {
                let what = format!("no names of {}", row.country);
                return Err(InputsError::value(NAMES, what));
            }
            world.foreigners.push(index, row.foreigners);
            world.births.push(index, row.births_abroad);
            world.countries.push(country);
        }
        Ok(world)
    }

    /// Where a foreigner comes from.
    pub(crate) fn foreign(&self, draw: &mut Draw) -> Option<&Country> {
        self.countries.get(*self.foreigners.draw(draw)?)
    }

    /// Where a citizen was born abroad.
    pub(crate) fn birth(&self, draw: &mut Draw) -> Option<&Country> {
        self.countries.get(*self.births.draw(draw)?)
    }
}

impl Country {
    fn has_names(&self) -> bool {
        let needs_family = self.pattern.contains("{family}");
        self.given.iter().all(|names| !names.is_empty())
            && (!needs_family || !self.family.is_empty())
    }

    /// A name of somebody from there, in one of their families or a new one.
    pub(crate) fn name(&self, sex: Sex, draw: &mut Draw) -> Option<PersonName> {
        let given = draw.one_of(&self.given[usize::from(sex == Sex::Female)])?;
        let family = draw.one_of(&self.family).map_or("", String::as_str);
        let text = self
            .pattern
            .replace("{given}", given)
            .replace("{family}", family);
        PersonName::new(&text).ok()
    }
}

#[derive(Deserialize)]
struct PrefixRow {
    prefix: String,
}

/// The first four digits of made-up phone numbers.
pub(crate) fn phone_prefixes(files: &Files<'_>) -> Result<Vec<String>, InputsError> {
    let rows: Vec<PrefixRow> = files.rows(PHONES)?;
    let well_formed = |row: &PrefixRow| {
        row.prefix.len() == 4 && row.prefix.bytes().all(|byte| byte.is_ascii_digit())
    };
    if !rows.iter().all(well_formed) {
        return Err(InputsError::value(
            PHONES,
            "a prefix that is not four digits",
        ));
    }
    Ok(rows.into_iter().map(|row| row.prefix).collect())
}
