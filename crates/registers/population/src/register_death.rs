//! A death: what it states, and what it ends.

use std::collections::BTreeSet;

use dean06_contracts::{
    Place,
    population::{
        LifeStatus, RegisterDeath, RegisterDeathRequest, RegisterDeathResponse, Relation,
    },
};
use dean06_kernel::{PartialDate, PersonId};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{OutboxEvent, Tx, WriteError};
use jiff::civil::Date;
use sea_orm::DbErr;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::{
    Population,
    checks::Checks,
    command,
    current::{self, Current},
    error::write_failed,
    fact::{Fact, Moment, as_of},
    fact_rows::{self, NewFact, Stamp},
    field,
    home::{ATTEMPTS, Besides, Change, Home, HomeError, PassedOn, emptied, relatives},
};

/// The event that tells that a person died. Its key is the person; its body holds `person_id` and
/// `died_on`, and of the household that the person belonged to `household_id`, `new_head` if somebody
/// took over as its head, and `without_head` if nobody could.
pub const PERSON_DIED: &str = "population.person-died/1";

/// Why a death was not recorded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RegisterDeathError {
    /// The person or the household could not be taken.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The register holds the person as dead.
    #[error("the person is dead already")]
    Dead,
    /// The death lies before the birth.
    #[error("the person was born on {0}")]
    BeforeBirth(Date),
}

impl From<RegisterDeathError> for ServiceError {
    fn from(error: RegisterDeathError) -> Self {
        match error {
            RegisterDeathError::Home(error) => error.into(),
            RegisterDeathError::Dead => Self::refused("person-not-alive"),
            RegisterDeathError::BeforeBirth(_) => Self::refused("death-before-birth"),
        }
    }
}

/// Answers `population.register-death/1`.
pub(crate) async fn register_death(
    room: Population,
    context: Context,
    request: RegisterDeathRequest,
) -> Result<Reply<RegisterDeathResponse>, ServiceError> {
    let death = &Death::check(&room, &context, request)?;
    let mut attempt = 1;
    let response = loop {
        let written = room.store.write(|tx| Box::pin(death.write(tx))).await;
        match written {
            Err(WriteError::Refused(RegisterDeathError::Home(HomeError::Moved)))
                if attempt < ATTEMPTS =>
            {
                attempt += 1;
            }
            written => break written.map_err(write_failed)?,
        }
    };
    let person = response.person_id.unwrap_or(death.person);
    let head = response.new_head_person_id;
    Ok(Reply::about_all(head.into_iter().chain([person]), response))
}

/// A death as checked, with everything that must be made before the write.
struct Death<'r> {
    room: &'r Population,
    key: String,
    person: PersonId,
    died_on: Date,
    fields: Map<String, Value>,
    today: Date,
    stamp: Stamp,
    fact_id: String,
    event_id: Uuid,
}

impl<'r> Death<'r> {
    fn check(
        room: &'r Population,
        context: &Context,
        request: RegisterDeathRequest,
    ) -> Result<Self, ServiceError> {
        let key = context.command_key()?.to_owned();
        let today = room.sources.today();
        let mut place = request.place;
        let mut checks = Checks::new(room, "");
        if let Some(place) = &mut place {
            checks.place("/place", place);
        }
        if request.registered_on > today {
            checks.add("/registered_on", "date-in-future");
        }
        if request.died_on > request.registered_on {
            checks.add("/died_on", "date-in-future");
        }
        checks.finish()?;
        Ok(Self {
            room,
            key,
            person: request.person_id,
            died_on: request.died_on,
            fields: stated(request.died_on, request.registered_on, place.as_ref())?,
            today,
            // A register states it, whichever officer's decision set it off.
            stamp: Stamp {
                source: context.actor.id().to_owned(),
                ..Stamp::now(room, context, request.died_on)
            },
            fact_id: room.sources.uuid().to_string(),
            event_id: room.sources.uuid(),
        })
    }

    async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<RegisterDeathResponse, WriteError<RegisterDeathError>> {
        let facts = fact_rows::of_person(tx, self.person).await?;
        let spouses = self.spouses(&facts)?;
        let besides = Besides {
            persons: spouses.clone(),
            ..Besides::default()
        };
        let home = Home::take::<RegisterDeathError>(tx, self.person, &besides).await?;
        if let Some(known) = command::recall::<RegisterDeath>(tx, &self.key).await? {
            return Ok(known);
        }
        if self.spouses(&home.facts)? != spouses {
            return Err(WriteError::Refused(HomeError::Moved.into()));
        }
        let current = Current::of(self.person, &home.facts, self.today)?;
        if current.life_status == LifeStatus::Dead {
            return Err(WriteError::Refused(RegisterDeathError::Dead));
        }
        let born = current.birth_date.map(PartialDate::earliest);
        if let Some(born) = born.filter(|born| *born > self.died_on) {
            return Err(WriteError::Refused(RegisterDeathError::BeforeBirth(born)));
        }
        let fact = NewFact {
            person: self.person,
            fact_id: self.fact_id.clone(),
            fields: self.fields.clone(),
        };
        fact_rows::insert_for_good(tx, &self.stamp, fact, &home.facts, |_| true).await?;
        let change = Change {
            rules: &self.room.rules,
            stamp: &self.stamp,
            fact_id: &self.fact_id,
            today: self.today,
        };
        let passed = home.pass_on(tx, &change).await?;
        current::refresh(tx, self.person, self.today).await?;
        for spouse in spouses {
            self.widow(tx, spouse).await?;
        }
        let response = self.response(&home, passed);
        command::remember::<RegisterDeath>(tx, &self.key, &response).await?;
        tx.emit(self.event(&response)).await?;
        Ok(response)
    }

    /// Spouses with a key.
    fn spouses(&self, facts: &[Fact]) -> Result<BTreeSet<PersonId>, DbErr> {
        let all = relatives(facts, self.today)?.into_iter();
        let spouses = all.filter(|(_, relation)| *relation == Relation::Spouse);
        Ok(spouses.map(|(person, _)| person).collect())
    }

    /// The marriage of a spouse ended, unless the register says that it was over, or that there is
    /// another one by now.
    async fn widow(&self, tx: &Tx<'_>, spouse: PersonId) -> Result<(), DbErr> {
        let marriage = &self.room.rules.marriage;
        let facts = fact_rows::of_person(tx, spouse).await?;
        let state = as_of(&facts, Moment::on(self.today));
        let status = state
            .iter()
            .find(|(name, ..)| *name == field::MARITAL_STATUS);
        let Some((_, value, fact)) = status else {
            return Ok(());
        };
        let another = relatives(&facts, self.today)?
            .into_iter()
            .any(|(person, relation)| relation == Relation::Spouse && person != self.person);
        if value != marriage.married.as_str() || another {
            return Ok(());
        }
        let stamp = Stamp {
            valid_from: self.died_on.max(fact.valid_from),
            ..self.stamp.after(&facts)
        };
        let widowed = Value::from(marriage.widowed.as_str());
        let fact = NewFact {
            person: spouse,
            // The spouse may be a member of the household, with a fact of that name.
            fact_id: format!("{}/spouse", self.fact_id),
            fields: Map::from_iter([(field::MARITAL_STATUS.to_owned(), widowed)]),
        };
        fact_rows::insert(tx, &stamp, fact).await?;
        current::refresh(tx, spouse, self.today).await
    }

    fn response(&self, home: &Home, passed: Option<PassedOn>) -> RegisterDeathResponse {
        let household = home.household.as_ref();
        RegisterDeathResponse {
            person_id: Some(self.person),
            died_on: Some(self.died_on),
            household_id: household.map(|home| home.household_id.clone()),
            new_head_person_id: match passed {
                Some(PassedOn::To(head)) => Some(head),
                _ => None,
            },
            household_without_head: household.map(|_| passed == Some(PassedOn::ToNobody)),
        }
    }

    fn event(&self, response: &RegisterDeathResponse) -> OutboxEvent {
        OutboxEvent {
            id: self.event_id,
            topic: PERSON_DIED.to_owned(),
            key: self.person.to_string(),
            body: json!({
                "person_id": self.person,
                "died_on": self.died_on,
                "household_id": response.household_id,
                "new_head": response.new_head_person_id,
                "without_head": response.household_without_head.unwrap_or_default(),
            }),
        }
    }
}

/// What the register says of the dead from the day of death on.
fn stated(
    died_on: Date,
    registered_on: Date,
    place: Option<&Place>,
) -> Result<Map<String, Value>, ServiceError> {
    let place = place.map(serde_json::to_value).transpose();
    let place = place.map_err(ServiceError::internal)?;
    let mut fields: Map<String, Value> = field::ENDED_BY_DEATH.into_iter().map(emptied).collect();
    fields.extend([
        (field::LIFE_STATUS.to_owned(), "dead".into()),
        (
            field::DEATH_OR_MISSING_DATE.to_owned(),
            died_on.to_string().into(),
        ),
        (
            field::DEATH_REGISTERED_ON.to_owned(),
            registered_on.to_string().into(),
        ),
        (field::DEATH_PLACE.to_owned(), place.unwrap_or_default()),
    ]);
    Ok(fields)
}

#[cfg(test)]
mod tests;
