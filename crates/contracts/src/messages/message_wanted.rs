use std::collections::BTreeMap;

use dean06_kernel::{PersonId, Text};
use serde::{Deserialize, Serialize};

/// A room wants a person to be told something. The key of the event is the person. There are no
/// personal data in it: what it is about, the person sees after signing in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageWanted {
    /// Names the message for ever.
    pub id: String,
    /// Who is to be told.
    pub person_id: PersonId,
    /// What kind of message: an id of `content/messages.toml`, which words it.
    pub kind: String,
    /// Values for the blanks of the wording.
    pub values: BTreeMap<String, Text>,
    /// The page that it leads to: a path on this site.
    pub link: String,
}

impl MessageWanted {
    /// The topic of the event.
    pub const TOPIC: &'static str = "messages.wanted/1";
}
