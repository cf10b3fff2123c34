use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// A question whether I agree (ý kiến đồng ý của chủ hộ hoặc chủ sở hữu chỗ ở).
pub struct GetAgreement;

impl Contract for GetAgreement {
    const NAME: &'static str = "casework.get-agreement/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "A question whether I agree.";
    const FIELDS: &'static [Field] = &[
        Field::public("agreement_id", ONE_STOP),
        Field::public("title", ONE_STOP),
        Field::public("bundle_title", ONE_STOP),
        Field::personal("question", ONE_STOP),
        Field::personal("declined_text", ONE_STOP),
        Field::personal("applicant", ONE_STOP),
        Field::personal("about", ONE_STOP),
        Field::public("organisation", ONE_STOP),
        Field::personal("asked_at", ONE_STOP),
        Field::personal("due_at", ONE_STOP),
        Field::personal("answered_at", ONE_STOP),
        Field::personal("agreed", ONE_STOP),
        Field::personal("reason", ONE_STOP),
        Field::personal("open", ONE_STOP),
        Field::personal("closed_text", ONE_STOP),
        Field::public("source", ONE_STOP),
        Field::public("acts", ONE_STOP),
        Field::public("confidence", ONE_STOP),
    ];

    type Request = GetAgreementRequest;
    type Response = AgreementView;
}

/// Names the question.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GetAgreementRequest {
    /// The question.
    #[schemars(length(equal = 36))]
    pub agreement_id: String,
}

/// A question as the person asked sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AgreementView {
    /// The question.
    pub agreement_id: Option<String>,
    /// Title of what is applied for.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Title of the interlinked procedure that it is a leg of.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub bundle_title: Option<Text>,
    /// What is asked.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub question: Option<Text>,
    /// What follows when the answer is no.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub declined_text: Option<Text>,
    /// Name of the applicant.
    pub applicant: Option<String>,
    /// Whom or what it is about.
    pub about: Option<String>,
    /// Who will handle it.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub organisation: Option<Text>,
    /// Moment of the question, UTC microseconds.
    pub asked_at: Option<i64>,
    /// Moment by which an answer is awaited, UTC microseconds; absent when there is no limit.
    pub due_at: Option<i64>,
    /// Moment of the answer, UTC microseconds.
    pub answered_at: Option<i64>,
    /// The answer.
    pub agreed: Option<bool>,
    /// What was said with a no.
    pub reason: Option<String>,
    /// It can still be answered.
    pub open: Option<bool>,
    /// Why it cannot be answered any more, when nobody answered.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub closed_text: Option<Text>,
    /// Where it is written that somebody must agree.
    pub source: Option<String>,
    /// The acts that it stands in, as people are told.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub acts: Option<Text>,
    /// `official`, `third-party` or `unconfirmed`.
    pub confidence: Option<String>,
}
