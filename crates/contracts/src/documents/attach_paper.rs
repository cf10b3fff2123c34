use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PaperSource, STORE};
use crate::{Contract, Field, Shape};

/// A form uses a paper of the store instead of an upload. Each paper counts once for each draft or
/// dossier.
pub struct AttachPaper;

impl Contract for AttachPaper {
    const NAME: &'static str = "documents.attach-paper/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "A form uses a paper of the store instead of an upload.";
    const FIELDS: &'static [Field] = &[
        Field::public("paper_id", STORE),
        Field::personal("kind", STORE),
        Field::personal("title", STORE),
        Field::personal("number", STORE),
        Field::personal("source", STORE),
        Field::personal("issued_at", STORE),
        Field::public("media_type", STORE),
        Field::public("size", STORE),
        Field::public("sha256", STORE),
        Field::personal("code", STORE),
    ];

    type Request = AttachPaperRequest;
    type Response = AttachPaperResponse;
}

/// Which paper, and to what.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AttachPaperRequest {
    /// The paper; it must be in force.
    #[schemars(length(equal = 36))]
    pub paper_id: String,
    /// The draft or dossier that it is attached to.
    #[schemars(length(equal = 36))]
    pub case_id: String,
}

/// The paper as the form keeps it: the digest tells whether it is still the same.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AttachPaperResponse {
    /// The paper.
    pub paper_id: Option<String>,
    /// Kind.
    pub kind: Option<String>,
    /// Title.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Number on the paper.
    pub number: Option<String>,
    /// How it came into the store.
    pub source: Option<PaperSource>,
    /// Moment of issue or of upload, UTC microseconds.
    pub issued_at: Option<i64>,
    /// `application/pdf`, `image/jpeg` or `image/png`.
    pub media_type: Option<String>,
    /// Size in bytes.
    pub size: Option<u64>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
    /// The code by which anybody can verify it.
    pub code: Option<String>,
}
