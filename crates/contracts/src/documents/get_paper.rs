use std::collections::BTreeMap;

use dean06_kernel::{PersonId, Text};
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PaperSource, PaperState, STORE};
use crate::{Contract, Field, Shape};

/// One paper: what it says, its state, and what became of its signatures.
pub struct GetPaper;

impl Contract for GetPaper {
    const NAME: &'static str = "documents.get-paper/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "One paper: what it says, its state and its signatures.";
    const FIELDS: &'static [Field] = FIELDS;

    type Request = GetPaperRequest;
    type Response = PaperView;
}

/// The fields of a [`PaperView`].
pub(super) const FIELDS: &[Field] = &[
    Field::public("paper_id", STORE),
    Field::personal("person_id", STORE),
    Field::personal("dossier_id", STORE),
    Field::personal("kind", STORE),
    Field::personal("title", STORE),
    Field::personal("number", STORE),
    Field::personal("issuer", STORE),
    Field::personal("signer", STORE),
    Field::personal("issued_at", STORE),
    Field::personal("valid_to", STORE),
    Field::personal("source", STORE),
    Field::personal("state", STORE),
    Field::personal("state_reason", STORE),
    Field::personal("replaced_by", STORE),
    Field::personal("has_file", STORE),
    Field::personal("file_name", STORE),
    Field::public("media_type", STORE),
    Field::public("size", STORE),
    Field::public("sha256", STORE),
    Field::personal("code", STORE),
    Field::sensitive("fields", STORE),
    Field::sensitive("jws", STORE),
    Field::public("intact", STORE),
    Field::personal("signatures", STORE),
    Field::personal("reused", STORE),
    Field::public("can_discard", STORE),
];

/// Names the paper.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetPaperRequest {
    /// The paper.
    #[schemars(length(equal = 36))]
    pub paper_id: String,
}

/// A paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PaperView {
    /// The paper.
    pub paper_id: Option<String>,
    /// Whose paper it is.
    #[schemars(with = "Option<String>")]
    pub person_id: Option<PersonId>,
    /// The dossier that it is the result of.
    pub dossier_id: Option<String>,
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
    /// Name of who signed for the issuing body.
    pub signer: Option<String>,
    /// Moment of issue or of upload, UTC microseconds.
    pub issued_at: Option<i64>,
    /// Last day in force; absent for a paper without an end.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    /// How it came into the store.
    pub source: Option<PaperSource>,
    /// Whether it is in force.
    pub state: Option<PaperState>,
    /// Why it is not in force any more, in the words of who took it back.
    pub state_reason: Option<String>,
    /// The paper that stands in its place.
    pub replaced_by: Option<String>,
    /// The file can be had.
    pub has_file: Option<bool>,
    /// Name of the file.
    pub file_name: Option<String>,
    /// `application/pdf`, `image/jpeg` or `image/png`.
    pub media_type: Option<String>,
    /// Size of the file in bytes.
    pub size: Option<u64>,
    /// SHA-256 of the file, in hexadecimal.
    pub sha256: Option<String>,
    /// The code by which anybody can verify it.
    pub code: Option<String>,
    /// What it shows, in order.
    pub fields: Option<Vec<PaperField>>,
    /// The same content signed: a compact JWS (RFC 7515) over JSON.
    pub jws: Option<String>,
    /// Every signature of the file is in order; absent for what its owner put in.
    pub intact: Option<bool>,
    /// The signatures of the file, the first one first.
    pub signatures: Option<Vec<SignatureView>>,
    /// How often a form used it instead of an upload.
    pub reused: Option<u32>,
    /// Its owner may throw it away.
    pub can_discard: Option<bool>,
}

/// A line of a paper.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct PaperField {
    /// Id in the signed JSON.
    pub id: Option<String>,
    /// Label as printed.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub label: Option<Text>,
    /// Value as printed.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub value: Option<Text>,
}

/// In which office a signature was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureRole {
    /// Chữ ký số của người có thẩm quyền.
    Person,
    /// Chữ ký số của cơ quan, tổ chức (con dấu).
    Seal,
    /// Its certificate does not say.
    Unknown,
}

/// What became of one signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignatureState {
    /// The content is unchanged, the certificate leads to our anchor and was in force.
    Valid,
    /// What was signed is not what stands there.
    Changed,
    /// Something was added after it that is no further signature.
    Appended,
    /// Its certificate does not lead to an anchor that is trusted here.
    Untrusted,
    /// Its certificate was not in force when it signed.
    Expired,
    /// Its certificate was revoked when it signed.
    Revoked,
    /// It cannot be read.
    Unreadable,
}

/// A signature of a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SignatureView {
    /// In which office it was set.
    pub role: Option<SignatureRole>,
    /// Name in the certificate.
    pub name: Option<String>,
    /// Organisation in the certificate.
    pub organisation: Option<String>,
    /// When it says that it was made, UTC microseconds.
    pub signed_at: Option<i64>,
    /// When a time-stamp authority saw it, UTC microseconds.
    pub stamped_at: Option<i64>,
    /// What became of it.
    pub state: Option<SignatureState>,
}
