use dean06_kernel::{OrgId, PartialDate, PersonId, Sex};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BookEntry, CIVIL_STATUS};
use crate::{Contract, Field, Place, Shape};

/// Enters a death in the register book, and tells the population register.
///
/// The same key always returns the same entry. A death that is already registered is refused, and
/// so is a second death from one death notice.
pub struct RegisterDeath;

impl Contract for RegisterDeath {
    const NAME: &'static str = "civil-status.register-death/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Enters a death in the register book.";
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", CIVIL_STATUS),
        Field::personal("died_on", CIVIL_STATUS),
        Field::personal("book", CIVIL_STATUS),
        Field::personal("registered_on", CIVIL_STATUS),
        Field::personal("registered_by", CIVIL_STATUS),
        Field::personal("household_without_head", CIVIL_STATUS),
    ];

    type Request = RegisterDeathRequest;
    type Response = RegisterDeathResponse;
}

/// The death as the registrar accepted it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterDeathRequest {
    /// The registering body: a commune's people's committee.
    #[schemars(with = "String", length(max = 64))]
    pub org_id: OrgId,
    /// Who died.
    pub deceased: Deceased,
    /// Day of death.
    #[schemars(with = "String")]
    pub died_on: Date,
    /// Time of death, `HH:MM`, when it is known.
    #[serde(default)]
    #[schemars(length(max = 5))]
    pub died_at: Option<String>,
    /// Nơi chết.
    #[serde(default)]
    pub place: Option<Place>,
    /// Nguyên nhân chết.
    #[serde(default)]
    #[schemars(length(max = 500))]
    pub cause: Option<String>,
    /// Người đi khai tử.
    pub declarant: DeclarantOfDeath,
    /// Key of the electronic death notice (giấy báo tử) that led here.
    #[serde(default)]
    #[schemars(length(max = 36))]
    pub notice_id: Option<String>,
    /// The dossier that led here.
    #[serde(default)]
    #[schemars(length(max = 100))]
    pub dossier_number: Option<String>,
    /// Name of the registrar who decided.
    #[schemars(length(max = 100))]
    pub registrar: String,
    /// Day of registration.
    #[schemars(with = "String")]
    pub registered_on: Date,
}

/// Who died, as declared and checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deceased {
    /// The person's key in the population register.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// Full name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Sex.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub sex: Option<Sex>,
    /// Birth date as far as it is known.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub birth_date: Option<PartialDate>,
    /// Personal number.
    #[serde(default)]
    #[schemars(length(max = 12))]
    pub personal_number: Option<String>,
    /// Code of the list `ethnicities`.
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub ethnicity: Option<String>,
    /// ISO 3166 alpha-2 code.
    #[serde(default)]
    #[schemars(length(max = 2))]
    pub nationality: Option<String>,
    /// Nơi cư trú cuối cùng.
    #[serde(default)]
    pub last_residence: Option<Place>,
}

/// Who declared the death.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct DeclarantOfDeath {
    /// The declarant's key.
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub person_id: Option<PersonId>,
    /// Full name.
    #[schemars(length(max = 100))]
    pub name: String,
    /// Number of the paper that proves who it is: the personal number.
    #[schemars(length(max = 20))]
    pub id_number: Option<String>,
    /// How the declarant stands to the deceased, in words.
    #[schemars(length(max = 100))]
    pub relation: Option<String>,
}

/// What stands in the register now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RegisterDeathResponse {
    /// Who died.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Day of death.
    #[schemars(with = "Option<String>")]
    pub died_on: Option<Date>,
    /// Số, quyển số.
    pub book: Option<BookEntry>,
    /// Day of registration.
    #[schemars(with = "Option<String>")]
    pub registered_on: Option<Date>,
    /// Name of the registering body.
    pub registered_by: Option<String>,
    /// The deceased was the head of a household, as the population register tells, and no member
    /// could take over.
    pub household_without_head: Option<bool>,
}
