use dean06_kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::STORE;
use crate::{Contract, FILE_REQUEST_LIMIT, Field, Shape};

/// Puts a scanned paper into one's own store, or into a child's.
pub struct UploadPaper;

impl Contract for UploadPaper {
    const NAME: &'static str = "documents.upload-paper/1";
    const SHAPE: Shape = Shape::Command;
    const REQUEST_LIMIT: usize = FILE_REQUEST_LIMIT;
    const SUMMARY: &'static str = "Puts a scanned paper into one's own store, or into a child's.";
    const FIELDS: &'static [Field] = &[
        Field::public("paper_id", STORE),
        Field::personal("file_name", STORE),
        Field::public("media_type", STORE),
        Field::public("size", STORE),
        Field::public("sha256", STORE),
    ];

    type Request = UploadPaperRequest;
    type Response = UploadPaperResponse;
}

/// The paper. How large a file may be, and how many a person may keep, stands in the content.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct UploadPaperRequest {
    /// Whose store; the caller's own when absent.
    #[serde(default)]
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub person_id: Option<PersonId>,
    /// Kind of paper: lower-case letters, digits and hyphens, for example `birth-notice`.
    #[schemars(
        length(min = 1, max = 64),
        regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$")
    )]
    pub kind: String,
    /// What its owner calls it.
    #[schemars(length(min = 1, max = 200))]
    pub title: String,
    /// Name of the file; only its last part counts, and what it is decides its content.
    #[schemars(length(min = 1, max = 255))]
    pub file_name: String,
    /// The bytes in base 64 (RFC 4648, with padding).
    #[schemars(length(min = 4, max = 28_000_000))]
    pub bytes: String,
}

/// The paper as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct UploadPaperResponse {
    /// The paper.
    pub paper_id: Option<String>,
    /// Name of the file, cleaned.
    pub file_name: Option<String>,
    /// What its content is: `application/pdf`, `image/jpeg` or `image/png`.
    pub media_type: Option<String>,
    /// Size in bytes.
    pub size: Option<u64>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
}
