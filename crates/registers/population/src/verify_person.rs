//! Whether what somebody states about a person is what the register holds.

use dean06_contracts::population::{LifeStatus, VerifyPersonRequest, VerifyPersonResponse};
use dean06_kernel::{PartialDate, PersonName, PersonalNumber};
use dean06_mediator::{Context, Reply, ServiceError};

use crate::{
    Population,
    checks::Checks,
    current,
    error::database,
    fact::{Moment, texts_until},
    fact_rows, field, number,
};

/// Answers `population.verify-person/1` with two reads by key; a former number that comes with what
/// is no more so takes a third.
pub(crate) async fn verify_person(
    room: Population,
    _context: Context,
    request: VerifyPersonRequest,
) -> Result<Reply<VerifyPersonResponse>, ServiceError> {
    let Ok(number) = request.personal_number.parse::<PersonalNumber>() else {
        let mut checks = Checks::new(&room, "");
        checks.add("/personal_number", "number-not-usable");
        checks.finish()?;
        return Ok(Reply::public(unknown()));
    };
    let read = room.store.read();
    let holder = number::holder(read, number).await.map_err(database)?;
    let Some(person) = holder else {
        return Ok(Reply::public(unknown()));
    };
    let today = room.sources.today();
    let current = current::find(read, person, today).await.map_err(database)?;
    let Some(current) = current else {
        return Ok(Reply::public(unknown()));
    };
    let mut name = same_name(&request.name, &current.name);
    let mut birth_date = current
        .birth_date
        .is_some_and(|known| agree(request.birth_date, known));
    let is_former = current.personal_number != Some(number.to_string());
    if is_former && !(name && birth_date) {
        // Who states a former number reads it from a paper of that time, with what stood beside it.
        let facts = fact_rows::of_person(read, person).await.map_err(database)?;
        let ever = |field| texts_until(&facts, field, Moment::on(today)).into_iter();
        name = ever(field::NAME).any(|known| same_name(&request.name, known));
        birth_date = ever(field::BIRTH_DATE)
            .filter_map(|known| known.parse().ok())
            .any(|known| agree(request.birth_date, known));
    }
    let matches = name && birth_date;
    let response = VerifyPersonResponse {
        matches: Some(matches),
        number_known: Some(true),
        name_matches: Some(name),
        birth_date_matches: Some(birth_date),
        alive: Some(current.life_status == LifeStatus::Alive),
        person_id: matches.then_some(person),
    };
    Ok(Reply::about(person, response))
}

fn unknown() -> VerifyPersonResponse {
    VerifyPersonResponse {
        matches: Some(false),
        number_known: Some(false),
        ..VerifyPersonResponse::default()
    }
}

/// Letter case, spacing and the way letters are composed do not matter; diacritics do. What cannot
/// be a name is nobody's.
fn same_name(stated: &str, known: &str) -> bool {
    let form = |text: &str| PersonName::new(text).map(|name| name.as_str().to_lowercase());
    match (form(stated), form(known)) {
        (Ok(stated), Ok(known)) => stated == known,
        _ => false,
    }
}

/// Whether two dates say the same as far as both say anything.
fn agree(a: PartialDate, b: PartialDate) -> bool {
    fn same(a: Option<i8>, b: Option<i8>) -> bool {
        a.is_none() || b.is_none() || a == b
    }
    a.year() == b.year() && same(a.month(), b.month()) && same(a.day(), b.day())
}

#[cfg(test)]
mod tests;
