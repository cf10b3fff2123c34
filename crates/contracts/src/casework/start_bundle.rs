use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// Begins an interlinked application: a draft for each of its legs.
pub struct StartBundle;

impl Contract for StartBundle {
    const NAME: &'static str = "casework.start-bundle/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Begins an interlinked application.";
    const FIELDS: &'static [Field] = &[Field::public("bundle_id", ONE_STOP)];

    type Request = StartBundleRequest;
    type Response = StartBundleResponse;
}

/// Which one.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartBundleRequest {
    /// The family; the one in force today is begun.
    #[schemars(length(min = 1, max = 80))]
    pub family: String,
}

/// The application that was begun.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StartBundleResponse {
    /// The application.
    pub bundle_id: Option<String>,
}
