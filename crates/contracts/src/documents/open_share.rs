use std::collections::BTreeMap;

use dean06_kernel::Text;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ClientKind, PaperState, STORE};
use crate::{Contract, Field, Shape};

/// The paper behind a link, for whoever has the link. Each opening is written down for its owner;
/// a link that ended, expired or never was gives the same answer.
pub struct OpenShare;

impl Contract for OpenShare {
    const NAME: &'static str = "documents.open-share/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The paper behind a link, for whoever has the link.";
    const FIELDS: &'static [Field] = &[
        Field::personal("kind", STORE),
        Field::personal("title", STORE),
        Field::personal("number", STORE),
        Field::personal("issuer", STORE),
        Field::personal("issued_at", STORE),
        Field::personal("valid_to", STORE),
        Field::personal("state", STORE),
        Field::public("until", STORE),
        Field::personal("file_name", STORE),
        Field::public("media_type", STORE),
        Field::public("size", STORE),
        Field::public("sha256", STORE),
        Field::sensitive("bytes", STORE),
    ];

    type Request = OpenShareRequest;
    type Response = SharedPaper;
}

/// The link.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenShareRequest {
    /// The secret part of the link.
    #[schemars(length(min = 1, max = 64))]
    pub token: String,
    /// With what it is opened.
    #[serde(default)]
    pub client: ClientKind,
    /// The file is wanted too.
    #[serde(default)]
    pub with_file: bool,
}

/// A paper that somebody shows.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SharedPaper {
    /// Kind, for example `birth-certificate`.
    pub kind: Option<String>,
    /// Title as printed, or as its owner named it.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Number on the paper.
    pub number: Option<String>,
    /// Issuing body.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub issuer: Option<Text>,
    /// Moment of issue or of upload, UTC microseconds.
    pub issued_at: Option<i64>,
    /// Last day in force.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    /// Whether it is in force.
    pub state: Option<PaperState>,
    /// Until when the link opens, UTC microseconds.
    pub until: Option<i64>,
    /// Name to save it under.
    pub file_name: Option<String>,
    /// `application/pdf`, `image/jpeg` or `image/png`.
    pub media_type: Option<String>,
    /// Size in bytes.
    pub size: Option<u64>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
    /// The bytes in base 64, when they were asked for.
    pub bytes: Option<String>,
}
