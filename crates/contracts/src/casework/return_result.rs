use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DossierState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// The result was handed to the applicant (status 9 → 10).
pub struct ReturnResult;

impl Contract for ReturnResult {
    const NAME: &'static str = "casework.return-result/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "The result was handed to the applicant.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::public("due_at", ONE_STOP),
    ];

    type Request = ReturnResultRequest;
    type Response = DossierState;
}

/// Which dossier, and what goes with the step.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReturnResultRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// The version that was seen; another one means that somebody was faster.
    pub version: i64,
    /// Code of the list `channels`.
    #[schemars(length(min = 1, max = 20))]
    pub channel: String,
}
