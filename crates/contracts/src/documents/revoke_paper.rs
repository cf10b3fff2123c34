use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::STORE;
use crate::{Contract, Field, Shape};

/// An officer of the issuing body takes a paper back, with a reason and, after a correction, with
/// the paper that stands in its place. The owner of the dossier decides whether the officer may, as
/// for `casework.revoke-result/1`.
pub struct RevokePaper;

impl Contract for RevokePaper {
    const NAME: &'static str = "documents.revoke-paper/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "An officer of the issuing body takes a paper back.";
    const FIELDS: &'static [Field] = &[
        Field::public("paper_id", STORE),
        Field::public("revoked_at", STORE),
    ];

    type Request = RevokePaperRequest;
    type Response = RevokePaperResponse;
}

/// Which paper, and why.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokePaperRequest {
    /// The paper.
    #[schemars(length(equal = 36))]
    pub paper_id: String,
    /// Why, for its owner to read.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
    /// The paper that stands in its place.
    #[serde(default)]
    #[schemars(length(equal = 36))]
    pub replaced_by: Option<String>,
}

/// The paper that is not in force any more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RevokePaperResponse {
    /// The paper.
    pub paper_id: Option<String>,
    /// Moment, UTC microseconds.
    pub revoked_at: Option<i64>,
}
