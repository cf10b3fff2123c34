//! The household of a person with its members.

use std::collections::BTreeMap;

use dean06_contracts::population::{GetHouseholdRequest, Household, HouseholdMember};
use dean06_kernel::PersonId;
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Sql, placeholders};
use sea_orm::{DbErr, Value};

use crate::{
    Population,
    current::{self, Current},
    error::{database, no_person},
    fact_rows::unreadable,
    household,
};

/// The most members that are told.
const MEMBERS: usize = 50;

/// Answers `population.get-household/1`. Who belongs to no household gets an empty answer.
pub(crate) async fn get_household(
    room: Population,
    _context: Context,
    request: GetHouseholdRequest,
) -> Result<Reply<Household>, ServiceError> {
    let places = room.places();
    let read = room.store.read();
    let person = current::find(read, request.person_id, places.today)
        .await
        .map_err(database)?
        .ok_or_else(no_person)?;
    let found = match &person.household_id {
        Some(household_id) => household::find(read, household_id).await,
        None => Ok(None),
    };
    let Some(found) = found.map_err(database)? else {
        return Ok(Reply::about(request.person_id, Household::default()));
    };
    let members = members(&room, &found.household_id, found.head)
        .await
        .map_err(database)?;
    let subjects: Vec<PersonId> = members
        .iter()
        .filter_map(|member| member.person_id)
        .chain([request.person_id])
        .collect();
    let mut residence = found.residence;
    places.describe(&mut residence, places.today);
    let response = Household {
        household_id: Some(found.household_id),
        head_person_id: found.head,
        residence: Some(residence),
        members: Some(members),
    };
    Ok(Reply::about_all(subjects, response))
}

/// The members, the head first, the others by age.
async fn members(
    room: &Population,
    household_id: &str,
    head: Option<PersonId>,
) -> Result<Vec<HouseholdMember>, DbErr> {
    let read = room.store.read();
    let rows = read
        .rows(
            "SELECT person_id, relation FROM population_household_member WHERE household_id = ?",
            [household_id.into()],
        )
        .await?;
    let mut relations: BTreeMap<PersonId, Option<String>> = BTreeMap::new();
    for row in rows {
        let person: String = row.try_get("", "person_id")?;
        relations.insert(
            person.parse().map_err(unreadable)?,
            row.try_get("", "relation")?,
        );
    }
    let ids: Vec<Value> = relations.keys().map(|id| id.to_string().into()).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let text = format!(
        "SELECT {} FROM population_current WHERE person_id IN ({})",
        current::COLUMNS,
        placeholders(ids.len())
    );
    let today = room.sources.today();
    let mut persons: Vec<Current> = Vec::with_capacity(ids.len());
    for row in read.rows(&text, ids).await? {
        persons.push(current::of_today(read, &row, today).await?);
    }
    persons.sort_by(|a, b| {
        let order = |person: &Current| (Some(person.person_id) != head, person.birth_date);
        order(a).cmp(&order(b)).then_with(|| a.name.cmp(&b.name))
    });
    persons.truncate(MEMBERS);
    Ok(persons
        .into_iter()
        .map(|person| HouseholdMember {
            relation_to_head: relations.remove(&person.person_id).flatten(),
            person_id: Some(person.person_id),
            name: Some(person.name),
            personal_number: person.personal_number,
        })
        .collect())
}

#[cfg(test)]
mod tests;
