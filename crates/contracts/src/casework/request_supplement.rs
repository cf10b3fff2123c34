use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DossierState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// An officer asks for what is missing: once, in full, in writing; the clock stands (status 5).
pub struct RequestSupplement;

impl Contract for RequestSupplement {
    const NAME: &'static str = "casework.request-supplement/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "An officer asks the applicant for what is missing.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::public("due_at", ONE_STOP),
    ];

    type Request = RequestSupplementRequest;
    type Response = DossierState;
}

/// Which dossier, and what goes with the step.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestSupplementRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// The version that was seen; another one means that somebody was faster.
    pub version: i64,
    /// What is missing, one item a line; at most 20 of 500 characters each.
    #[schemars(length(min = 1, max = 20))]
    pub items: Vec<String>,
    /// Pages of the form that the applicant may change.
    #[serde(default)]
    #[schemars(length(max = 40))]
    pub sections: Vec<String>,
    /// The reason in writing, as the applicant will read it; at most 2,000 characters.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}
