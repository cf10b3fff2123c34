use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// The caller has read a message.
pub struct ReadMessage;

impl Contract for ReadMessage {
    const NAME: &'static str = "messages.read-message/1";
    const SHAPE: Shape = Shape::Command;
    const SUMMARY: &'static str = "The caller has read a message.";
    const FIELDS: &'static [Field] = &[
        Field::public("message_id", ONE_STOP),
        Field::public("link", ONE_STOP),
        Field::personal("read_at", ONE_STOP),
    ];

    type Request = ReadMessageRequest;
    type Response = ReadMessageResponse;
}

/// Names the message.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReadMessageRequest {
    /// The message.
    #[schemars(length(equal = 36))]
    pub message_id: String,
}

/// The message that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ReadMessageResponse {
    /// The message.
    pub message_id: Option<String>,
    /// Path of the page that it leads to.
    pub link: Option<String>,
    /// When it was read for the first time, UTC microseconds.
    pub read_at: Option<i64>,
}
