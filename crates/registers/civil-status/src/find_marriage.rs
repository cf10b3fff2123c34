use dean06_contracts::civil_status::{BookEntry, FindMarriageRequest, Marriage};
use dean06_mediator::{Reply, ServiceError};
use dean06_store::Sql;
use sea_orm::{DbErr, QueryResult};

use crate::{CivilStatus, get_birth::json};

/// The marriage of a person in force on a day. Of a marriage whose day is not fully known, the
/// first possible day counts.
pub(crate) async fn find_marriage(
    room: CivilStatus,
    request: FindMarriageRequest,
) -> Result<Reply<Marriage>, ServiceError> {
    let day = request
        .on
        .unwrap_or_else(|| room.sources.today())
        .to_string();
    let row = room
        .store
        .read()
        .row(
            "SELECT * FROM civil_marriage_of_person
             WHERE person_id = ? AND married_from <= ? AND (ended_on IS NULL OR ended_on > ?)
             ORDER BY married_from DESC LIMIT 1",
            [
                request.person_id.to_string().into(),
                day.clone().into(),
                day.into(),
            ],
        )
        .await
        .map_err(ServiceError::unavailable)?;
    let marriage = match row {
        Some(row) => read(&row).map_err(ServiceError::internal)?,
        None => Marriage::default(),
    };
    Ok(Reply::about_all(
        marriage.spouse_id.into_iter().chain([request.person_id]),
        marriage,
    ))
}

fn read(row: &QueryResult) -> Result<Marriage, DbErr> {
    let spouse: Option<String> = row.try_get("", "spouse_id")?;
    let married: String = row.try_get("", "married_on")?;
    let ended: Option<String> = row.try_get("", "ended_on")?;
    let number: Option<i64> = row.try_get("", "book_number")?;
    let book: Option<String> = row.try_get("", "book")?;
    Ok(Marriage {
        marriage_id: row.try_get("", "marriage_id")?,
        spouse_id: spouse.and_then(|text| text.parse().ok()),
        spouse_name: row.try_get("", "spouse_name")?,
        married_on: married.parse().ok(),
        ended_on: ended.and_then(|text| text.parse().ok()),
        registration_place: json(row, "registration_place")?,
        book: book.map(|book| BookEntry {
            number: number.and_then(|number| u32::try_from(number).ok()),
            book: Some(book),
        }),
    })
}
