use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// What the templates of papers share, as a version of the content has it: a dossier's paper looks
/// as the content said that the dossier lives under.
pub struct GetPaperLibrary;

impl Contract for GetPaperLibrary {
    const NAME: &'static str = "casework.get-paper-library/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "What the templates of papers share in a version of the content.";
    const FIELDS: &'static [Field] = &[Field::public("files", ONE_STOP)];

    type Request = GetPaperLibraryRequest;
    type Response = GetPaperLibraryResponse;
}

/// Names the version.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPaperLibraryRequest {
    /// Lower hex SHA-256 of the version of the content.
    #[schemars(length(equal = 64))]
    pub content_digest: String,
}

/// Files of typst functions.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct GetPaperLibraryResponse {
    /// Name of each file, as `official.typ`, and its text.
    pub files: Option<BTreeMap<String, String>>,
}
