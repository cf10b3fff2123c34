use dean06_content::Service;
use dean06_contracts::Contract;
use dean06_contracts::casework::{StartDraft, StartDraftRequest, StartDraftResponse};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::WriteError;
use serde_json::Value;

use super::{offered, party_of};
use crate::command::Key;
use crate::error::{database, no_dossier, write_failed};
use crate::form::Data;
use crate::registers::Answers;
use crate::room::Casework;
use crate::rows::{Dossier, Draft};

/// How many applications one person may have begun at a time.
const MOST_OPEN: i64 = 100;

/// The applicant has begun too many applications.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("too many applications are begun")]
struct TooMany;

/// Begins an application, if wanted with what an earlier one of the same applicant and service
/// lets be taken over.
pub(crate) async fn start_draft(
    room: Casework,
    context: Context,
    request: StartDraftRequest,
) -> Result<Reply<StartDraftResponse>, ServiceError> {
    let party = party_of(&context)?;
    let edition = room.editions.current();
    let service = offered(edition, &request.service, room.sources.today())?;
    let data = match &request.copy_from_dossier {
        Some(dossier) => copied(&room, &party, service, dossier).await?,
        None => Data::new(),
    };
    let draft = &Draft {
        party_id: party,
        draft_id: room.sources.uuid().to_string(),
        service: service.slug.clone(),
        data,
        answers: Answers::default(),
        version: 1,
        saved_at: room.sources.now_micros(),
        dossier_id: None,
        bundle_id: None,
        leg_id: None,
        sealed: false,
    };
    let key = &Key::new(
        StartDraft::NAME,
        &draft.party_id,
        context.actor.id(),
        context.command_key()?,
    );
    let response = StartDraftResponse {
        draft_id: Some(draft.draft_id.clone()),
    };
    let remembered = &serde_json::to_value(&response).map_err(ServiceError::internal)?;
    let before = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(before) = tx.recall(key.contract, &key.key).await? {
                    return Ok(Some(before));
                }
                if Draft::count(tx, &draft.party_id).await? >= MOST_OPEN {
                    return Err(WriteError::Refused(TooMany));
                }
                draft.insert(tx).await?;
                tx.remember(key.contract, &key.key, remembered).await?;
                Ok::<Option<Value>, WriteError<TooMany>>(None)
            })
        })
        .await
        .map_err(|error| match error {
            WriteError::Refused(TooMany) => ServiceError::refused("too-many-drafts"),
            error => write_failed(error),
        })?;
    let body = match before {
        Some(before) => serde_json::from_value(before).map_err(ServiceError::internal)?,
        None => response,
    };
    Ok(Reply::public(body))
}

/// What the service lets be taken over from a dossier of the same applicant.
async fn copied(
    room: &Casework,
    party: &str,
    service: &Service,
    dossier: &str,
) -> Result<Data, ServiceError> {
    let found = Dossier::find(room.store.read(), party, dossier)
        .await
        .map_err(database)?
        .filter(|dossier| dossier.service == service.slug)
        .ok_or_else(no_dossier)?;
    match service.copy_for_again(&Value::Object(found.declared)) {
        Value::Object(copy) => Ok(copy),
        _ => Ok(Data::new()),
    }
}
