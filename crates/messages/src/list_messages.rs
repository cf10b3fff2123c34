use dean06_contracts::PAGE_LIMIT;
use dean06_contracts::messages::{ListMessagesRequest, ListMessagesResponse, MessageRow};
use dean06_mediator::{Context, Reply, ServiceError};

use crate::cursor::Cursor;
use crate::error::{database, reader};
use crate::room::Messages;
use crate::rows::Message;

/// Rows of a page when the request does not say.
const DEFAULT_ROWS: u16 = 20;

/// The caller's messages, the latest first.
pub(crate) async fn list_messages(
    room: Messages,
    context: Context,
    request: ListMessagesRequest,
) -> Result<Reply<ListMessagesResponse>, ServiceError> {
    let person = reader(&context)?;
    let after = Cursor::parse(request.cursor.as_deref())?;
    let limit = usize::from(request.limit.unwrap_or(DEFAULT_ROWS).min(PAGE_LIMIT));
    let more = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut found = Message::page(room.store.read(), person, after.as_ref(), more)
        .await
        .map_err(database)?;
    let next_cursor = (found.len() > limit).then(|| {
        found.truncate(limit);
        found
            .last()
            .map(|last| Cursor::at(last.at, &last.message_id).to_string())
    });
    let body = ListMessagesResponse {
        rows: Some(found.into_iter().map(row).collect()),
        next_cursor: next_cursor.flatten(),
    };
    Ok(Reply::about(person, body))
}

fn row(message: Message) -> MessageRow {
    MessageRow {
        message_id: Some(message.message_id),
        kind: Some(message.kind),
        title: Some(message.title),
        text: Some(message.body),
        link: Some(message.link),
        at: Some(message.at),
        read: Some(message.read_at.is_some()),
    }
}
