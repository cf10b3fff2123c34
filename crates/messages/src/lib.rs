//! What people are told (thông báo): an inbox in the portal, and letters by e-mail or text message
//! that lead to it.
//!
//! Other rooms say by an event that somebody is to be told something. The words stand in the
//! content; neither they nor what fills their blanks is personal data, so that a letter that goes
//! astray tells nothing. The inbox is written before any letter is tried, and no letter that fails
//! takes anything from it.

mod count_unread;
mod courier;
mod cursor;
mod error;
mod letters;
mod list_messages;
mod read_message;
mod room;
mod rows;
mod schema;
mod settings;
mod sweep;
mod wanted;

pub use courier::{Channel, Courier, CourierError, FileCourier, Letter};
pub use letters::CRASH_POINTS;
pub use room::{Messages, MessagesOptions, PrepareError, SetupError};
pub use schema::tables;
pub use settings::SettingsError;
