use dean06_kernel::{PartialDate, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::REGISTER;
use crate::{Contract, Field, Shape};

/// Says whether what somebody states about a person is what the register holds, and nothing else.
pub struct VerifyPerson;

impl Contract for VerifyPerson {
    const NAME: &'static str = "population.verify-person/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "Whether a stated number, name and birth date belong together.";
    const FIELDS: &'static [Field] = &[
        Field::personal("matches", REGISTER),
        Field::personal("number_known", REGISTER),
        Field::personal("name_matches", REGISTER),
        Field::personal("birth_date_matches", REGISTER),
        Field::personal("alive", REGISTER),
        Field::personal("person_id", REGISTER),
    ];

    type Request = VerifyPersonRequest;
    type Response = VerifyPersonResponse;
}

/// What is stated about a person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerifyPersonRequest {
    /// Personal number, the present or a former one.
    #[schemars(length(equal = 12))]
    pub personal_number: String,
    /// Full name; letter case and spacing do not matter, diacritics do.
    #[schemars(length(min = 1, max = 100))]
    pub name: String,
    /// Birth date as far as it is known.
    #[schemars(with = "String")]
    pub birth_date: PartialDate,
}

/// Which of the statements hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct VerifyPersonResponse {
    /// All of them hold.
    pub matches: Option<bool>,
    /// The number was allocated to somebody.
    pub number_known: Option<bool>,
    /// The name is that person's.
    pub name_matches: Option<bool>,
    /// The birth date is that person's, as far as both are known.
    pub birth_date_matches: Option<bool>,
    /// That person is alive.
    pub alive: Option<bool>,
    /// That person, told only when everything matches.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
}
