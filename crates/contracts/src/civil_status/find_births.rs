use dean06_kernel::{PartialDate, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::CIVIL_STATUS;
use crate::{Contract, Field, Shape};

/// Births of one parent, to see whether a birth is already registered.
pub struct FindBirths;

impl Contract for FindBirths {
    const NAME: &'static str = "civil-status.find-births/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "Births entered for one parent.";
    const SUBJECT: Option<&'static str> = Some("parent_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", CIVIL_STATUS),
        Field::public("next_cursor", CIVIL_STATUS),
    ];

    type Request = FindBirthsRequest;
    type Response = FindBirthsResponse;
}

/// Names the parent and, if wanted, the day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FindBirthsRequest {
    /// Mother or father.
    #[schemars(with = "String", length(equal = 36))]
    pub parent_id: PersonId,
    /// Only births on this date.
    #[serde(default)]
    #[schemars(with = "Option<String>")]
    pub birth_date: Option<PartialDate>,
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[serde(default)]
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of births, the latest first.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct FindBirthsResponse {
    /// The births.
    pub rows: Option<Vec<BirthRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// A birth in short.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BirthRow {
    /// The child.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// Full name of the child.
    pub name: Option<String>,
    /// Birth date.
    #[schemars(with = "Option<String>")]
    pub birth_date: Option<PartialDate>,
    /// Place in a multiple birth.
    pub birth_order: Option<u8>,
    /// Name of the registering body.
    pub registered_by: Option<String>,
}
