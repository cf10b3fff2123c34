use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::STORE;
use crate::{Contract, Field, Shape};

/// Makes a link by which anybody who has it sees one paper until a day.
pub struct SharePaper;

impl Contract for SharePaper {
    const NAME: &'static str = "documents.share-paper/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str =
        "Makes a link by which anybody who has it sees one paper until a day.";
    const FIELDS: &'static [Field] = &[
        Field::public("share_id", STORE),
        Field::sensitive("token", STORE),
        Field::public("until", STORE),
    ];

    type Request = SharePaperRequest;
    type Response = SharePaperResponse;
}

/// Which paper, and for how long. The longest time stands in the content.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SharePaperRequest {
    /// The paper.
    #[schemars(length(equal = 36))]
    pub paper_id: String,
    /// For how many days.
    #[schemars(range(min = 1, max = 366))]
    pub days: u16,
}

/// The link.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SharePaperResponse {
    /// The share, for its owner.
    pub share_id: Option<String>,
    /// The secret part of the link: 128 random bits in base64url. Nobody can be told it again.
    pub token: Option<String>,
    /// Until when it opens, UTC microseconds.
    pub until: Option<i64>,
}
