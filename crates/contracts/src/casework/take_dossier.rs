use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DossierState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// An officer takes a dossier to work on it, from a colleague with a note.
pub struct TakeDossier;

impl Contract for TakeDossier {
    const NAME: &'static str = "casework.take-dossier/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "An officer takes a dossier to work on it.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::public("due_at", ONE_STOP),
    ];

    type Request = TakeDossierRequest;
    type Response = DossierState;
}

/// Which dossier, and what goes with the step.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeDossierRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// The version that was seen; another one means that somebody was faster.
    pub version: i64,
    /// A note for colleagues; at most 2,000 characters.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    pub note: Option<String>,
}
