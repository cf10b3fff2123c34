//! Persons whose name, birth year and commune fit.

use dean06_contracts::population::{PersonRow, SearchPersonsRequest, SearchPersonsResponse};
use dean06_kernel::{PersonId, is_unseen, search_key};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::Sql;
use sea_orm::{DbErr, QueryResult, Value};

use crate::{
    Population,
    checks::Checks,
    current::{self, Current},
    error::database,
};

/// Rows of a page when the request does not say.
const DEFAULT_ROWS: u16 = 20;
/// The last of all characters: no name goes on with it.
const LAST: char = char::MAX;

/// Answers `population.search-persons/1`. A page goes on after the last person of the page before,
/// in the order of the names' search keys.
pub(crate) async fn search_persons(
    room: Population,
    _context: Context,
    request: SearchPersonsRequest,
) -> Result<Reply<SearchPersonsResponse>, ServiceError> {
    let key = search_key(&request.name);
    let hidden = |text: &str| text.chars().any(is_unseen);
    let mut checks = Checks::new(&room, "");
    if key.is_empty() || hidden(&request.name) {
        checks.add("/name", "name-not-usable");
    }
    if request.commune.as_deref().is_some_and(hidden) {
        checks.add("/commune", "commune-unknown");
    }
    checks.finish()?;

    let after = match request.cursor.as_deref() {
        Some(cursor) => Some(place_of(&room, cursor).await?),
        None => None,
    };
    let limit = usize::from(request.limit.unwrap_or(DEFAULT_ROWS));
    let (text, values) = query(&request, key, after, limit + 1);
    let mut rows = room
        .store
        .read()
        .rows(&text, values)
        .await
        .map_err(database)?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let persons = persons(&room, &rows).await.map_err(database)?;
    let last = persons.last().map(|person| person.person_id.to_string());
    let subjects: Vec<PersonId> = persons.iter().map(|person| person.person_id).collect();
    let response = SearchPersonsResponse {
        rows: Some(persons.into_iter().map(row).collect()),
        next_cursor: last.filter(|_| more),
    };
    Ok(Reply::about_all(subjects, response))
}

/// A single word is a whole name, several are the beginning of one.
fn query(
    request: &SearchPersonsRequest,
    key: String,
    after: Option<(String, String)>,
    rows: usize,
) -> (String, Vec<Value>) {
    let mut text = format!("SELECT {} FROM population_current WHERE ", current::COLUMNS);
    let mut values: Vec<Value> = Vec::new();
    if key.contains(' ') {
        text.push_str("name_key >= ? AND name_key < ?");
        values.push(key.clone().into());
        values.push(format!("{key}{LAST}").into());
    } else {
        text.push_str("name_key = ?");
        values.push(key.into());
    }
    if let Some(year) = request.birth_year {
        text.push_str(" AND substr(birth_date, 1, 4) = ?");
        values.push(format!("{year:04}").into());
    }
    if let Some(commune) = &request.commune {
        text.push_str(" AND commune = ?");
        values.push(commune.clone().into());
    }
    if let Some((name, person)) = after {
        text.push_str(" AND (name_key, person_id) > (?, ?)");
        values.push(name.into());
        values.push(person.into());
    }
    text.push_str(" ORDER BY name_key, person_id LIMIT ?");
    values.push(i64::try_from(rows).unwrap_or(i64::MAX).into());
    (text, values)
}

/// The place of the person with whom a page ended. A cursor names nobody: it is the key of a person
/// who was shown on the page before.
async fn place_of(room: &Population, cursor: &str) -> Result<(String, String), ServiceError> {
    let wrong = || ServiceError::refused("cursor-invalid");
    let person: PersonId = cursor.parse().map_err(|_| wrong())?;
    let row = room
        .store
        .read()
        .row(
            "SELECT name_key FROM population_current WHERE person_id = ?",
            [person.to_string().into()],
        )
        .await
        .map_err(database)?;
    let row = row.ok_or_else(wrong)?;
    let name = row.try_get("", "name_key").map_err(database)?;
    Ok((name, person.to_string()))
}

async fn persons(room: &Population, rows: &[QueryResult]) -> Result<Vec<Current>, DbErr> {
    let today = room.sources.today();
    let mut persons = Vec::with_capacity(rows.len());
    for row in rows {
        persons.push(current::of_today(room.store.read(), row, today).await?);
    }
    Ok(persons)
}

fn row(person: Current) -> PersonRow {
    PersonRow {
        person_id: Some(person.person_id),
        name: Some(person.name),
        birth_date: person.birth_date,
        sex: person.sex,
        personal_number: person.personal_number,
        commune: person.commune,
    }
}

#[cfg(test)]
mod tests;
