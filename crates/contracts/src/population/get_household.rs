use dean06_kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::REGISTER;
use crate::{Contract, Field, Place, Shape};

/// The household of a person with its members.
pub struct GetHousehold;

impl Contract for GetHousehold {
    const NAME: &'static str = "population.get-household/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The household of a person with its members.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("household_id", REGISTER),
        Field::personal("head_person_id", REGISTER),
        Field::personal("residence", REGISTER),
        Field::personal("members", REGISTER),
    ];

    type Request = GetHouseholdRequest;
    type Response = Household;
}

/// Names the person.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetHouseholdRequest {
    /// A member of the household.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
}

/// Hộ gia đình.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Household {
    /// The register's key of the household; absent when the person belongs to none.
    pub household_id: Option<String>,
    /// Chủ hộ; absent when nobody could take over from the last one.
    #[schemars(with = "Option<String>")]
    pub head_person_id: Option<PersonId>,
    /// Where the household lives.
    pub residence: Option<Place>,
    /// The members, the head first; at most 50.
    pub members: Option<Vec<HouseholdMember>>,
}

/// Thành viên hộ gia đình.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct HouseholdMember {
    /// The register's key of the person.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Full name.
    pub name: Option<String>,
    /// Personal number.
    pub personal_number: Option<String>,
    /// Code of the list `relations-to-head`.
    pub relation_to_head: Option<String>,
}
