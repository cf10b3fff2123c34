use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::STORE;
use crate::{Contract, Field, Shape};

/// Throws away a paper that its owner had put in. What an agency issued stays.
pub struct DiscardUpload;

impl Contract for DiscardUpload {
    const NAME: &'static str = "documents.discard-upload/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Throws away a paper that its owner had put in.";
    const FIELDS: &'static [Field] = &[Field::public("paper_id", STORE)];

    type Request = DiscardUploadRequest;
    type Response = DiscardUploadResponse;
}

/// Names the paper.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardUploadRequest {
    /// The paper.
    #[schemars(length(equal = 36))]
    pub paper_id: String,
}

/// The paper that is gone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DiscardUploadResponse {
    /// The paper.
    pub paper_id: Option<String>,
}
