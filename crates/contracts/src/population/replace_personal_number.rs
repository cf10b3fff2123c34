use dean06_kernel::{PartialDate, PersonId, Sex};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::REGISTER;
use crate::{Contract, Field, Shape};

/// Gives a person a new number after sex or birth year was corrected; the old one still leads to
/// the person.
pub struct ReplacePersonalNumber;

impl Contract for ReplacePersonalNumber {
    const NAME: &'static str = "population.replace-personal-number/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "A new personal number after sex or birth year was corrected.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("personal_number", REGISTER),
        Field::personal("former_personal_number", REGISTER),
    ];

    type Request = ReplacePersonalNumberRequest;
    type Response = ReplacePersonalNumberResponse;
}

/// What was corrected.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReplacePersonalNumberRequest {
    /// The person.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// The right sex, when it was corrected.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub sex: Option<Sex>,
    /// The right birth date, when it was corrected.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub birth_date: Option<PartialDate>,
    /// Why, as the decision says; at most 500 characters.
    #[schemars(length(min = 1, max = 500))]
    pub reason: String,
    /// First day of the new number.
    #[schemars(with = "String")]
    pub valid_from: Date,
}

/// The new number and the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReplacePersonalNumberResponse {
    /// The number from now on.
    pub personal_number: Option<String>,
    /// The number until now.
    pub former_personal_number: Option<String>,
}
