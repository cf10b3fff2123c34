use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DossierState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// An officer has something verified outside the registers (xác minh): the longer limit holds that
/// the service gives for it. Before the shorter one passes, and once only.
pub struct BeginVerification;

impl Contract for BeginVerification {
    const NAME: &'static str = "casework.begin-verification/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str =
        "An officer has something verified, for which the service gives a longer limit.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::public("due_at", ONE_STOP),
    ];

    type Request = BeginVerificationRequest;
    type Response = DossierState;
}

/// Which dossier, and what has to be verified.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginVerificationRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// The version that was seen; another one means that somebody was faster.
    pub version: i64,
    /// What is verified and why, as the applicant will read it; at most 2,000 characters.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}
