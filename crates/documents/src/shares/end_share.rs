use dean06_contracts::documents::{EndShareRequest, EndShareResponse};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{NoRefusal, WriteError};

use super::no_share;
use crate::error::{database, write_failed};
use crate::rights::citizen;
use crate::room::Documents;
use crate::rows::Share;

/// Ends a link. However often it is ended, the first end counts and the answer is the same.
pub(crate) async fn end_share(
    room: Documents,
    context: Context,
    request: EndShareRequest,
) -> Result<Reply<EndShareResponse>, ServiceError> {
    let caller = citizen(&context)?;
    let found = Share::find(room.store.read(), caller, &request.share_id)
        .await
        .map_err(database)?;
    let Some(share) = &found else {
        return Err(no_share());
    };
    let now = room.sources.now_micros();
    room.store
        .write(|tx| {
            Box::pin(async move {
                Share::end(tx, caller, &share.share_id, now).await?;
                Ok::<(), WriteError<NoRefusal>>(())
            })
        })
        .await
        .map_err(write_failed)?;
    let body = EndShareResponse {
        share_id: Some(request.share_id),
    };
    Ok(Reply::about(caller, body))
}
