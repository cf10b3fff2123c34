use std::collections::BTreeMap;

use dean06_kernel::PersonId;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::REGISTER;
use crate::{Contract, Field, Shape};

/// States that fields of a record were wrong, and what is right: a new fact, never an overwrite.
pub struct CorrectPerson;

impl Contract for CorrectPerson {
    const NAME: &'static str = "population.correct-person/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "A correction of a person's record, as a new fact.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[Field::public("fact_id", REGISTER)];

    type Request = CorrectPersonRequest;
    type Response = CorrectPersonResponse;
}

/// What is right.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CorrectPersonRequest {
    /// The person.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// Field of [`super::PersonRecord`] → its right value; `null` when it should be empty. The
    /// personal number is not among them: see [`super::ReplacePersonalNumber`].
    pub fields: BTreeMap<String, Value>,
    /// First day on which this is right in law.
    #[schemars(with = "String")]
    pub valid_from: Date,
    /// Why, as the decision says; at most 500 characters.
    #[schemars(length(min = 1, max = 500))]
    pub reason: String,
}

/// The fact that was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CorrectPersonResponse {
    /// Id of the new fact.
    pub fact_id: Option<String>,
}
