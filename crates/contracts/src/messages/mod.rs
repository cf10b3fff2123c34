//! Messages to people (thông báo).

mod count_unread;
mod list_messages;
mod message_wanted;
mod read_message;

pub use count_unread::{CountUnread, CountUnreadRequest, CountUnreadResponse};
pub use list_messages::{ListMessages, ListMessagesRequest, ListMessagesResponse, MessageRow};
pub use message_wanted::MessageWanted;
pub use read_message::{ReadMessage, ReadMessageRequest, ReadMessageResponse};

/// The rules for handling dossiers at one-stop units.
const ONE_STOP: &str = "one-stop-decree";
