use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, FieldProblem, Shape};

/// Saves one page of an application. What was typed is kept even when it is not right yet.
pub struct SaveDraft;

impl Contract for SaveDraft {
    const NAME: &'static str = "casework.save-draft/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Saves one page of an application.";
    const FIELDS: &'static [Field] = &[
        Field::public("version", ONE_STOP),
        Field::personal("errors", ONE_STOP),
        Field::public("next_section", ONE_STOP),
    ];

    type Request = SaveDraftRequest;
    type Response = SaveDraftResponse;
}

/// One page of answers.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SaveDraftRequest {
    /// The draft.
    #[schemars(length(equal = 36))]
    pub draft_id: String,
    /// The version that was seen; absent to save in any case.
    #[serde(default)]
    pub version: Option<i64>,
    /// Section of the form.
    #[schemars(length(min = 1, max = 80))]
    pub section: String,
    /// Field → value; an absent field is emptied.
    pub data: serde_json::Map<String, serde_json::Value>,
}

/// What became of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SaveDraftResponse {
    /// The new version.
    pub version: Option<i64>,
    /// What is not right on this page yet.
    pub errors: Option<Vec<FieldProblem>>,
    /// The next page that applies; absent after the last.
    pub next_section: Option<String>,
}
