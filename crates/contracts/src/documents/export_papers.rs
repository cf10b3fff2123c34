use dean06_kernel::PersonId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::STORE;
use crate::{Contract, Field, Shape};

/// All papers of a person as one archive: the files, the signed JSON of what was issued here, and
/// an `index.json`. Refused above the size that the content allows; then papers are to be fetched
/// one by one.
pub struct ExportPapers;

impl Contract for ExportPapers {
    const NAME: &'static str = "documents.export-papers/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "All papers of a person as one archive.";
    const FIELDS: &'static [Field] = &[
        Field::personal("file_name", STORE),
        Field::public("media_type", STORE),
        Field::public("sha256", STORE),
        Field::personal("papers", STORE),
        Field::sensitive("bytes", STORE),
    ];

    type Request = ExportPapersRequest;
    type Response = ExportPapersResponse;
}

/// Whose papers.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ExportPapersRequest {
    /// Whose papers; the caller's own when absent.
    #[schemars(with = "Option<String>", length(equal = 36))]
    pub person_id: Option<PersonId>,
}

/// The archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ExportPapersResponse {
    /// Name to save it under.
    pub file_name: Option<String>,
    /// `application/zip`.
    pub media_type: Option<String>,
    /// SHA-256 of the archive, in hexadecimal.
    pub sha256: Option<String>,
    /// How many papers are in it.
    pub papers: Option<u32>,
    /// The bytes in base 64 (RFC 4648, with padding).
    pub bytes: Option<String>,
}
