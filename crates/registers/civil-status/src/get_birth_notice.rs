use dean06_contracts::civil_status::{BirthNotice, GetBirthNoticeRequest};
use dean06_mediator::{Reply, ServiceError};

use crate::{
    CivilStatus,
    notice::{BirthDocument, KnownNotice, notice_of_mother},
};

/// The notice of a mother: the one that is named, or the only one that is not registered yet.
pub(crate) async fn get_birth_notice(
    room: CivilStatus,
    request: GetBirthNoticeRequest,
) -> Result<Reply<BirthNotice>, ServiceError> {
    let wanted = |known: &KnownNotice| match &request.notice_id {
        Some(id) => known.id == *id,
        None => known.registered_by.is_none(),
    };
    let known = notice_of_mother(room.store.read(), request.person_id, wanted)
        .await
        .map_err(ServiceError::unavailable)?
        .ok_or_else(|| ServiceError::not_found("birth-notice-not-found"))?;
    let child = known.child;
    let notice = notice(known).map_err(ServiceError::internal)?;
    Ok(Reply::about_all([request.person_id, child], notice))
}

fn notice(known: KnownNotice) -> Result<BirthNotice, serde_json::Error> {
    let document: BirthDocument = serde_json::from_value(known.document)?;
    Ok(BirthNotice {
        notice_id: Some(known.id),
        notice_number: Some(document.notice_number),
        revision: Some(document.revision),
        child_person_id: Some(known.child),
        child_sex: Some(document.child.sex),
        birth_date: Some(document.child.birth_date),
        birth_time: Some(document.child.birth_time),
        birth_order: document.child.birth_order,
        count: Some(document.child.count),
        facility_name: Some(document.place.facility),
        commune: Some(document.place.commune),
        place_line: document.place.line,
        registered: Some(known.registered_by.is_some()),
        mother_name: Some(document.mother.name),
    })
}
