use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// Begins an application.
pub struct StartDraft;

impl Contract for StartDraft {
    const NAME: &'static str = "casework.start-draft/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Begins an application.";
    const FIELDS: &'static [Field] = &[Field::public("draft_id", ONE_STOP)];

    type Request = StartDraftRequest;
    type Response = StartDraftResponse;
}

/// Which service, and from what.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartDraftRequest {
    /// Name of the service in addresses.
    #[schemars(length(min = 1, max = 80))]
    pub service: String,
    /// A dossier of the same applicant from which the service lets some answers be taken over.
    #[serde(default)]
    #[schemars(length(equal = 36))]
    pub copy_from_dossier: Option<String>,
}

/// The draft.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct StartDraftResponse {
    /// The draft.
    pub draft_id: Option<String>,
}
