use std::collections::BTreeMap;

use dean06_kernel::Text;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{ONE_STOP, ResultField};
use crate::{Contract, Field, Shape};

/// Whether a paper was issued and is unchanged; for everybody.
pub struct VerifyResult;

impl Contract for VerifyResult {
    const NAME: &'static str = "casework.verify-result/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "Whether a paper was issued and is unchanged; for everybody.";
    const FIELDS: &'static [Field] = &[
        Field::public("verdict", ONE_STOP),
        Field::personal("kind", ONE_STOP),
        Field::personal("title", ONE_STOP),
        Field::personal("number", ONE_STOP),
        Field::personal("issued_at", ONE_STOP),
        Field::personal("valid_to", ONE_STOP),
        Field::personal("issuer", ONE_STOP),
        Field::personal("fields", ONE_STOP),
        Field::personal("revoked_at", ONE_STOP),
        Field::personal("replaced_by", ONE_STOP),
    ];

    type Request = VerifyResultRequest;
    type Response = VerifyResultResponse;
}

/// Names the paper by exactly one of the three.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct VerifyResultRequest {
    /// The code printed on the paper.
    #[schemars(length(max = 40))]
    pub code: Option<String>,
    /// The signed JSON itself, as a compact JWS.
    #[schemars(length(max = 32768))]
    pub jws: Option<String>,
    /// The text of the QR code on the paper.
    #[schemars(length(max = 4096))]
    pub qr: Option<String>,
}

/// What the check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Issued here, unchanged, in force.
    Valid,
    /// Something in it was changed, or the signature is not ours.
    Invalid,
    /// Nothing was issued under this code.
    Unknown,
    /// Issued here, but no longer in force.
    Revoked,
    /// Issued here and unchanged, but its last day is over.
    Expired,
}

/// The verdict, with nothing that the paper does not show.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct VerifyResultResponse {
    /// The verdict.
    pub verdict: Option<Verdict>,
    /// Kind of paper.
    pub kind: Option<String>,
    /// Title as printed.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Mã số hồ sơ.
    pub number: Option<String>,
    /// Moment of signing, UTC microseconds.
    pub issued_at: Option<i64>,
    /// Last day in force; absent for a paper without an end.
    #[schemars(with = "Option<String>")]
    pub valid_to: Option<Date>,
    /// Issuing body.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub issuer: Option<Text>,
    /// What the paper shows; only for a presented paper, or a code that only its holder knows.
    pub fields: Option<Vec<ResultField>>,
    /// When it ceased to be in force, UTC microseconds.
    pub revoked_at: Option<i64>,
    /// What took its place.
    pub replaced_by: Option<Replacement>,
}

/// The result that took the place of a revoked one. What it shows is told to its holder alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Replacement {
    /// Title as printed.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Mã số hồ sơ.
    pub number: Option<String>,
    /// Moment of signing, UTC microseconds.
    pub issued_at: Option<i64>,
}
