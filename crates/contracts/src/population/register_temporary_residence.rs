use dean06_kernel::PersonId;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::RESIDENCE;
use crate::{Contract, Field, Place, Shape};

/// Records where a person lives for a time (đăng ký tạm trú).
pub struct RegisterTemporaryResidence;

impl Contract for RegisterTemporaryResidence {
    const NAME: &'static str = "population.register-temporary-residence/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Records where a person lives for a time.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("person_id", RESIDENCE),
        Field::personal("place", RESIDENCE),
        Field::personal("valid_from", RESIDENCE),
        Field::personal("valid_to", RESIDENCE),
    ];

    type Request = RegisterTemporaryResidenceRequest;
    type Response = RegisterTemporaryResidenceResponse;
}

/// Who lives where, from when to when.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegisterTemporaryResidenceRequest {
    /// The person.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// The dwelling, in a commune that is valid on the first day.
    pub place: Place,
    /// First day.
    #[schemars(with = "String")]
    pub valid_from: Date,
    /// Last day, when it was declared.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
}

/// What was recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RegisterTemporaryResidenceResponse {
    /// The person.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// The dwelling.
    pub place: Option<Place>,
    /// First day.
    #[schemars(with = "Option<String>")]
    pub valid_from: Option<Date>,
    /// Last day.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
}
