use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// Submits an interlinked application. The application is the key: a second submission, also at the
/// same moment, returns the first number.
pub struct SubmitBundle;

impl Contract for SubmitBundle {
    const NAME: &'static str = "casework.submit-bundle/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Submits an interlinked application.";
    const FIELDS: &'static [Field] = &[
        Field::public("bundle_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::public("submitted_at", ONE_STOP),
        Field::public("due_at", ONE_STOP),
    ];

    type Request = SubmitBundleRequest;
    type Response = SubmitBundleResponse;
}

/// Names the application as it was seen when it was confirmed.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitBundleRequest {
    /// The application.
    #[schemars(length(equal = 36))]
    pub bundle_id: String,
    /// The version that was seen.
    pub version: i64,
    /// Leg → version of its form that was seen, of every wanted leg.
    #[schemars(length(max = 20))]
    pub drafts: BTreeMap<String, i64>,
}

/// The application once it is submitted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SubmitBundleResponse {
    /// The application.
    pub bundle_id: Option<String>,
    /// Number of the whole.
    pub number: Option<String>,
    /// Moment of submission, UTC microseconds.
    pub submitted_at: Option<i64>,
    /// Moment by which the whole is due, UTC microseconds.
    pub due_at: Option<i64>,
}
