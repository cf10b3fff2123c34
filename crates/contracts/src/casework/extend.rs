use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DossierState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// An officer sets a new appointment with a slip of apology, before the old one passes.
pub struct Extend;

impl Contract for Extend {
    const NAME: &'static str = "casework.extend/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "An officer sets a new appointment with an apology.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::public("due_at", ONE_STOP),
    ];

    type Request = ExtendRequest;
    type Response = DossierState;
}

/// Which dossier, and what goes with the step.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExtendRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// The version that was seen; another one means that somebody was faster.
    pub version: i64,
    /// Working days added, at least one.
    #[schemars(range(min = 1, max = 60))]
    pub working_days: u16,
    /// The reason in writing, as the applicant will read it; at most 2,000 characters.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}
