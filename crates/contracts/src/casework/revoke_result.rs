use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// A supervising officer revokes a signed result, for example because the register entry behind it
/// was corrected. Whoever verifies it from then on is told so.
pub struct RevokeResult;

impl Contract for RevokeResult {
    const NAME: &'static str = "casework.revoke-result/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "A supervising officer revokes a signed result.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("revoked_at", ONE_STOP),
    ];

    type Request = RevokeResultRequest;
    type Response = RevokeResultResponse;
}

/// Which result, and why.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeResultRequest {
    /// The dossier whose result it is.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// The reason in writing, as the holder will read it; at most 2,000 characters.
    #[schemars(length(min = 1, max = 2000))]
    pub reason: String,
    /// The code of the result that takes its place, if there is one.
    #[serde(default)]
    #[schemars(length(max = 40))]
    pub replaced_by: Option<String>,
}

/// The revocation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RevokeResultResponse {
    /// The dossier.
    pub dossier_id: Option<String>,
    /// Moment of the revocation, UTC microseconds.
    pub revoked_at: Option<i64>,
}
