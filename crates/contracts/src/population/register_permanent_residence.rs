use dean06_kernel::PersonId;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RESIDENCE;
use crate::{Contract, Field, Place, Shape};

/// Records where a person lives for good (đăng ký thường trú) and in which household.
///
/// The person leaves the household of before; when that was its head, another member takes over. A
/// temporary residence at the same place ends.
pub struct RegisterPermanentResidence;

impl Contract for RegisterPermanentResidence {
    const NAME: &'static str = "population.register-permanent-residence/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Records where a person lives for good and in which household.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", RESIDENCE),
        Field::personal("place", RESIDENCE),
        Field::personal("household_id", RESIDENCE),
        Field::personal("residence_file_number", RESIDENCE),
        Field::personal("valid_from", RESIDENCE),
    ];

    type Request = RegisterPermanentResidenceRequest;
    type Response = RegisterPermanentResidenceResponse;
}

/// Who lives where, from when, with whom: the household is named by its key, by its head, or by
/// both; by neither, the person is the head of a new one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterPermanentResidenceRequest {
    /// The person.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// The dwelling, in a commune that is valid on the first day. A household that is joined must
    /// live in that commune; its dwelling is then the person's.
    pub place: Place,
    /// The household that is joined.
    #[serde(default)]
    #[schemars(length(max = 36))]
    pub household_id: Option<String>,
    /// Chủ hộ of the household that is joined. Who lives at the place and belongs to no household
    /// gets one.
    #[serde(default)]
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub head_person_id: Option<PersonId>,
    /// Code of the list `relations-to-head`: the head's own for a new household, or for one that
    /// has no head; another for one that has. Absent for who joins a household without a head and
    /// does not become it.
    #[serde(default)]
    #[schemars(length(min = 1, max = 8))]
    pub relation_to_head: Option<String>,
    /// First day, not in the future.
    #[schemars(with = "String")]
    pub valid_from: Date,
}

/// What was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RegisterPermanentResidenceResponse {
    /// The person.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// The dwelling.
    pub place: Option<Place>,
    /// The register's key of the household.
    pub household_id: Option<String>,
    /// Số hồ sơ cư trú.
    pub residence_file_number: Option<String>,
    /// First day.
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Date>,
}
