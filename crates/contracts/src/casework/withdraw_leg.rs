use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BundleStanding, ONE_STOP};
use crate::{Contract, Field, Shape};

/// The applicant withdraws one leg that is not decided, whether its dossier is there or not.
pub struct WithdrawLeg;

impl Contract for WithdrawLeg {
    const NAME: &'static str = "casework.withdraw-leg/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "The applicant withdraws one leg of an interlinked application.";
    const FIELDS: &'static [Field] = &[
        Field::public("bundle_id", ONE_STOP),
        Field::personal("state", ONE_STOP),
        Field::public("version", ONE_STOP),
    ];

    type Request = WithdrawLegRequest;
    type Response = BundleStanding;
}

/// Which leg, and why.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawLegRequest {
    /// The application.
    #[schemars(length(equal = 36))]
    pub bundle_id: String,
    /// The leg.
    #[schemars(length(min = 1, max = 80))]
    pub leg_id: String,
    /// The reason in writing; at most 2,000 characters.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
}
