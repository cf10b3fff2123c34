//! What the facts of a person say together today, kept ready to be searched and verified.

use dean06_contracts::{Place, population::LifeStatus};
use dean06_kernel::{PartialDate, PersonId, Sex, instant, search_key};
use dean06_store::{Sql, Timer, Tx, placeholders};
use jiff::civil::Date;
use sea_orm::{DbErr, QueryResult, Value};
use serde::Deserialize;
use serde_json::Map;

use crate::{
    fact::{Fact, Moment, as_of, next_change},
    fact_rows::{self, unreadable},
    field, household, refresh,
};

/// The columns that are read, in no particular order.
pub(crate) const COLUMNS: &str = "person_id, name, birth_date, sex, personal_number, commune,
  life_status, household_id, next_change";

/// A person of today, as far as it takes to find and to verify one.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Current {
    pub person_id: PersonId,
    /// Empty only if no name was ever stated.
    pub name: String,
    pub birth_date: Option<PartialDate>,
    pub sex: Option<Sex>,
    pub personal_number: Option<String>,
    /// Commune of permanent residence.
    pub commune: Option<String>,
    pub life_status: LifeStatus,
    pub household_id: Option<String>,
    /// The day from which a fact that is known already holds.
    pub next_change: Option<Date>,
}

/// The fields of a record that stand here.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Fields {
    name: String,
    birth_date: Option<PartialDate>,
    sex: Option<Sex>,
    personal_number: Option<String>,
    permanent_residence: Place,
    life_status: Option<LifeStatus>,
    household_id: Option<String>,
}

impl Current {
    /// What facts say on a day.
    pub fn of(person_id: PersonId, facts: &[Fact], today: Date) -> Result<Self, DbErr> {
        let values: Map<_, _> = as_of(facts, Moment::on(today))
            .iter()
            .map(|(field, value, _)| (field.to_owned(), value.clone()))
            .collect();
        let fields = Fields::deserialize(serde_json::Value::Object(values)).map_err(unreadable)?;
        Ok(Self {
            person_id,
            name: fields.name,
            birth_date: fields.birth_date,
            sex: fields.sex,
            personal_number: fields.personal_number,
            commune: fields.permanent_residence.commune,
            life_status: fields.life_status.unwrap_or(LifeStatus::Alive),
            household_id: fields.household_id,
            next_change: next_change(facts, today),
        })
    }

    /// What a row says besides whom it is about, in the order of [`STATED`].
    pub fn values(&self) -> [Value; 9] {
        self.values_with_key(search_key(&self.name))
    }

    /// [`Self::values`] when the search key of the name is known already.
    pub fn values_with_key(&self, name_key: String) -> [Value; 9] {
        [
            self.name.clone().into(),
            name_key.into(),
            self.birth_date.map(|date| date.to_string()).into(),
            self.sex.map(Sex::as_str).into(),
            self.personal_number.clone().into(),
            self.commune.clone().into(),
            word(self.life_status).into(),
            self.household_id.clone().into(),
            self.next_change.map(|day| day.to_string()).into(),
        ]
    }
}

/// The columns that say something about a person.
pub(crate) const STATED: [&str; 9] = [
    "name",
    "name_key",
    "birth_date",
    "sex",
    "personal_number",
    "commune",
    "life_status",
    "household_id",
    "next_change",
];

/// Enters a person. False if the person is there already.
pub(crate) async fn insert(tx: &Tx<'_>, current: &Current) -> Result<bool, DbErr> {
    let text = format!(
        "INSERT INTO population_current ({}, person_id, version) VALUES ({}, ?, 1)
         ON CONFLICT (person_id) DO NOTHING",
        STATED.join(", "),
        placeholders(STATED.len())
    );
    let person = Value::from(current.person_id.to_string());
    let values = current.values().into_iter().chain([person]);
    Ok(tx.run(&text, values).await? == 1)
}

/// Takes the row of a person for this write, so that two facts about one person are folded one
/// after the other. False if there is no such person.
pub(crate) async fn lock(tx: &Tx<'_>, person: PersonId) -> Result<bool, DbErr> {
    let found = tx
        .run(
            "UPDATE population_current SET version = version + 1 WHERE person_id = ?",
            [person.to_string().into()],
        )
        .await?;
    Ok(found == 1)
}

/// Writes anew what the facts of a person say today, after a fact was added or its day has come.
/// The caller holds the [`lock`].
pub(crate) async fn refresh(tx: &Tx<'_>, person: PersonId, today: Date) -> Result<(), DbErr> {
    let facts = fact_rows::of_person(tx, person).await?;
    let current = Current::of(person, &facts, today)?;
    let former = household_of(tx, person).await?;
    let text = format!(
        "UPDATE population_current SET {} = ? WHERE person_id = ?",
        STATED.join(" = ?, ")
    );
    let key = Value::from(person.to_string());
    tx.run(&text, current.values().into_iter().chain([key]))
        .await?;
    household::move_member(
        tx,
        person,
        former.as_deref(),
        current.household_id.as_deref(),
        as_of(&facts, Moment::on(today)).text(field::RELATION_TO_HEAD),
    )
    .await?;
    if let Some(day) = current.next_change {
        tx.schedule(Timer {
            id: refresh::TIMER.to_owned(),
            kind: refresh::TIMER.to_owned(),
            key: person.to_string(),
            due_at: instant(day.at(0, 0, 0, 0)).as_microsecond(),
            body: serde_json::Value::Null,
        })
        .await?;
    }
    Ok(())
}

/// The household in whose list the person stands.
pub(crate) async fn household_of<C: Sql>(
    connection: &C,
    person: PersonId,
) -> Result<Option<String>, DbErr> {
    let row = connection
        .row(
            "SELECT household_id FROM population_current WHERE person_id = ?",
            [person.to_string().into()],
        )
        .await?;
    row.map_or(Ok(None), |row| row.try_get("", "household_id"))
}

/// The person as of today; folds the facts where the row is out of date.
pub(crate) async fn find<C: Sql>(
    connection: &C,
    person: PersonId,
    today: Date,
) -> Result<Option<Current>, DbErr> {
    let row = connection
        .row(
            &format!("SELECT {COLUMNS} FROM population_current WHERE person_id = ?"),
            [person.to_string().into()],
        )
        .await?;
    match row {
        None => Ok(None),
        Some(row) => Ok(Some(of_today(connection, &row, today).await?)),
    }
}

/// Reads [`COLUMNS`]; folds the facts where the row is out of date.
pub(crate) async fn of_today<C: Sql>(
    connection: &C,
    row: &QueryResult,
    today: Date,
) -> Result<Current, DbErr> {
    let current = from_row(row)?;
    if current.next_change.is_none_or(|day| today < day) {
        return Ok(current);
    }
    let facts = fact_rows::of_person(connection, current.person_id).await?;
    Current::of(current.person_id, &facts, today)
}

fn from_row(row: &QueryResult) -> Result<Current, DbErr> {
    let person_id: String = row.try_get("", "person_id")?;
    let birth_date: Option<String> = row.try_get("", "birth_date")?;
    let sex: Option<String> = row.try_get("", "sex")?;
    let life_status: String = row.try_get("", "life_status")?;
    let next_change: Option<String> = row.try_get("", "next_change")?;
    Ok(Current {
        person_id: person_id.parse().map_err(unreadable)?,
        name: row.try_get("", "name")?,
        birth_date: birth_date
            .map(|text| text.parse())
            .transpose()
            .map_err(unreadable)?,
        sex: sex
            .map(|text| text.parse())
            .transpose()
            .map_err(unreadable)?,
        personal_number: row.try_get("", "personal_number")?,
        commune: row.try_get("", "commune")?,
        life_status: from_word(&life_status).ok_or_else(|| unreadable(life_status))?,
        household_id: row.try_get("", "household_id")?,
        next_change: next_change
            .map(|text| text.parse())
            .transpose()
            .map_err(unreadable)?,
    })
}

const LIFE_STATUSES: [(LifeStatus, &str); 3] = [
    (LifeStatus::Alive, "alive"),
    (LifeStatus::Dead, "dead"),
    (LifeStatus::Missing, "missing"),
];

fn word(status: LifeStatus) -> &'static str {
    LIFE_STATUSES
        .iter()
        .find(|(known, _)| *known == status)
        .map_or("", |(_, word)| word)
}

fn from_word(word: &str) -> Option<LifeStatus> {
    LIFE_STATUSES
        .iter()
        .find(|(_, known)| *known == word)
        .map(|(status, _)| *status)
}
