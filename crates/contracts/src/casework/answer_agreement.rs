use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// The person asked agrees or does not. A no ends that leg alone.
pub struct AnswerAgreement;

impl Contract for AnswerAgreement {
    const NAME: &'static str = "casework.answer-agreement/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "The person asked agrees or does not.";
    const FIELDS: &'static [Field] = &[
        Field::public("agreement_id", ONE_STOP),
        Field::personal("agreed", ONE_STOP),
        Field::personal("answered_at", ONE_STOP),
    ];

    type Request = AnswerAgreementRequest;
    type Response = AnswerAgreementResponse;
}

/// The answer.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AnswerAgreementRequest {
    /// The question.
    #[schemars(length(equal = 36))]
    pub agreement_id: String,
    /// Yes or no.
    pub agreed: bool,
    /// What is said with a no, as the applicant will read it; at most 2,000 characters.
    #[serde(default)]
    #[schemars(length(max = 2000))]
    pub reason: Option<String>,
}

/// The answer as it was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AnswerAgreementResponse {
    /// The question.
    pub agreement_id: Option<String>,
    /// Yes or no.
    pub agreed: Option<bool>,
    /// Moment of the answer, UTC microseconds.
    pub answered_at: Option<i64>,
}
