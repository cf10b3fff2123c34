use std::collections::BTreeMap;

use dean06_kernel::Text;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// My applications that are not submitted yet.
pub struct ListDrafts;

impl Contract for ListDrafts {
    const NAME: &'static str = "casework.list-drafts/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "My applications that are not submitted yet.";
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", ONE_STOP),
        Field::public("next_cursor", ONE_STOP),
    ];

    type Request = ListDraftsRequest;
    type Response = ListDraftsResponse;
}

/// The page wanted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListDraftsRequest {
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of drafts, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListDraftsResponse {
    /// The drafts.
    pub rows: Option<Vec<DraftRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// A draft in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DraftRow {
    /// The draft.
    pub draft_id: Option<String>,
    /// Name of the service in addresses.
    pub service: Option<String>,
    /// Title of the service.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Moment of the last save, UTC microseconds.
    pub saved_at: Option<i64>,
    /// The last day on which it is kept if it is not saved again; absent if it is kept for ever.
    #[schemars(with = "Option<String>")]
    pub kept_until: Option<Date>,
}
