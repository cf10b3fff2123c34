use dean06_contracts::civil_status::{BirthRecord, BookEntry, GetBirthRequest};
use dean06_mediator::{Reply, ServiceError};
use dean06_store::Sql;
use sea_orm::{DbErr, QueryResult};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::CivilStatus;

/// The birth entry of a person.
pub(crate) async fn get_birth(
    room: CivilStatus,
    request: GetBirthRequest,
) -> Result<Reply<BirthRecord>, ServiceError> {
    let row = room
        .store
        .read()
        .row(
            "SELECT * FROM civil_birth WHERE person_id = ? AND book_number IS NOT NULL",
            [request.person_id.to_string().into()],
        )
        .await
        .map_err(ServiceError::unavailable)?
        .ok_or_else(|| ServiceError::not_found("birth-not-found"))?;
    let mut record = read(&row).map_err(ServiceError::internal)?;
    record.person_id = Some(request.person_id);
    let parents = [&record.mother, &record.father];
    let parents: Vec<_> = parents
        .into_iter()
        .flatten()
        .filter_map(|p| p.person_id)
        .collect();
    Ok(Reply::about_all(
        parents.into_iter().chain([request.person_id]),
        record,
    ))
}

fn read(row: &QueryResult) -> Result<BirthRecord, DbErr> {
    let org: String = row.try_get("", "org_id")?;
    let day: String = row.try_get("", "registered_on")?;
    let number: Option<i64> = row.try_get("", "book_number")?;
    Ok(BirthRecord {
        person_id: None,
        personal_number: row.try_get("", "personal_number")?,
        child: json(row, "child")?,
        mother: json(row, "mother")?,
        father: json(row, "father")?,
        declarant: json(row, "declarant")?,
        book: Some(BookEntry {
            number: number.and_then(|number| u32::try_from(number).ok()),
            book: row.try_get("", "book")?,
        }),
        org_id: dean06_kernel::OrgId::new(org).ok(),
        registered_on: day.parse().ok(),
    })
}

/// A column of JSON as a type of ours.
pub(crate) fn json<T: DeserializeOwned>(
    row: &QueryResult,
    column: &str,
) -> Result<Option<T>, DbErr> {
    let value: Option<Value> = row.try_get("", column)?;
    value
        .filter(|value| !value.is_null())
        .map(serde_json::from_value)
        .transpose()
        .map_err(|error| DbErr::Json(error.to_string()))
}
