use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::STORE;
use crate::{Contract, Field, Shape};

/// The file of a paper.
pub struct GetPaperFile;

impl Contract for GetPaperFile {
    const NAME: &'static str = "documents.get-paper-file/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The file of a paper.";
    const FIELDS: &'static [Field] = &[
        Field::personal("file_name", STORE),
        Field::public("media_type", STORE),
        Field::public("sha256", STORE),
        Field::sensitive("bytes", STORE),
    ];

    type Request = GetPaperFileRequest;
    type Response = PaperFile;
}

/// Names the paper.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPaperFileRequest {
    /// The paper.
    #[schemars(length(equal = 36))]
    pub paper_id: String,
}

/// A file.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PaperFile {
    /// Name to save it under.
    pub file_name: Option<String>,
    /// `application/pdf`, `image/jpeg` or `image/png`.
    pub media_type: Option<String>,
    /// SHA-256 of the bytes, in hexadecimal.
    pub sha256: Option<String>,
    /// The bytes in base 64 (RFC 4648, with padding).
    pub bytes: Option<String>,
}
