use dean06_contracts::Contract as _;
use dean06_contracts::documents::{DiscardUpload, DiscardUploadRequest, DiscardUploadResponse};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{NoRefusal, WriteError};

use crate::error::write_failed;
use crate::rights::{citizen, kept};
use crate::room::Documents;
use crate::rows::Source;

/// Throws away a paper that its owner had put in. Links to it end with it; the file itself is
/// cleared away by the nightly sweep.
pub(crate) async fn discard_upload(
    room: Documents,
    context: Context,
    request: DiscardUploadRequest,
) -> Result<Reply<DiscardUploadResponse>, ServiceError> {
    let caller = citizen(&context)?;
    let key = &format!("{}:{caller}:{}", request.paper_id, context.command_key()?);
    let answer = DiscardUploadResponse {
        paper_id: Some(request.paper_id.clone()),
    };
    let remembered = &serde_json::to_value(&answer).map_err(ServiceError::internal)?;
    let paper = match kept(&room, &context, &request.paper_id).await {
        Ok(paper) if paper.source == Source::Issued => {
            return Err(ServiceError::refused("paper-not-uploaded"));
        }
        Ok(paper) => Ok(paper),
        // It may be gone because this very command was carried out before.
        Err(error @ ServiceError::NotFound(_)) => Err(error),
        Err(error) => return Err(error),
    };
    let gone = paper.as_ref().ok();
    let done = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if tx.recall(DiscardUpload::NAME, key).await?.is_some() {
                    return Ok(true);
                }
                let Some(paper) = gone else { return Ok(false) };
                paper.delete(tx).await?;
                tx.remember(DiscardUpload::NAME, key, remembered).await?;
                Ok::<bool, WriteError<NoRefusal>>(true)
            })
        })
        .await
        .map_err(write_failed)?;
    match (done, paper) {
        (true, Ok(paper)) => Ok(Reply::about(paper.person, answer)),
        (true, Err(_)) => Ok(Reply::about(caller, answer)),
        (false, Err(error)) => Err(error),
        (false, Ok(_)) => Err(ServiceError::internal("a paper was not thrown away")),
    }
}
