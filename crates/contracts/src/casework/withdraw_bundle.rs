use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{BundleStanding, ONE_STOP};
use crate::{Contract, Field, Shape};

/// The applicant withdraws an interlinked application: legs that are not at their end are withdrawn,
/// those that have a result stay. Before it is submitted, it is thrown away.
pub struct WithdrawBundle;

impl Contract for WithdrawBundle {
    const NAME: &'static str = "casework.withdraw-bundle/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "The applicant withdraws an interlinked application.";
    const FIELDS: &'static [Field] = &[
        Field::public("bundle_id", ONE_STOP),
        Field::personal("state", ONE_STOP),
        Field::public("version", ONE_STOP),
    ];

    type Request = WithdrawBundleRequest;
    type Response = BundleStanding;
}

/// Which application, and why.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct WithdrawBundleRequest {
    /// The application.
    #[schemars(length(equal = 36))]
    pub bundle_id: String,
    /// The reason in writing; needed once it is submitted. At most 2,000 characters.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    pub reason: String,
}
