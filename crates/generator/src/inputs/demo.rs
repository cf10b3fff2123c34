//! The people whom the demonstration signs in, as the content describes them.

use dean06_kernel::{PersonId, PersonName, Sex};
use serde::Deserialize;
use uuid::Uuid;

use super::InputsError;
use super::files::Files;
use crate::numbers::RESERVED_SERIALS;

const FILE: &str = "demo.toml";

#[derive(Deserialize)]
pub(crate) struct DemoRows {
    pub household: Vec<HouseholdRow>,
}

#[derive(Deserialize)]
pub(crate) struct HouseholdRow {
    pub id: Uuid,
    pub commune: String,
    pub address: String,
    pub file_number: String,
    pub member: Vec<MemberRow>,
    #[serde(default)]
    pub marriage: Vec<MarriageRow>,
}

#[derive(Deserialize)]
pub(crate) struct MemberRow {
    pub role: String,
    pub id: PersonId,
    pub name: PersonName,
    pub sex: Sex,
    pub age: i32,
    /// `MM-DD`; only the year is known without it.
    pub born: Option<String>,
    /// Last digits of the personal number; none for a foreigner.
    pub serial: Option<u32>,
    pub phone: Option<String>,
    pub relation: DemoRelation,
    #[serde(default)]
    pub widowed: bool,
    /// The older commune of birth and hometown.
    pub older_commune: Option<String>,
    pub nationality: Option<String>,
    /// A city abroad.
    pub born_in: Option<String>,
    /// Names of father and mother who do not stand in the population.
    pub parents: Option<[PersonName; 2]>,
    /// Roles of father and mother.
    pub children_of: Option<[String; 2]>,
    /// Roles of the members who are her children.
    #[serde(default)]
    pub mother_of: Vec<String>,
}

#[derive(Deserialize)]
pub(crate) struct MarriageRow {
    pub id: Uuid,
    pub husband: String,
    pub wife: String,
    pub years_ago: i32,
    /// `MM-DD`.
    pub on: String,
    pub number: u32,
}

/// How a member of a demo household stands to its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum DemoRelation {
    Head,
    Wife,
    Husband,
    Child,
    Mother,
}

impl DemoRows {
    pub(crate) fn read(files: &Files<'_>) -> Result<Self, InputsError> {
        let demo: Self = files.settings(FILE)?;
        let wrong = |what: String| Err(InputsError::value(FILE, what));
        for household in &demo.household {
            if household.member.first().map(|member| member.relation) != Some(DemoRelation::Head) {
                return wrong(format!("{} does not begin with its head", household.id));
            }
            for member in &household.member {
                if member
                    .serial
                    .is_some_and(|serial| serial >= RESERVED_SERIALS)
                {
                    return wrong(format!("the serial of {} is not reserved", member.role));
                }
            }
            for marriage in &household.marriage {
                for role in [&marriage.husband, &marriage.wife] {
                    if !household.member.iter().any(|member| member.role == *role) {
                        return wrong(format!("nobody has the role {role}"));
                    }
                }
            }
        }
        Ok(demo)
    }
}

/// The month and day of `MM-DD`.
pub(crate) fn month_day(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.split_once('-')?;
    Some((month.parse().ok()?, day.parse().ok()?))
}
