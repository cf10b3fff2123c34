use std::collections::BTreeMap;

use dean06_kernel::Text;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{PaperField, STORE, SignatureView};
use crate::{Contract, FILE_REQUEST_LIMIT, Field, Shape};

/// Whether a paper is genuine and in force, for everybody. It tells nothing that the paper does not
/// show.
pub struct VerifyPaper;

impl Contract for VerifyPaper {
    const NAME: &'static str = "documents.verify-paper/1";
    const SHAPE: Shape = Shape::Call;
    const REQUEST_LIMIT: usize = FILE_REQUEST_LIMIT;
    const SUMMARY: &'static str = "Whether a paper is genuine and in force, for everybody.";
    const FIELDS: &'static [Field] = &[
        Field::public("verdict", STORE),
        Field::public("reasons", STORE),
        Field::personal("kind", STORE),
        Field::personal("title", STORE),
        Field::personal("number", STORE),
        Field::personal("issued_at", STORE),
        Field::personal("valid_to", STORE),
        Field::personal("issuer", STORE),
        Field::personal("signatures", STORE),
        Field::personal("fields", STORE),
    ];

    type Request = VerifyPaperRequest;
    type Response = VerifyPaperResponse;
}

/// Exactly one of the three.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct VerifyPaperRequest {
    /// The file in base 64 (RFC 4648, with padding).
    #[schemars(length(min = 4, max = 14_000_000))]
    pub pdf: Option<String>,
    /// The text of the QR on the paper.
    #[schemars(length(min = 1, max = 4000))]
    pub qr: Option<String>,
    /// The code printed on the paper.
    #[schemars(length(min = 1, max = 64))]
    pub code: Option<String>,
}

/// What the check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PaperVerdict {
    /// Issued here, unchanged, in force.
    Valid,
    /// Issued here and unchanged, but taken back.
    Revoked,
    /// Issued here and unchanged, but another paper stands in its place.
    Replaced,
    /// Issued here and unchanged, but its last day is over.
    Expired,
    /// It is not as it was issued, or not issued here.
    Invalid,
    /// Nothing was issued under this code.
    Unknown,
}

/// Why the verdict is what it is: each reason stands once, the gravest first.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum VerdictReason {
    /// The file is no PDF, or cannot be read.
    NotAPdf,
    /// The text is no QR of a paper.
    NotAQr,
    /// The file has no signature.
    NotSigned,
    /// What was signed is not what stands there.
    Changed,
    /// Something was added to the file after it was signed.
    Appended,
    /// Signed with a key that is not one of ours.
    ForeignKey,
    /// A signature cannot be read.
    UnreadableSignature,
    /// The certificate of a signature was not in force when it was made.
    CertificateExpired,
    /// The certificate of a signature was revoked when it was made.
    CertificateRevoked,
    /// Signatures are in order, but the file is none that was issued here.
    NotIssuedHere,
    /// The code and the paper do not belong together, or the code does not exist.
    UnknownCode,
    /// Taken back by who issued it.
    TakenBack,
    /// Another paper stands in its place.
    Replaced,
    /// Its last day is over.
    Expired,
    /// Nothing was found against it.
    InOrder,
}

/// The verdict, with nothing that the paper does not show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct VerifyPaperResponse {
    /// The verdict.
    pub verdict: Option<PaperVerdict>,
    /// Why.
    pub reasons: Option<Vec<VerdictReason>>,
    /// Kind of paper.
    pub kind: Option<String>,
    /// Title as printed.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Number on the paper.
    pub number: Option<String>,
    /// Moment of issue, UTC microseconds.
    pub issued_at: Option<i64>,
    /// Last day in force; absent for a paper without an end.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    /// Issuing body.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub issuer: Option<Text>,
    /// The signatures of a presented file.
    pub signatures: Option<Vec<SignatureView>>,
    /// What the paper shows; of a QR only what the QR holds.
    pub fields: Option<Vec<PaperField>>,
}
