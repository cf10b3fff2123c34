use dean06_contracts::Contract as _;
use dean06_contracts::messages::{ReadMessage, ReadMessageRequest, ReadMessageResponse};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::WriteError;

use crate::error::{reader, write_failed};
use crate::room::Messages;
use crate::rows::Message;

/// There is no such message, or it is somebody else's.
#[derive(Debug, thiserror::Error)]
#[error("there is no such message")]
struct NoMessage;

/// The caller has read a message; the first time counts.
pub(crate) async fn read_message(
    room: Messages,
    context: Context,
    request: ReadMessageRequest,
) -> Result<Reply<ReadMessageResponse>, ServiceError> {
    let person = reader(&context)?;
    let key = &format!("{}:{person}:{}", request.message_id, context.command_key()?);
    let (message, now) = (request.message_id.as_str(), room.sources.now_micros());
    let answer = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(before) = tx.recall(ReadMessage::NAME, key).await? {
                    return Ok(before);
                }
                Message::mark_read(tx, person, message, now).await?;
                let Some(found) = Message::find(tx, person, message).await? else {
                    return Err(WriteError::Refused(NoMessage));
                };
                let answer = serde_json::json!({
                    "message_id": found.message_id,
                    "link": found.link,
                    "read_at": found.read_at,
                });
                tx.remember(ReadMessage::NAME, key, &answer).await?;
                Ok(answer)
            })
        })
        .await
        .map_err(|error| match error {
            WriteError::Refused(NoMessage) => ServiceError::not_found("message-not-found"),
            error => write_failed(error),
        })?;
    let answer: ReadMessageResponse =
        serde_json::from_value(answer).map_err(ServiceError::internal)?;
    Ok(Reply::about(person, answer))
}
