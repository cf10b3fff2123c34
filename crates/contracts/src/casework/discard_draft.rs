use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// Throws an application away before it is submitted.
pub struct DiscardDraft;

impl Contract for DiscardDraft {
    const NAME: &'static str = "casework.discard-draft/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Throws an application away before it is submitted.";
    const FIELDS: &'static [Field] = &[Field::public("draft_id", ONE_STOP)];

    type Request = DiscardDraftRequest;
    type Response = DiscardDraftResponse;
}

/// Names the draft.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiscardDraftRequest {
    /// The draft.
    #[schemars(length(equal = 36))]
    pub draft_id: String,
}

/// The draft that is gone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct DiscardDraftResponse {
    /// The draft.
    pub draft_id: Option<String>,
}
