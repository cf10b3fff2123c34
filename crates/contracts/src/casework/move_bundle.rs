use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BundleStanding, ONE_STOP};
use crate::{Contract, Field, Shape};

/// Moves an interlinked application that is not submitted yet to the procedure that is in force now.
/// What was typed stays wherever the new forms have the same sections.
pub struct MoveBundle;

impl Contract for MoveBundle {
    const NAME: &'static str = "casework.move-bundle/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str =
        "Moves an interlinked application that is not submitted to the procedure in force.";
    const FIELDS: &'static [Field] = &[
        Field::public("bundle_id", ONE_STOP),
        Field::personal("state", ONE_STOP),
        Field::public("version", ONE_STOP),
    ];

    type Request = MoveBundleRequest;
    type Response = BundleStanding;
}

/// Names the application.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MoveBundleRequest {
    /// The application.
    #[schemars(length(equal = 36))]
    pub bundle_id: String,
    /// The version that was seen.
    pub version: i64,
}
