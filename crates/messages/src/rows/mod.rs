//! The rows of this room's tables.

mod letter;
mod message;

pub(crate) use letter::{LetterRow, LetterState};
pub(crate) use message::Message;
