use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{DossierState, ONE_STOP};
use crate::{Contract, Field, Shape};

/// The applicant withdraws a dossier that is not decided yet (status 7).
pub struct Withdraw;

impl Contract for Withdraw {
    const NAME: &'static str = "casework.withdraw/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "The applicant withdraws a dossier.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::personal("status", ONE_STOP),
        Field::public("version", ONE_STOP),
        Field::public("due_at", ONE_STOP),
    ];

    type Request = WithdrawRequest;
    type Response = DossierState;
}

/// Which dossier, and what goes with the step.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// The version that was seen; another one means that somebody was faster.
    pub version: i64,
    /// The reason in writing, as the applicant will read it; at most 2,000 characters.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}
