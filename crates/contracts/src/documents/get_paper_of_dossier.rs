use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PaperView, get_paper::FIELDS};
use crate::{Contract, Field, Shape};

/// The paper that a dossier ended with, for its applicant and for officers of the body that issued
/// it; not found while it is being made.
pub struct GetPaperOfDossier;

impl Contract for GetPaperOfDossier {
    const NAME: &'static str = "documents.get-paper-of-dossier/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The paper that a dossier ended with.";
    const FIELDS: &'static [Field] = FIELDS;

    type Request = GetPaperOfDossierRequest;
    type Response = PaperView;
}

/// Names the dossier.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPaperOfDossierRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
}
