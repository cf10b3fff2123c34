use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::STORE;
use crate::{Contract, Field, Shape};

/// Ends a link before its time.
pub struct EndShare;

impl Contract for EndShare {
    const NAME: &'static str = "documents.end-share/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Ends a link before its time.";
    const FIELDS: &'static [Field] = &[Field::public("share_id", STORE)];

    type Request = EndShareRequest;
    type Response = EndShareResponse;
}

/// Names the share.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndShareRequest {
    /// The share.
    #[schemars(length(equal = 36))]
    pub share_id: String,
}

/// The share that opens no more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct EndShareResponse {
    /// The share.
    pub share_id: Option<String>,
}
