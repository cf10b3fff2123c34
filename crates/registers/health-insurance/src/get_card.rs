//! The latest health card of a person.

use dean06_contracts::health_insurance::{GetCardRequest, HealthCard};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::Sql;
use jiff::civil::Date;
use sea_orm::{DbErr, QueryResult};

use crate::{
    HealthInsurance,
    error::{database, unreadable},
    insured::day,
};

/// Answers `health-insurance.get-card/1`.
pub(crate) async fn get_card(
    room: HealthInsurance,
    _context: Context,
    request: GetCardRequest,
) -> Result<Reply<HealthCard>, ServiceError> {
    let row = room
        .store
        .read()
        .row(
            "SELECT c.card_number, c.group_code, c.personal_number, c.name, c.birth_date, c.sex,
               c.valid_from, c.valid_to, c.initial_facility, e.ended_on, e.reason
             FROM health_card c LEFT JOIN health_card_end e
               ON e.person_id = c.person_id AND e.card_number = c.card_number
             WHERE c.person_id = ? ORDER BY c.valid_from DESC, c.recorded_at DESC LIMIT 1",
            [request.person_id.to_string().into()],
        )
        .await
        .map_err(database)?
        .ok_or_else(|| ServiceError::not_found("health-card-not-found"))?;
    let mut card = read(&row).map_err(database)?;
    card.person_id = Some(request.person_id);
    card.in_force = Some(is_in_force(&card, room.sources.today()));
    Ok(Reply::about(request.person_id, card))
}

fn read(row: &QueryResult) -> Result<HealthCard, DbErr> {
    let birth_date: String = row.try_get("", "birth_date")?;
    let sex: String = row.try_get("", "sex")?;
    Ok(HealthCard {
        card_number: row.try_get("", "card_number")?,
        group_code: row.try_get("", "group_code")?,
        personal_number: row.try_get("", "personal_number")?,
        name: row.try_get("", "name")?,
        birth_date: Some(birth_date.parse().map_err(unreadable)?),
        sex: Some(sex.parse().map_err(unreadable)?),
        valid_from: day(row, "valid_from")?,
        valid_to: day(row, "valid_to")?,
        initial_facility: row.try_get("", "initial_facility")?,
        ended_on: day(row, "ended_on")?,
        end_reason: row.try_get("", "reason")?,
        ..HealthCard::default()
    })
}

fn is_in_force(card: &HealthCard, today: Date) -> bool {
    card.valid_from.is_some_and(|first| first <= today)
        && card.valid_to.is_none_or(|last| today <= last)
        && card.ended_on.is_none_or(|ended| today < ended)
}
