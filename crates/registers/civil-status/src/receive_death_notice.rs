use dean06_contracts::civil_status::{ReceiveDeathNoticeRequest, ReceiveDeathNoticeResponse};
use dean06_kernel::PersonId;
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::WriteError;

use self::arrival::{Arrival, taken};
use crate::{
    CivilStatus,
    notice::{DEATH, DeathDocument, SignedNotice},
    register_death::is_entered,
};

mod arrival;

pub use self::arrival::{DEATH_NOTICE_CORRECTED, DEATH_NOTICE_RECEIVED};

/// Takes a notice or its correction. What was taken before is answered from what is kept, whatever
/// the key of the command: the notice is its own key. Of somebody whose death is registered no new
/// notice is taken; the corrections of those that were reach the registrar.
pub(crate) async fn receive_death_notice(
    room: CivilStatus,
    context: Context,
    request: ReceiveDeathNoticeRequest,
) -> Result<Reply<ReceiveDeathNoticeResponse>, ServiceError> {
    let sender = context.actor.org().cloned();
    let sender = sender.ok_or_else(|| ServiceError::forbidden("not-permitted"))?;
    let signed = SignedNotice::open(&room, &context, &sender, &DEATH, request.notice).await?;
    let document = DeathDocument::check(&room, &signed.content, &sender)?;
    let known = taken(room.store.read(), &document, &signed.digest)
        .await
        .map_err(ServiceError::unavailable)?;
    if let Some(response) = known {
        return Ok(reply(None, response));
    }
    let number = &document.notice_number;
    let deceased = DEATH
        .find_person(&room, &context, number, &document.deceased)
        .await?;
    if document.revision == 1
        && let Some(deceased) = deceased
        && is_entered(room.store.read(), deceased)
            .await
            .map_err(ServiceError::unavailable)?
    {
        return Err(ServiceError::refused("death-already-registered"));
    }
    let relative = match &document.relative {
        Some(relative) => DEATH.find_person(&room, &context, number, relative).await?,
        None => None,
    };
    let arrival = &Arrival::new(&room, sender, signed, document, deceased, relative);
    let written = room.store.write(|tx| Box::pin(arrival.write(tx))).await;
    match written {
        Ok(response) => Ok(reply(relative, response)),
        Err(WriteError::Refused(error)) => Err(error.into()),
        Err(error) => Err(ServiceError::unavailable(error.to_string())),
    }
}

fn reply(
    relative: Option<PersonId>,
    response: ReceiveDeathNoticeResponse,
) -> Reply<ReceiveDeathNoticeResponse> {
    let subjects = response.person_id.into_iter().chain(relative);
    Reply::about_all(subjects, response)
}
