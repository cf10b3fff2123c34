use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// What I was asked to agree to.
pub struct ListAgreements;

impl Contract for ListAgreements {
    const NAME: &'static str = "casework.list-agreements/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "What I was asked to agree to.";
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", ONE_STOP),
        Field::public("next_cursor", ONE_STOP),
    ];

    type Request = ListAgreementsRequest;
    type Response = ListAgreementsResponse;
}

/// The page wanted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListAgreementsRequest {
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of questions, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListAgreementsResponse {
    /// The questions.
    pub rows: Option<Vec<AgreementRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// A question in short.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct AgreementRow {
    /// The question.
    pub agreement_id: Option<String>,
    /// Title of what is applied for.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Name of the applicant.
    pub applicant: Option<String>,
    /// Moment of the question, UTC microseconds.
    pub asked_at: Option<i64>,
    /// Moment by which an answer is awaited, UTC microseconds; absent when there is no limit.
    pub due_at: Option<i64>,
    /// Moment of the answer, UTC microseconds.
    pub answered_at: Option<i64>,
    /// The answer.
    pub agreed: Option<bool>,
    /// It can still be answered.
    pub open: Option<bool>,
}
