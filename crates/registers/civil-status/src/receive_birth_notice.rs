use dean06_contracts::civil_status::{ReceiveBirthNoticeRequest, ReceiveBirthNoticeResponse};
use dean06_kernel::PersonId;
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::WriteError;

use self::arrival::{Arrival, taken};
use crate::{
    CivilStatus,
    notice::{BIRTH, BirthDocument, SignedNotice},
};

mod arrival;

pub use self::arrival::{BIRTH_NOTICE_CORRECTED, BIRTH_NOTICE_RECEIVED};

/// Takes a notice or its correction. What was taken before is answered from what is kept, whatever
/// the key of the command: the notice is its own key.
pub(crate) async fn receive_birth_notice(
    room: CivilStatus,
    context: Context,
    request: ReceiveBirthNoticeRequest,
) -> Result<Reply<ReceiveBirthNoticeResponse>, ServiceError> {
    let sender = context.actor.org().cloned();
    let sender = sender.ok_or_else(|| ServiceError::forbidden("not-permitted"))?;
    let signed = SignedNotice::open(&room, &context, &sender, &BIRTH, request.notice).await?;
    let document = BirthDocument::check(&room, &signed.content, &sender)?;
    let known = taken(room.store.read(), &document, &signed.digest)
        .await
        .map_err(ServiceError::unavailable)?;
    if let Some(response) = known {
        return Ok(reply(None, response));
    }
    let mother = BIRTH
        .find_person(&room, &context, &document.notice_number, &document.mother)
        .await?;
    let arrival = &Arrival::new(&room, sender, signed, document, mother);
    let written = room.store.write(|tx| Box::pin(arrival.write(tx))).await;
    match written {
        Ok(response) => Ok(reply(mother, response)),
        Err(WriteError::Refused(error)) => Err(error.into()),
        Err(error) => Err(ServiceError::unavailable(error.to_string())),
    }
}

fn reply(
    mother: Option<PersonId>,
    response: ReceiveBirthNoticeResponse,
) -> Reply<ReceiveBirthNoticeResponse> {
    let subjects = response.child_person_id.into_iter().chain(mother);
    Reply::about_all(subjects, response)
}
