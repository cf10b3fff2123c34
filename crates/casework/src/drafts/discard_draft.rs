use dean06_contracts::Contract;
use dean06_contracts::casework::{DiscardDraft, DiscardDraftRequest, DiscardDraftResponse};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::WriteError;

use super::party_of;
use crate::command::Key;
use crate::error::{no_draft, write_failed};
use crate::room::Casework;
use crate::rows::Draft;

/// Why a draft is not thrown away.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum NotDiscarded {
    #[error("the draft was submitted")]
    Submitted,
    #[error("there is no such draft")]
    NoDraft,
    #[error("the draft is a leg of an interlinked application")]
    OfBundle,
}

/// Throws an application away before it is submitted.
pub(crate) async fn discard_draft(
    room: Casework,
    context: Context,
    request: DiscardDraftRequest,
) -> Result<Reply<DiscardDraftResponse>, ServiceError> {
    let (party, draft) = (&party_of(&context)?, &request.draft_id);
    let actor = context.actor.id();
    let key = &Key::new(DiscardDraft::NAME, draft, actor, context.command_key()?);
    let response = DiscardDraftResponse {
        draft_id: Some(draft.clone()),
    };
    let remembered = &serde_json::to_value(&response).map_err(ServiceError::internal)?;
    let result = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if tx.recall(key.contract, &key.key).await?.is_some() {
                    return Ok(());
                }
                let reason = match Draft::find(tx, party, draft).await? {
                    Some(found) if found.dossier_id.is_some() => Some(NotDiscarded::Submitted),
                    Some(found) if found.bundle_id.is_some() => Some(NotDiscarded::OfBundle),
                    Some(_) if Draft::discard(tx, party, draft).await? => None,
                    Some(_) => Some(NotDiscarded::Submitted),
                    None => Some(NotDiscarded::NoDraft),
                };
                if let Some(reason) = reason {
                    return Err(WriteError::Refused(reason));
                }
                tx.remember(key.contract, &key.key, remembered).await?;
                Ok(())
            })
        })
        .await;
    match result {
        Ok(()) => Ok(Reply::public(response)),
        Err(WriteError::Refused(NotDiscarded::Submitted)) => {
            Err(ServiceError::conflict("draft-submitted"))
        }
        Err(WriteError::Refused(NotDiscarded::NoDraft)) => Err(no_draft()),
        Err(WriteError::Refused(NotDiscarded::OfBundle)) => {
            Err(ServiceError::refused("draft-of-bundle"))
        }
        Err(error) => Err(write_failed(error)),
    }
}
