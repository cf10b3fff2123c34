use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// Whether a dossier on the officer's desk uses a paper of the store. The store asks it before it
/// opens somebody's paper to an officer: the officer's right comes from the dossier.
pub struct CheckAttached;

impl Contract for CheckAttached {
    const NAME: &'static str = "casework.check-attached/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "Whether a dossier on the officer's desk uses a paper.";
    const FIELDS: &'static [Field] = &[Field::public("attached", ONE_STOP)];

    type Request = CheckAttachedRequest;
    type Response = CheckAttachedResponse;
}

/// Names the dossier and the paper.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckAttachedRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// The paper.
    #[schemars(length(equal = 36))]
    pub paper_id: String,
}

/// Yes or no; nothing about anybody.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CheckAttachedResponse {
    /// The dossier lies on this officer's desk, and its form uses the paper.
    pub attached: Option<bool>,
}
