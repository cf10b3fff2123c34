use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BundleStanding, ONE_STOP};
use crate::{Contract, Field, Shape};

/// The applicant says whether an optional leg is wanted, before the application is submitted. What
/// was typed for a leg stays.
pub struct ChooseLeg;

impl Contract for ChooseLeg {
    const NAME: &'static str = "casework.choose-leg/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "The applicant says whether an optional leg is wanted.";
    const FIELDS: &'static [Field] = &[
        Field::public("bundle_id", ONE_STOP),
        Field::personal("state", ONE_STOP),
        Field::public("version", ONE_STOP),
    ];

    type Request = ChooseLegRequest;
    type Response = BundleStanding;
}

/// Which leg, and whether it is wanted.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChooseLegRequest {
    /// The application.
    #[schemars(length(equal = 36))]
    pub bundle_id: String,
    /// The leg.
    #[schemars(length(min = 1, max = 80))]
    pub leg_id: String,
    /// It is wanted.
    pub chosen: bool,
}
