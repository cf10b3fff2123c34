use dean06_kernel::PersonId;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::REGISTER;
use crate::{Contract, Field, Place, Shape};

/// Records that a person died, as the civil-status register has entered it.
///
/// From the day of death on there is no residence, no identity card and no household; the head of a
/// household passes that on to another member, and the spouse is widowed. What held before the day
/// of death is told as before.
pub struct RegisterDeath;

impl Contract for RegisterDeath {
    const NAME: &'static str = "population.register-death/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Records that a person died, and ends what death ends.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", REGISTER),
        Field::personal("died_on", REGISTER),
        Field::personal("household_id", REGISTER),
        Field::personal("new_head_person_id", REGISTER),
        Field::personal("household_without_head", REGISTER),
    ];

    type Request = RegisterDeathRequest;
    type Response = RegisterDeathResponse;
}

/// The death as registered.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterDeathRequest {
    /// Who died.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// Day of death, not after the day of registration.
    #[schemars(with = "String")]
    pub died_on: Date,
    /// Where, when it is known.
    #[serde(default)]
    pub place: Option<Place>,
    /// Day of registration, not in the future.
    #[schemars(with = "String")]
    pub registered_on: Date,
}

/// What the death changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RegisterDeathResponse {
    /// Who died.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Day of death.
    #[schemars(with = "Option<String>")]
    pub died_on: Option<Date>,
    /// The household that the person belonged to.
    pub household_id: Option<String>,
    /// Its head from now on, when the person was its head and somebody could take over.
    #[schemars(with = "Option<String>")]
    pub new_head_person_id: Option<PersonId>,
    /// The person was the head and no member could take over: the household must name somebody.
    pub household_without_head: Option<bool>,
}
