use dean06_contracts::civil_status::{BookEntry, DeathRecord, GetDeathRequest};
use dean06_kernel::OrgId;
use dean06_mediator::{Reply, ServiceError};
use dean06_store::Sql;
use sea_orm::{DbErr, QueryResult};

use crate::{CivilStatus, get_birth::json};

/// The death entry of a person.
pub(crate) async fn get_death(
    room: CivilStatus,
    request: GetDeathRequest,
) -> Result<Reply<DeathRecord>, ServiceError> {
    let row = room
        .store
        .read()
        .row(
            "SELECT * FROM civil_death WHERE person_id = ? AND book_number IS NOT NULL",
            [request.person_id.to_string().into()],
        )
        .await
        .map_err(ServiceError::unavailable)?
        .ok_or_else(|| ServiceError::not_found("death-not-found"))?;
    let mut record = read(&row).map_err(ServiceError::internal)?;
    record.person_id = Some(request.person_id);
    let declarant = record.declarant.as_ref();
    let declarant = declarant.and_then(|declarant| declarant.person_id);
    Ok(Reply::about_all(
        declarant.into_iter().chain([request.person_id]),
        record,
    ))
}

fn read(row: &QueryResult) -> Result<DeathRecord, DbErr> {
    let org: String = row.try_get("", "org_id")?;
    let died_on: String = row.try_get("", "died_on")?;
    let registered_on: String = row.try_get("", "registered_on")?;
    let number: Option<i64> = row.try_get("", "book_number")?;
    Ok(DeathRecord {
        person_id: None,
        deceased: json(row, "deceased")?,
        died_on: died_on.parse().ok(),
        died_at: row.try_get("", "died_at")?,
        place: json(row, "place")?,
        cause: row.try_get("", "cause")?,
        declarant: json(row, "declarant")?,
        book: Some(BookEntry {
            number: number.and_then(|number| u32::try_from(number).ok()),
            book: row.try_get("", "book")?,
        }),
        org_id: OrgId::new(org).ok(),
        registered_on: registered_on.parse().ok(),
    })
}
