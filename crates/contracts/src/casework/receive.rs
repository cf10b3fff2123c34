use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DossierState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// An officer accepts a submitted dossier: status 1 → 2.
pub struct Receive;

impl Contract for Receive {
    const NAME: &'static str = "casework.receive/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "An officer accepts a submitted dossier.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::public("due_at", ONE_STOP),
    ];

    type Request = ReceiveRequest;
    type Response = DossierState;
}

/// Which dossier, and what goes with the step.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReceiveRequest {
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
