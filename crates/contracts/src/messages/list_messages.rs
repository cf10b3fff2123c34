use std::collections::BTreeMap;

use dean06_kernel::Text;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// The caller's messages.
pub struct ListMessages;

impl Contract for ListMessages {
    const NAME: &'static str = "messages.list-messages/1";
    const SHAPE: Shape = Shape::Search;
    const SUMMARY: &'static str = "The caller's messages.";
    const FIELDS: &'static [Field] = &[
        Field::personal("rows", ONE_STOP),
        Field::public("next_cursor", ONE_STOP),
    ];

    type Request = ListMessagesRequest;
    type Response = ListMessagesResponse;
}

/// The page wanted.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ListMessagesRequest {
    /// Rows wanted, at most [`crate::PAGE_LIMIT`].
    #[schemars(range(min = 1, max = 50))]
    pub limit: Option<u16>,
    /// Where the page before ended.
    #[schemars(length(max = 200))]
    pub cursor: Option<String>,
}

/// A page of messages, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ListMessagesResponse {
    /// The messages.
    pub rows: Option<Vec<MessageRow>>,
    /// Present when there are more.
    pub next_cursor: Option<String>,
}

/// A message. It names no person and no fact about one: what it is about stands behind the link.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct MessageRow {
    /// The message.
    pub message_id: Option<String>,
    /// Kind, as `content/messages.toml` names it.
    pub kind: Option<String>,
    /// What it is about, in a line.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub title: Option<Text>,
    /// What happened and what to do next.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub text: Option<Text>,
    /// Path of the page that it leads to, for example `/papers`.
    pub link: Option<String>,
    /// Moment, UTC microseconds.
    pub at: Option<i64>,
    /// It was read.
    pub read: Option<bool>,
}
