use dean06_kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::{Contract, Field, Shape};

const BASIS: &str = "personal-data-law";

/// Every use of a person's data, the latest first.
pub struct WhoUsedMyData;

impl Contract for WhoUsedMyData {
    const NAME: &'static str = "ledger.who-used-my-data/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "Every use of a person's data, the latest first.";
    const SUBJECT: Option<&'static str> = Some("person_id");
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", BASIS),
        Field::public("next_cursor", BASIS),
    ];

    type Request = WhoUsedMyDataRequest;
    type Response = WhoUsedMyDataResponse;
}

/// Names the person and the page.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WhoUsedMyDataRequest {
    /// Whose data.
    #[schemars(with = "String", length(equal = 36))]
    pub person_id: PersonId,
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[serde(default)]
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of uses.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct WhoUsedMyDataResponse {
    /// The uses, the latest first.
    pub rows: Option<Vec<AccessRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// One use of a person's data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AccessRow {
    /// Position in the ledger.
    pub index: Option<u64>,
    /// Moment, UTC microseconds.
    pub at: Option<i64>,
    /// Name of the person or system that used it.
    pub actor_name: Option<String>,
    /// `anonymous`, `citizen`, `officer`, `organisation` or `system`.
    pub actor_kind: Option<String>,
    /// The actor is the person whose data it is.
    pub by_myself: Option<bool>,
    /// Organisation for which it was used.
    pub org_id: Option<String>,
    /// Data service.
    pub service: Option<String>,
    /// Id of the purpose.
    pub purpose: Option<String>,
    /// Id of the legal basis.
    pub legal_basis: Option<String>,
    /// The case, for example a dossier number.
    pub case: Option<String>,
    /// Fields that were released.
    pub fields: Option<Vec<String>>,
}
