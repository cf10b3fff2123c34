use dean06_kernel::PersonId;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RESIDENCE;
use crate::{Contract, Field, Place, Shape};

/// Ends a permanent residence (xóa đăng ký thường trú): the person leaves the household too.
///
/// Death has ended the residence of the dead already; the command then tells what it ended and
/// when, and changes nothing.
pub struct EndPermanentResidence;

impl Contract for EndPermanentResidence {
    const NAME: &'static str = "population.end-permanent-residence/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Ends a person's permanent residence.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", RESIDENCE),
        Field::personal("place", RESIDENCE),
        Field::personal("household_id", RESIDENCE),
        Field::personal("household_head_person_id", RESIDENCE),
        Field::personal("household_head_name", RESIDENCE),
        Field::personal("household_without_head", RESIDENCE),
        Field::personal("valid_from", RESIDENCE),
        Field::personal("ended_by_death", RESIDENCE),
    ];

    type Request = EndPermanentResidenceRequest;
    type Response = EndPermanentResidenceResponse;
}

/// Whose residence ends, and why.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndPermanentResidenceRequest {
    /// The person.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// Why, as the decision says; at most 500 characters.
    #[schemars(length(min = 1, max = 500))]
    pub reason: String,
    /// First day without the residence, not in the future.
    #[schemars(with = "String")]
    pub valid_from: Date,
}

/// What ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct EndPermanentResidenceResponse {
    /// The person.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// The dwelling where the person lived.
    pub place: Option<Place>,
    /// The household that the person belonged to.
    pub household_id: Option<String>,
    /// Its head now, if it has one.
    #[schemars(with = "Option<String>")]
    pub household_head_person_id: Option<PersonId>,
    /// The head's full name.
    pub household_head_name: Option<String>,
    /// Others live there and none of them is the head: the household must name somebody.
    pub household_without_head: Option<bool>,
    /// First day without the residence; of the dead, the day of death.
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Date>,
    /// Death had ended it before.
    pub ended_by_death: Option<bool>,
}
