//! The shares of `synthetic.toml`.

use serde::Deserialize;

use super::InputsError;
use super::files::Files;
use crate::Code;
use crate::draw::Draw;

const FILE: &str = "synthetic.toml";

#[derive(Debug, Deserialize)]
pub(crate) struct Parameters {
    /// First years of all eras but the first.
    pub eras: [i16; ERAS - 1],
    pub communes: CommuneWeights,
    pub ethnicity: EthnicityShares,
    pub religion: ReligionShares,
    pub names: NameShares,
    pub partial_birth: Vec<PartialBirth>,
    pub births: BirthShares,
    pub marriages: MarriageShares,
    pub family: FamilyShares,
    pub places: PlaceShares,
    pub contact: ContactShares,
    pub blood: Blood,
    pub old_id: OldIds,
    pub codes: CodeNames,
    pub number: NumberRules,
}

/// How many eras of names there are.
pub(crate) const ERAS: usize = 5;

/// A value for ages or years from one to another, both included.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Band {
    from: i32,
    to: i32,
    value: u32,
}

/// Values for bands; 0 outside them.
#[derive(Debug, Clone, Deserialize)]
#[serde(transparent)]
pub(crate) struct Bands(Vec<Band>);

impl Bands {
    pub(crate) fn at(&self, value: impl Into<i32>) -> u32 {
        let value = value.into();
        self.0
            .iter()
            .find(|band| (band.from..=band.to).contains(&value))
            .map_or(0, |band| band.value)
    }
}

#[derive(Debug, Deserialize)]
pub(crate) struct CommuneWeights {
    pub area_from: f64,
    pub area_to: f64,
    pub weights: Vec<KindWeight>,
    pub left_out: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct KindWeight {
    pub kind: String,
    pub base: u32,
    #[serde(default)]
    pub urban: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct EthnicityShares {
    pub clusters: Vec<u32>,
    pub ward_per_mille: u32,
    pub same_group_per_mille: u32,
    pub village_below_per_mille: u32,
    pub majority: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ReligionShares {
    pub none: Code,
    pub shared_per_mille: u32,
}

#[derive(Debug, Deserialize)]
pub(crate) struct NameShares {
    pub double_middle_male: [u32; ERAS],
    pub double_middle_female: [u32; ERAS],
    pub mother_family_per_mille: u32,
    pub other_name_per_mille: [u32; ERAS],
}

/// How often the births up to a year are known in part only.
#[derive(Debug, Deserialize)]
pub(crate) struct PartialBirth {
    pub born_to: i16,
    pub year_only: u32,
    pub month_only: u32,
}

#[derive(Debug, Deserialize)]
pub(crate) struct BirthShares {
    pub twins_per_mille: u32,
    pub abroad_per_mille: u32,
    pub electronic_from: i16,
    pub within_days: i32,
    pub late_per_mille: u32,
    pub late_days: i32,
    pub father_unknown_per_mille: u32,
}

#[derive(Debug, Deserialize)]
pub(crate) struct MarriageShares {
    pub husband_age_from: i32,
    pub wife_age_from: i32,
    pub unregistered: Bands,
    pub counts_without_entry_to: i16,
    pub year_only: Bands,
    pub earlier_per_mille: u32,
    pub foreign_spouse_per_mille: u32,
    pub foreign_household_per_mille: u32,
    pub dual_per_mille: u32,
    pub foreigner_born_here_per_mille: u32,
}

#[derive(Debug, Deserialize)]
pub(crate) struct FamilyShares {
    pub with_fathers_side_per_mille: u32,
    pub children_by_era: [u32; ERAS],
    pub linked_per_mille: u32,
    pub deceased_parent_per_mille: u32,
    pub deceased_spouse_per_mille: u32,
    pub missing_per_million: u32,
    pub represented_below: i32,
}

#[derive(Debug, Deserialize)]
pub(crate) struct PlaceShares {
    pub same_commune_per_mille: u32,
    pub same_province_per_mille: u32,
    pub minority_stays_per_mille: u32,
    pub temporary_per_mille: u32,
    pub temporary_in: Vec<ProvinceShare>,
    pub moved_per_mille: u32,
    pub moved_in: Vec<ProvinceShare>,
    pub away: Bands,
    pub absence_declared_per_mille: u32,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ProvinceShare {
    pub province: String,
    pub value: u32,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ContactShares {
    pub phone: Bands,
    pub email: Bands,
    pub email_domain: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Blood {
    pub known_per_mille: u32,
    pub groups: Vec<CodeWeight>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct CodeWeight {
    pub code: String,
    pub weight: u32,
}

#[derive(Debug, Deserialize)]
pub(crate) struct OldIds {
    pub born_to: i16,
    pub per_mille: u32,
    pub numbers_to: u32,
}

/// Codes of the lists that the register uses.
#[derive(Debug, Deserialize)]
pub(crate) struct CodeNames {
    pub country: Code,
    pub marital_never: Code,
    pub marital_married: Code,
    pub marital_ended: Code,
    pub head: Code,
    pub wife: Code,
    pub husband: Code,
    pub child: Code,
    pub father: Code,
    pub mother: Code,
    pub grandchild: Code,
    pub elder_brother: Code,
    pub elder_sister: Code,
    pub younger_sibling: Code,
    pub other: Code,
}

#[derive(Debug, Deserialize)]
pub(crate) struct NumberRules {
    pub province_prefix: String,
    pub given_from: i16,
}

impl Parameters {
    pub(crate) fn read(files: &Files<'_>) -> Result<Self, InputsError> {
        let parameters: Self = files.settings(FILE)?;
        let area = parameters.communes.area_from..=parameters.communes.area_to;
        if area.is_empty() || !(1.0..=100_000.0).contains(area.end()) || *area.start() < 0.0 {
            return Err(InputsError::value(FILE, "areas without order"));
        }
        if !parameters.eras.is_sorted() {
            return Err(InputsError::value(FILE, "eras without order"));
        }
        Ok(parameters)
    }

    /// Which era a year of birth lies in.
    pub(crate) fn era(&self, year: i16) -> usize {
        self.eras.iter().filter(|first| year >= **first).count()
    }

    /// Whether only the year, or the year and month, of a birth in that year is known.
    pub(crate) fn precision(&self, year: i16, draw: &mut Draw) -> Precision {
        let Some(row) = self.partial_birth.iter().find(|row| year <= row.born_to) else {
            return Precision::Day;
        };
        let at = draw.below(1_000);
        if at < row.year_only {
            Precision::Year
        } else if at < row.year_only + row.month_only {
            Precision::Month
        } else {
            Precision::Day
        }
    }
}

/// How much of a date is known.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Precision {
    Year,
    Month,
    Day,
}
