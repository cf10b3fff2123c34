use dean06_kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PaperRow, STORE};
use crate::{Contract, Field, Shape};

/// Papers of a kind that a form can use: in force, of the caller or of a child of the caller.
pub struct ListUsable;

impl Contract for ListUsable {
    const NAME: &'static str = "documents.list-usable/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "Papers of a kind that a form can use instead of an upload.";
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", STORE),
        Field::public("next_cursor", STORE),
    ];

    type Request = ListUsableRequest;
    type Response = ListUsableResponse;
}

/// The kind of paper that the form asks for.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ListUsableRequest {
    /// Kind, for example `birth-certificate`.
    #[schemars(length(min = 1, max = 64))]
    pub kind: String,
    /// Whose papers; the caller's own when absent.
    #[serde(default)]
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub person_id: Option<PersonId>,
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[serde(default)]
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[serde(default)]
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of papers, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListUsableResponse {
    /// The papers.
    pub rows: Option<Vec<PaperRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}
