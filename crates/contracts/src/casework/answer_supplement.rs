use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DossierState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// The applicant answers a supplement request: the clock runs on (status 5 → 4).
pub struct AnswerSupplement;

impl Contract for AnswerSupplement {
    const NAME: &'static str = "casework.answer-supplement/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "The applicant answers a supplement request.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::public("due_at", ONE_STOP),
    ];

    type Request = AnswerSupplementRequest;
    type Response = DossierState;
}

/// Which dossier, and what goes with the step.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerSupplementRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// The version that was seen; another one means that somebody was faster.
    pub version: i64,
    /// Section of the form → its new values; only sections that the request opened.
    #[serde(default)]
    pub data: serde_json::Map<String, serde_json::Value>,
    /// What the applicant says to it; at most 2,000 characters.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    pub answer: Option<String>,
}
