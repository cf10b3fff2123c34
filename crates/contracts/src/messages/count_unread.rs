use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ONE_STOP;
use crate::{Contract, Field, Shape};

/// How many messages the caller has not read.
pub struct CountUnread;

impl Contract for CountUnread {
    const NAME: &'static str = "messages.count-unread/1";
    const SHAPE: Shape = Shape::Call;
    const SUMMARY: &'static str = "How many messages the caller has not read.";
    const FIELDS: &'static [Field] = &[Field::personal("unread", ONE_STOP)];

    type Request = CountUnreadRequest;
    type Response = CountUnreadResponse;
}

/// Nothing: it is about the caller.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct CountUnreadRequest {}

/// The count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct CountUnreadResponse {
    /// Messages not read, at most 100.
    pub unread: Option<u32>,
}
