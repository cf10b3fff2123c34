use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// A slip of a dossier, to be printed.
pub struct GetSlip;

impl Contract for GetSlip {
    const NAME: &'static str = "casework.get-slip/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "A slip of a dossier, to be printed.";
    const FIELDS: &'static [Field] = &[
        Field::personal("kind", ONE_STOP),
        Field::personal("title", ONE_STOP),
        Field::personal("number", ONE_STOP),
        Field::personal("organisation", ONE_STOP),
        Field::personal("place_and_date", ONE_STOP),
        Field::personal("lines", ONE_STOP),
        Field::personal("signer", ONE_STOP),
    ];

    type Request = GetSlipRequest;
    type Response = SlipView;
}

/// The slips of the one-stop rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SlipKind {
    /// Giấy tiếp nhận hồ sơ và hẹn trả kết quả.
    Appointment,
    /// Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ.
    Supplement,
    /// Phiếu từ chối tiếp nhận, giải quyết hồ sơ.
    Refusal,
    /// Phiếu xin lỗi và hẹn lại ngày trả kết quả.
    Apology,
}

/// Names the dossier and the slip.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetSlipRequest {
    /// The dossier.
    #[schemars(length(equal = 36))]
    pub dossier_id: String,
    /// Which slip.
    pub kind: SlipKind,
}

/// A slip.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SlipView {
    /// Which slip.
    pub kind: Option<SlipKind>,
    /// Title as printed.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Mã số hồ sơ.
    pub number: Option<String>,
    /// Issuing body.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub organisation: Option<Text>,
    /// Place and date as printed.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub place_and_date: Option<Text>,
    /// What it says.
    pub lines: Option<Vec<SlipLine>>,
    /// Who signs.
    pub signer: Option<String>,
}

/// A line of a slip.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SlipLine {
    /// Label.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub label: Option<Text>,
    /// Value.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub value: Option<Text>,
}
