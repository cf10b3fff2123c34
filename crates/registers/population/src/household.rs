//! Households in the database.
//!
//! Whoever changes the members or the head of a household holds its [`lock`].

use dean06_contracts::{Place, population::HouseholdOfPerson};
use dean06_kernel::PersonId;
use dean06_store::{Read, Sql, Tx};
use jiff::civil::Date;
use sea_orm::{DbErr, QueryResult};
use serde::Deserialize;

use crate::{
    current,
    fact::Moment,
    fact_rows::{Stamp, unreadable},
};

/// A household without its members.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HouseholdRow {
    pub household_id: String,
    /// Nobody, when nobody could take over from the last head.
    pub head: Option<PersonId>,
    pub residence: Place,
}

/// The household with this key.
pub(crate) async fn find<C: Sql>(
    connection: &C,
    household_id: &str,
) -> Result<Option<HouseholdRow>, DbErr> {
    let row = connection
        .row(
            "SELECT head_person_id, residence FROM population_household WHERE household_id = ?",
            [household_id.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let residence: serde_json::Value = row.try_get("", "residence")?;
    Ok(Some(HouseholdRow {
        household_id: household_id.to_owned(),
        head: person(&row, "head_person_id")?,
        residence: Place::deserialize(residence).map_err(unreadable)?,
    }))
}

/// Takes a household for this write. False if there is no such household.
pub(crate) async fn lock(tx: &Tx<'_>, household_id: &str) -> Result<bool, DbErr> {
    let found = tx
        .run(
            "UPDATE population_household SET head_person_id = head_person_id
             WHERE household_id = ?",
            [household_id.into()],
        )
        .await?;
    Ok(found == 1)
}

/// Everybody in a household, by key.
pub(crate) async fn members<C: Sql>(
    connection: &C,
    household_id: &str,
) -> Result<Vec<PersonId>, DbErr> {
    let rows = connection
        .rows(
            "SELECT person_id FROM population_household_member WHERE household_id = ?
             ORDER BY person_id",
            [household_id.into()],
        )
        .await?;
    let members = rows.iter().map(|row| person(row, "person_id"));
    let members: Result<Vec<_>, DbErr> = members.collect();
    Ok(members?.into_iter().flatten().collect())
}

/// Enters a new household.
pub(crate) async fn insert(tx: &Tx<'_>, household: &HouseholdRow) -> Result<(), DbErr> {
    let residence = serde_json::to_value(&household.residence).map_err(unreadable)?;
    tx.run(
        "INSERT INTO population_household (household_id, head_person_id, residence)
         VALUES (?, ?, ?)",
        [
            household.household_id.clone().into(),
            household.head.map(|head| head.to_string()).into(),
            residence.into(),
        ],
    )
    .await?;
    Ok(())
}

/// Gives a household another head, or none, and keeps who was the head before.
pub(crate) async fn change_head(
    tx: &Tx<'_>,
    household: &HouseholdRow,
    head: Option<PersonId>,
    stamp: &Stamp,
    change_id: &str,
) -> Result<(), DbErr> {
    let text = |person: Option<PersonId>| person.map(|person| person.to_string());
    let latest = tx
        .row(
            "SELECT valid_from, recorded_at FROM population_household_head
             WHERE household_id = ? ORDER BY recorded_at DESC LIMIT 1",
            [household.household_id.clone().into()],
        )
        .await?;
    // Of a death that is registered late, the headship may have passed on meanwhile: the heads of a
    // household follow each other in the order in which they were recorded.
    let mut valid_from = stamp.valid_from.to_string();
    let mut recorded_at = stamp.recorded_at;
    if let Some(latest) = latest {
        valid_from = valid_from.max(latest.try_get("", "valid_from")?);
        recorded_at = recorded_at.max(latest.try_get::<i64>("", "recorded_at")?.saturating_add(1));
    }
    tx.run(
        "INSERT INTO population_household_head
           (household_id, change_id, valid_from, recorded_at, source, case_ref, former_head, head)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [
            household.household_id.clone().into(),
            change_id.into(),
            valid_from.into(),
            recorded_at.into(),
            stamp.source.clone().into(),
            stamp.case.clone().into(),
            text(household.head).into(),
            text(head).into(),
        ],
    )
    .await?;
    tx.run(
        "UPDATE population_household SET head_person_id = ? WHERE household_id = ?",
        [text(head).into(), household.household_id.clone().into()],
    )
    .await?;
    Ok(())
}

/// Moves a person from one household to another in the list of members.
pub(crate) async fn move_member(
    tx: &Tx<'_>,
    person: PersonId,
    from: Option<&str>,
    to: Option<&str>,
    relation: Option<&str>,
) -> Result<(), DbErr> {
    if let Some(left) = from.filter(|left| Some(*left) != to) {
        tx.run(
            "DELETE FROM population_household_member WHERE household_id = ? AND person_id = ?",
            [left.into(), person.to_string().into()],
        )
        .await?;
    }
    if let Some(entered) = to {
        tx.run(
            "INSERT INTO population_household_member (household_id, person_id, relation)
             VALUES (?, ?, ?)
             ON CONFLICT (household_id, person_id) DO UPDATE SET relation = excluded.relation",
            [entered.into(), person.to_string().into(), relation.into()],
        )
        .await?;
    }
    Ok(())
}

/// The household in short, for the record of a member at a moment.
pub(crate) async fn in_short(
    read: &Read,
    household_id: &str,
    moment: Moment,
    today: Date,
) -> Result<Option<HouseholdOfPerson>, DbErr> {
    let Some(row) = find(read, household_id).await? else {
        return Ok(None);
    };
    let head = head_at(read, &row, moment).await?;
    let name = match head {
        Some(head) => current::find(read, head, today).await?,
        None => None,
    };
    Ok(Some(HouseholdOfPerson {
        household_id: Some(row.household_id),
        head_person_id: head,
        head_name: name.map(|head| head.name),
    }))
}

/// A change of the head, as far as it takes to tell who was it when.
struct Change {
    valid_from: String,
    recorded_at: i64,
    former: Option<PersonId>,
    head: Option<PersonId>,
}

/// Who was the head at a moment: of the changes that hold and are known then, the latest says it; if
/// there is none, the first change says whom it found.
async fn head_at(
    read: &Read,
    household: &HouseholdRow,
    moment: Moment,
) -> Result<Option<PersonId>, DbErr> {
    let rows = read
        .rows(
            "SELECT valid_from, recorded_at, former_head, head FROM population_household_head
             WHERE household_id = ? ORDER BY valid_from, recorded_at, change_id",
            [household.household_id.clone().into()],
        )
        .await?;
    let changes: Vec<Change> = rows.iter().map(change).collect::<Result<_, _>>()?;
    let on = moment.valid_on.to_string();
    let holds = |change: &&Change| change.valid_from <= on && change.recorded_at <= moment.known_at;
    if let Some(latest) = changes.iter().rfind(holds) {
        return Ok(latest.head);
    }
    let first = changes.iter().min_by_key(|change| change.recorded_at);
    Ok(first.map_or(household.head, |change| change.former))
}

fn change(row: &QueryResult) -> Result<Change, DbErr> {
    Ok(Change {
        valid_from: row.try_get("", "valid_from")?,
        recorded_at: row.try_get("", "recorded_at")?,
        former: person(row, "former_head")?,
        head: person(row, "head")?,
    })
}

fn person(row: &QueryResult, column: &str) -> Result<Option<PersonId>, DbErr> {
    let key: Option<String> = row.try_get("", column)?;
    key.map(|key| key.parse().map_err(unreadable)).transpose()
}
