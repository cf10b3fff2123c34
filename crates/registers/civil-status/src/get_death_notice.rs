use dean06_contracts::civil_status::{DeathNotice, GetDeathNoticeRequest};
use dean06_mediator::{Reply, ServiceError};

use crate::{
    CivilStatus,
    notice::{DeathDocument, KnownDeathNotice, notice_of_deceased},
};

/// The notice of a deceased: the one that is named, or the only one that is not registered yet.
pub(crate) async fn get_death_notice(
    room: CivilStatus,
    request: GetDeathNoticeRequest,
) -> Result<Reply<DeathNotice>, ServiceError> {
    let wanted = |known: &KnownDeathNotice| match &request.notice_id {
        Some(id) => known.id == *id,
        None => known.registered_by.is_none(),
    };
    let known = notice_of_deceased(room.store.read(), request.person_id, wanted)
        .await
        .map_err(ServiceError::unavailable)?
        .ok_or_else(|| ServiceError::not_found("death-notice-not-found"))?;
    let relative = known.relative;
    let notice = notice(known).map_err(ServiceError::internal)?;
    Ok(Reply::about_all(
        relative.into_iter().chain([request.person_id]),
        notice,
    ))
}

fn notice(known: KnownDeathNotice) -> Result<DeathNotice, serde_json::Error> {
    let document: DeathDocument = serde_json::from_value(known.document)?;
    Ok(DeathNotice {
        notice_id: Some(known.id),
        notice_number: Some(document.notice_number),
        revision: Some(document.revision),
        deceased_person_id: known.deceased,
        deceased_name: Some(document.deceased.name),
        died_on: Some(document.death.date),
        died_at: Some(document.death.time),
        cause: document.death.cause,
        facility_name: Some(document.place.facility),
        commune: Some(document.place.commune),
        place_line: document.place.line,
        relative_person_id: known.relative,
        registered: Some(known.registered_by.is_some()),
    })
}
