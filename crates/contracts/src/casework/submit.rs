use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// Submits an application. The draft is the key: a second submission, also at the same moment, returns the first dossier.
pub struct Submit;

impl Contract for Submit {
    const NAME: &'static str = "casework.submit/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "Submits an application.";
    const FIELDS: &'static [Field] = &[
        Field::public("dossier_id", ONE_STOP),
        Field::public("number", ONE_STOP),
        Field::public("organisation", ONE_STOP),
        Field::public("submitted_at", ONE_STOP),
        Field::public("intake_due_at", ONE_STOP),
        Field::public("due_at", ONE_STOP),
    ];

    type Request = SubmitRequest;
    type Response = SubmitResponse;
}

/// Names the draft.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubmitRequest {
    /// The draft.
    #[schemars(length(equal = 36))]
    pub draft_id: String,
    /// The version that was seen when it was confirmed.
    pub version: i64,
}

/// The dossier that came of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SubmitResponse {
    /// The dossier.
    pub dossier_id: Option<String>,
    /// Mã số hồ sơ.
    pub number: Option<String>,
    /// Who will handle it.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub organisation: Option<Text>,
    /// Moment of submission, UTC microseconds.
    pub submitted_at: Option<i64>,
    /// When it must have been checked for acceptance, UTC microseconds.
    pub intake_due_at: Option<i64>,
    /// Hạn trả kết quả if it is accepted in time, UTC microseconds.
    pub due_at: Option<i64>,
}
