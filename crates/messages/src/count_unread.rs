use dean06_contracts::messages::{CountUnreadRequest, CountUnreadResponse};
use dean06_mediator::{Context, Reply, ServiceError};

use crate::error::{database, reader};
use crate::room::Messages;
use crate::rows::Message;

/// More are not counted: nobody reads the difference.
const MOST: i64 = 100;

/// How many messages the caller has not read. A number on every page of the portal: it tells nobody
/// else anything, and is not written into the ledger.
pub(crate) async fn count_unread(
    room: Messages,
    context: Context,
    _request: CountUnreadRequest,
) -> Result<Reply<CountUnreadResponse>, ServiceError> {
    let person = reader(&context)?;
    let unread = Message::unread(room.store.read(), person, MOST)
        .await
        .map_err(database)?;
    Ok(Reply::public(CountUnreadResponse {
        unread: Some(u32::try_from(unread).unwrap_or_default()),
    }))
}
