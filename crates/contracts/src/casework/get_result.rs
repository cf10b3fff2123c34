use std::collections::BTreeMap;

use dean06_kernel::Text;
use jiff::civil::Date;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// The signed result of a dossier.
pub struct GetResult;

impl Contract for GetResult {
    const NAME: &'static str = "casework.get-result/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "The signed result of a dossier.";
    const FIELDS: &'static [Field] = &[
        Field::personal("kind", ONE_STOP),
        Field::personal("title", ONE_STOP),
        Field::personal("number", ONE_STOP),
        Field::personal("issued_at", ONE_STOP),
        Field::personal("valid_to", ONE_STOP),
        Field::personal("issuer", ONE_STOP),
        Field::personal("signer", ONE_STOP),
        Field::personal("fields", ONE_STOP),
        Field::personal("jws", ONE_STOP),
        Field::personal("code", ONE_STOP),
        Field::personal("place_and_date", ONE_STOP),
        Field::personal("office", ONE_STOP),
        Field::personal("qr", ONE_STOP),
        Field::personal("revoked_at", ONE_STOP),
        Field::personal("revocation", ONE_STOP),
    ];

    type Request = GetResultRequest;
    type Response = ResultView;
}

/// Names the dossier.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetResultRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
}

/// A signed result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ResultView {
    /// Kind of paper, for example `birth-certificate`.
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
    /// Name of the officer who decided.
    pub signer: Option<String>,
    /// What the paper shows, in order.
    pub fields: Option<Vec<ResultField>>,
    /// The same content signed: a compact JWS (RFC 7515) over JSON.
    pub jws: Option<String>,
    /// The code by which anybody can verify the paper.
    pub code: Option<String>,
    /// Place and date as printed.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub place_and_date: Option<Text>,
    /// The office in which the signer decided.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub office: Option<Text>,
    /// The text of its QR code, which can be verified offline with the published keys.
    pub qr: Option<String>,
    /// When it ceased to be in force, UTC microseconds.
    pub revoked_at: Option<i64>,
    /// Why it ceased to be in force, in writing.
    pub revocation: Option<String>,
}

/// A line of the paper.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ResultField {
    /// Id in the signed JSON.
    pub id: Option<String>,
    /// Label as printed.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub label: Option<Text>,
    /// Value as printed.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub value: Option<Text>,
}
