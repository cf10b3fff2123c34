use dean06_kernel::{PartialDate, PersonId, Sex};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::REGISTER;
use crate::{Contract, Field, Place, Shape};

/// Enters a newborn into the register and allocates the personal number.
///
/// The same key always returns the same number. A `person_id` that is already registered is
/// refused under another key.
pub struct RegisterChild;

impl Contract for RegisterChild {
    const NAME: &'static str = "population.register-child/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Enters a newborn and allocates the personal number.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", REGISTER),
        Field::personal("personal_number", REGISTER),
    ];

    type Request = RegisterChildRequest;
    type Response = RegisterChildResponse;
}

/// The newborn as the civil-status register has entered it.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterChildRequest {
    /// Minted by the registrar's room before the first fact.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// Full name.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Sex.
    #[schemars(with = "String")]
    pub sex: Sex,
    /// Birth date.
    #[schemars(with = "String")]
    pub birth_date: PartialDate,
    /// Where the child was born.
    pub birth_place: Place,
    /// Where the birth is registered; its commune decides the province part of the number.
    pub birth_registration_place: Place,
    /// Quê quán.
    #[serde(default)]
    pub hometown: Option<Place>,
    /// Code of the list `ethnicities`.
    #[serde(default)]
    #[schemars(length(max = 8))]
    pub ethnicity: Option<String>,
    /// ISO 3166 alpha-2 codes.
    #[serde(default)]
    #[schemars(length(max = 4))]
    pub nationality: Vec<String>,
    /// Mẹ, when known.
    #[serde(default)]
    pub mother: Option<ParentOfChild>,
    /// Cha, when known.
    #[serde(default)]
    pub father: Option<ParentOfChild>,
    /// Day of registration.
    #[schemars(with = "String")]
    pub registered_on: Date,
}

/// A parent as entered in the birth register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ParentOfChild {
    /// The parent's key when the parent stands in the register.
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub person_id: Option<PersonId>,
    /// Full name.
    #[schemars(length(max = 100))]
    pub name: String,
    /// Personal number.
    #[schemars(length(max = 12))]
    pub personal_number: Option<String>,
    /// ISO 3166 alpha-2 code.
    #[schemars(length(max = 2))]
    pub nationality: Option<String>,
}

/// The child in the register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RegisterChildResponse {
    /// The child.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Số định danh cá nhân.
    pub personal_number: Option<String>,
}
