//! One person's record, as it was valid on a day and known at a moment.

use dean06_contracts::population::{GetPersonRequest, PersonRecord};
use dean06_kernel::PersonalNumber;
use dean06_mediator::{Context, Reply, ServiceError};

use crate::{
    Population,
    checks::Checks,
    error::{database, no_person},
    fact::{Moment, as_of},
    fact_rows, field, household, number,
    record::record,
};

/// Answers `population.get-person/1`. A day or a moment at which the register does not hold the
/// person is told like a person that it never held.
pub(crate) async fn get_person(
    room: Population,
    _context: Context,
    request: GetPersonRequest,
) -> Result<Reply<PersonRecord>, ServiceError> {
    let mut checks = Checks::new(&room, "");
    let number = request.personal_number.as_deref();
    let number = number.and_then(|text| {
        let number = text.parse::<PersonalNumber>();
        if number.is_err() {
            checks.add("/personal_number", "number-not-usable");
        }
        number.ok()
    });
    if request.person_id.is_some() == request.personal_number.is_some() {
        checks.add("", "one-key-needed");
    }
    checks.finish()?;

    let read = room.store.read();
    let person = match (request.person_id, number) {
        (Some(person), _) => Some(person),
        (None, Some(number)) => number::holder(read, number).await.map_err(database)?,
        (None, None) => None,
    };
    let person = person.ok_or_else(no_person)?;
    let places = room.places();
    let moment = Moment {
        valid_on: request.valid_on.unwrap_or(places.today),
        known_at: request.known_at.unwrap_or(i64::MAX),
    };
    let facts = fact_rows::of_person(read, person).await.map_err(database)?;
    let state = as_of(&facts, moment);
    if state.is_empty() {
        return Err(no_person());
    }
    let mut told =
        record(person, &facts, &state, moment, places).map_err(ServiceError::internal)?;
    if let Some(household_id) = state.text(field::HOUSEHOLD_ID) {
        told.household = household::in_short(read, household_id, moment, places.today)
            .await
            .map_err(database)?;
    }
    Ok(Reply::about(person, told))
}

#[cfg(test)]
mod tests;
