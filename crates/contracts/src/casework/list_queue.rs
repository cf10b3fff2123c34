use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// An organisation's dossiers, what is due first.
pub struct ListQueue;

impl Contract for ListQueue {
    const NAME: &'static str = "casework.list-queue/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "An organisation's dossiers, what is due first.";
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", ONE_STOP),
        Field::public("counts", ONE_STOP),
        Field::public("next_cursor", ONE_STOP),
    ];

    type Request = ListQueueRequest;
    type Response = ListQueueResponse;
}

/// Which part of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum QueueFilter {
    /// Everything that somebody here must still act on.
    #[default]
    Open,
    /// Waiting for acceptance.
    New,
    /// Late.
    Overdue,
    /// Due today.
    DueToday,
    /// In the hands of the officer who asks.
    Mine,
    /// Waiting for the applicant.
    Waiting,
    /// Decided.
    Done,
}

/// The page wanted, of the officer's own organisation.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListQueueRequest {
    /// Which part.
    pub filter: QueueFilter,
    /// Only this service.
    #[schemars(length(max = 80))]
    pub service: Option<String>,
    /// Only this dossier number.
    #[schemars(length(max = 100))]
    pub number: Option<String>,
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of the queue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListQueueResponse {
    /// What is due first.
    pub rows: Option<Vec<QueueRow>>,
    /// How many there are of each.
    pub counts: Option<QueueCounts>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// How many dossiers wait.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct QueueCounts {
    /// Everything open.
    pub open: Option<u64>,
    /// Waiting for acceptance.
    pub new: Option<u64>,
    /// Late.
    pub overdue: Option<u64>,
    /// Due today.
    pub due_today: Option<u64>,
    /// In the hands of the officer who asks.
    pub mine: Option<u64>,
    /// Waiting for the applicant.
    pub waiting: Option<u64>,
}

/// A dossier in the queue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct QueueRow {
    /// The dossier.
    pub dossier_id: Option<String>,
    /// Mã số hồ sơ.
    pub number: Option<String>,
    /// Title of the service.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// Whom or what it is about.
    pub about: Option<String>,
    /// Name of the applicant.
    pub applicant: Option<String>,
    /// Legal status, 1–10.
    pub status: Option<u8>,
    /// The status in plain words.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub status_text: Option<Text>,
    /// Moment of submission, UTC microseconds.
    pub submitted_at: Option<i64>,
    /// The next limit: acceptance, then result; UTC microseconds.
    pub due_at: Option<i64>,
    /// `overdue`, `today`, `later` or `paused`.
    pub urgency: Option<String>,
    /// Whole working days left; negative when late.
    pub working_days_left: Option<i64>,
    /// Something is marked for the officer.
    pub flagged: Option<bool>,
    /// Who has it.
    pub holder: Option<String>,
}
