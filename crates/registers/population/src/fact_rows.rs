//! Facts in the database.

use dean06_kernel::PersonId;
use dean06_mediator::Context;
use dean06_store::{Sql, Tx};
use jiff::civil::Date;
use sea_orm::{DbErr, QueryResult};
use serde_json::{Map, Value};

use crate::{
    Population,
    fact::{Fact, days_from},
};

/// The columns of a fact, in the order in which they are written.
pub(crate) const COLUMNS: &str =
    "person_id, fact_id, valid_from, recorded_at, source, reason, case_ref, fields";

/// What the facts of one command have in common.
#[derive(Clone, Debug)]
pub(crate) struct Stamp {
    /// First day on which they hold in law.
    pub valid_from: Date,
    /// Now, UTC microseconds.
    pub recorded_at: i64,
    /// Who states it.
    pub source: String,
    /// Why, where a decision says so.
    pub reason: Option<String>,
    /// The case that led here.
    pub case: Option<String>,
}

impl Stamp {
    /// What an actor states now for an organisation, or for nobody but itself.
    pub fn now(room: &Population, context: &Context, valid_from: Date) -> Self {
        let actor = &context.actor;
        let source = actor.org().map(ToString::to_string);
        Self {
            valid_from,
            recorded_at: room.sources.now_micros(),
            source: source.unwrap_or_else(|| actor.id().to_owned()),
            reason: None,
            case: context.case.clone(),
        }
    }

    /// The same stamp for facts that come after these of the same person. The moment was read before
    /// the person was taken, and somebody who read a later one may have been faster: what is stated
    /// now must count as stated last.
    #[must_use]
    pub fn after(&self, facts: &[Fact]) -> Self {
        let latest = facts.iter().map(|fact| fact.recorded_at).max();
        let next = latest.map_or(i64::MIN, |latest| latest.saturating_add(1));
        Self {
            recorded_at: self.recorded_at.max(next),
            ..self.clone()
        }
    }
}

/// A fact to be written.
#[derive(Clone, Debug)]
pub(crate) struct NewFact {
    /// Whom it is about.
    pub person: PersonId,
    /// Its name, made before the write.
    pub fact_id: String,
    /// Field → value.
    pub fields: Map<String, Value>,
}

/// Adds a fact.
pub(crate) async fn insert(tx: &Tx<'_>, stamp: &Stamp, fact: NewFact) -> Result<(), DbErr> {
    tx.run(
        &format!("INSERT INTO population_fact ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"),
        [
            fact.person.to_string().into(),
            fact.fact_id.into(),
            stamp.valid_from.to_string().into(),
            stamp.recorded_at.into(),
            stamp.source.clone().into(),
            stamp.reason.clone().into(),
            stamp.case.clone().into(),
            Value::Object(fact.fields).into(),
        ],
    )
    .await?;
    Ok(())
}

/// Adds facts so that `fields` hold from the first day of the stamp on for good, whatever was stated
/// for later days; of those days, the ones that `on` leaves out are left as they are. `facts` are all
/// facts about the person.
pub(crate) async fn insert_for_good(
    tx: &Tx<'_>,
    stamp: &Stamp,
    fact: NewFact,
    facts: &[Fact],
    on: impl Fn(Date) -> bool,
) -> Result<(), DbErr> {
    let stamp = stamp.after(facts);
    let days = days_from(facts, &fact.fields, stamp.valid_from);
    for (nth, day) in days.into_iter().filter(|day| on(*day)).enumerate() {
        let stamp = Stamp {
            valid_from: day,
            ..stamp.clone()
        };
        // The key of a fact is its person's, so the facts of one command can share a name.
        let fact_id = match nth {
            0 => fact.fact_id.clone(),
            nth => format!("{}/{nth}", fact.fact_id),
        };
        let fact = NewFact {
            fact_id,
            ..fact.clone()
        };
        insert(tx, &stamp, fact).await?;
    }
    Ok(())
}

/// All facts about a person.
pub(crate) async fn of_person<C: Sql>(
    connection: &C,
    person: PersonId,
) -> Result<Vec<Fact>, DbErr> {
    let rows = connection
        .rows(
            "SELECT fact_id, valid_from, recorded_at, source, fields FROM population_fact
             WHERE person_id = ?",
            [person.to_string().into()],
        )
        .await?;
    rows.iter().map(fact).collect()
}

fn fact(row: &QueryResult) -> Result<Fact, DbErr> {
    let valid_from: String = row.try_get("", "valid_from")?;
    let Value::Object(fields) = row.try_get("", "fields")? else {
        return Err(unreadable("its fields are no object"));
    };
    Ok(Fact {
        id: row.try_get("", "fact_id")?,
        valid_from: valid_from.parse().map_err(unreadable)?,
        recorded_at: row.try_get("", "recorded_at")?,
        source: row.try_get("", "source")?,
        fields,
    })
}

/// What stands in the database is not what this program wrote.
pub(crate) fn unreadable(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("a fact cannot be read: {error}"))
}
