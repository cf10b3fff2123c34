//! Households in the database.

use dean06_contracts::{Place, population::HouseholdOfPerson};
use dean06_kernel::PersonId;
use dean06_store::{Read, Sql};
use jiff::civil::Date;
use sea_orm::DbErr;
use serde::Deserialize;

use crate::{current, fact_rows::unreadable};

/// A household without its members.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct HouseholdRow {
    pub household_id: String,
    pub head: PersonId,
    pub residence: Place,
}

/// The household with this key.
pub(crate) async fn find(read: &Read, household_id: &str) -> Result<Option<HouseholdRow>, DbErr> {
    let row = read
        .row(
            "SELECT head_person_id, residence FROM population_household WHERE household_id = ?",
            [household_id.into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let head: String = row.try_get("", "head_person_id")?;
    let residence: serde_json::Value = row.try_get("", "residence")?;
    Ok(Some(HouseholdRow {
        household_id: household_id.to_owned(),
        head: head.parse().map_err(unreadable)?,
        residence: Place::deserialize(residence).map_err(unreadable)?,
    }))
}

/// The household in short, for the record of a member.
pub(crate) async fn in_short(
    read: &Read,
    household_id: &str,
    today: Date,
) -> Result<Option<HouseholdOfPerson>, DbErr> {
    let Some(row) = find(read, household_id).await? else {
        return Ok(None);
    };
    let head = current::find(read, row.head, today).await?;
    Ok(Some(HouseholdOfPerson {
        household_id: Some(row.household_id),
        head_person_id: Some(row.head),
        head_name: head.map(|head| head.name),
    }))
}
