//! A newborn enters the register and gets a personal number.

use dean06_contracts::population::{
    LifeStatus, ParentOfChild, PersonRecord, RegisterChild, RegisterChildRequest,
    RegisterChildResponse, Relation, Relative,
};
use dean06_kernel::{PersonId, PersonalNumber, Sex};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{OutboxEvent, Sql, Tx, WriteError};
use sea_orm::DbErr;
use serde_json::{Map, Value, json};

use crate::{
    Population,
    checks::Checks,
    command,
    current::{self, Current},
    error::write_failed,
    fact_rows::{self, NewFact, Stamp, unreadable},
    field,
    number::{self, BATCHES, Series, UsedUp},
    record::{into_fields, relative_value},
};

/// The event that tells that a person was entered. Its key is the person; its body holds
/// `person_id`, `registered_on` and the `commune` of registration, and no name.
pub const PERSON_REGISTERED: &str = "population.person-registered/1";

/// Why a child was not entered.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RegisterChildError {
    /// The person was entered under another key.
    #[error("the person is registered already")]
    AlreadyRegistered,
    /// No number was free.
    #[error(transparent)]
    UsedUp(#[from] UsedUp),
}

impl From<RegisterChildError> for ServiceError {
    fn from(error: RegisterChildError) -> Self {
        match error {
            RegisterChildError::AlreadyRegistered => Self::refused("person-already-registered"),
            RegisterChildError::UsedUp(error) => error.into(),
        }
    }
}

/// Answers `population.register-child/1`.
pub(crate) async fn register_child(
    room: Population,
    context: Context,
    request: RegisterChildRequest,
) -> Result<Reply<RegisterChildResponse>, ServiceError> {
    let entry = &Entry::check(&room, &context, request)?;
    let mut batch = 1;
    let response = loop {
        let serials = &number::draw(room.serials.as_ref());
        let written = room
            .store
            .write(|tx| Box::pin(entry.write(tx, serials)))
            .await;
        match written {
            Err(WriteError::Refused(RegisterChildError::UsedUp(_))) if batch < BATCHES => {
                batch += 1;
            }
            written => break written.map_err(write_failed)?,
        }
    };
    let person = response.person_id.unwrap_or(entry.person);
    Ok(Reply::about(person, response))
}

/// A child as checked, with everything that must be made before the write.
struct Entry {
    key: String,
    person: PersonId,
    /// What is stated about the child, but for the number.
    fields: Map<String, Value>,
    series: Series,
    /// The child's row, before there is a number.
    current: Current,
    stamp: Stamp,
    fact_id: String,
    /// Parents with a key, each with the id of the fact that tells of the child.
    parents: Vec<(PersonId, String)>,
    /// The child as the parents' relative, but for the number.
    child: Relative,
    event: OutboxEvent,
}

impl Entry {
    fn check(
        room: &Population,
        context: &Context,
        request: RegisterChildRequest,
    ) -> Result<Self, ServiceError> {
        let key = context.command_key()?.to_owned();
        let sources = &room.sources;
        let on = request.registered_on;
        let mut mother = request
            .mother
            .map(|parent| relative(Relation::Mother, parent));
        let mut father = request
            .father
            .map(|parent| relative(Relation::Father, parent));
        let mut record = PersonRecord {
            name: Some(request.name),
            sex: Some(request.sex),
            birth_date: Some(request.birth_date),
            birth_place: Some(request.birth_place),
            birth_registration_place: Some(request.birth_registration_place),
            hometown: request.hometown,
            ethnicity: request.ethnicity,
            nationality: (!request.nationality.is_empty()).then_some(request.nationality),
            ..PersonRecord::default()
        };
        let mut checks = Checks::new(room, "");
        checks.record(&mut record);
        for (pointer, parent) in [("/mother", &mut mother), ("/father", &mut father)] {
            if let Some(parent) = parent {
                checks.relative(pointer, parent);
                if parent.person_id == Some(request.person_id) {
                    checks.add(format!("{pointer}/person_id"), "value-not-usable");
                }
            }
        }
        if request.sex == Sex::Unknown {
            checks.add("/sex", "sex-needed");
        }
        if on > sources.today() {
            checks.add("/registered_on", "date-in-future");
        }
        let year = request.birth_date.year();
        if request.birth_date.earliest() > on {
            checks.add("/birth_date", "date-in-future");
        } else if !Series::can_express(year) {
            checks.add("/birth_date", "date-not-usable");
        }
        let place = record.birth_registration_place.clone().unwrap_or_default();
        checks.commune("/birth_registration_place", &place, on)?;
        checks.finish()?;

        let commune = place.commune.unwrap_or_default();
        let province = number::province_of(&room.content, &commune, on)?;
        let child = Relative {
            relation: Relation::Child,
            person_id: Some(request.person_id),
            name: record.name.clone().unwrap_or_default(),
            personal_number: None,
            old_id_number: None,
            nationality: record.nationality.iter().flatten().next().cloned(),
        };
        let current = Current {
            person_id: request.person_id,
            name: child.name.clone(),
            birth_date: record.birth_date,
            sex: record.sex,
            personal_number: None,
            commune: None,
            life_status: LifeStatus::Alive,
            household_id: None,
            next_change: None,
        };
        let parents: Vec<Relative> = mother.into_iter().chain(father).collect();
        let known = parents.iter().filter_map(|parent| parent.person_id);
        let known = known
            .map(|parent| (parent, sources.uuid().to_string()))
            .collect();
        record.relatives = Some(parents);
        Ok(Self {
            key,
            person: request.person_id,
            fields: into_fields(record).map_err(ServiceError::internal)?,
            series: Series {
                province,
                sex: request.sex,
                year,
            },
            current,
            // A register states it, whichever officer's decision set it off.
            stamp: Stamp {
                source: context.actor.id().to_owned(),
                ..Stamp::now(room, context, on)
            },
            fact_id: sources.uuid().to_string(),
            parents: known,
            child,
            event: OutboxEvent {
                id: sources.uuid(),
                topic: PERSON_REGISTERED.to_owned(),
                key: request.person_id.to_string(),
                body: json!({
                    "person_id": request.person_id,
                    "registered_on": on,
                    "commune": commune,
                }),
            },
        })
    }

    async fn write(
        &self,
        tx: &Tx<'_>,
        serials: &[u32],
    ) -> Result<RegisterChildResponse, WriteError<RegisterChildError>> {
        if let Some(known) = command::recall::<RegisterChild>(tx, &self.key).await? {
            return Ok(known);
        }
        // The row is taken before a number is: of two that enter the same child at once, the slower
        // waits here, and if it brings the same key, finds the response of the faster.
        if !current::insert(tx, &self.current).await? {
            let known = command::recall::<RegisterChild>(tx, &self.key).await?;
            return known.ok_or(WriteError::Refused(RegisterChildError::AlreadyRegistered));
        }
        let number = number::give(tx, &self.series, serials, self.person).await?;
        tx.run(
            "UPDATE population_current SET personal_number = ? WHERE person_id = ?",
            [number.to_string().into(), self.person.to_string().into()],
        )
        .await?;
        self.state_facts(tx, number).await?;
        let response = RegisterChildResponse {
            person_id: Some(self.person),
            personal_number: Some(number.to_string()),
        };
        command::remember::<RegisterChild>(tx, &self.key, &response).await?;
        tx.emit(self.event.clone()).await?;
        Ok(response)
    }
    /// The child's own fact, and one for each parent who stands in the register.
    async fn state_facts(&self, tx: &Tx<'_>, number: PersonalNumber) -> Result<(), DbErr> {
        let mut fields = self.fields.clone();
        fields.insert(field::PERSONAL_NUMBER.to_owned(), number.to_string().into());
        let fact = NewFact {
            person: self.person,
            fact_id: self.fact_id.clone(),
            fields,
        };
        fact_rows::insert(tx, &self.stamp, fact).await?;
        for (parent, fact_id) in &self.parents {
            let known = tx
                .row(
                    "SELECT 1 AS one FROM population_current WHERE person_id = ?",
                    [parent.to_string().into()],
                )
                .await?;
            if known.is_none() {
                continue;
            }
            let mut child = self.child.clone();
            child.personal_number = Some(number.to_string());
            let value = relative_value(&child).map_err(unreadable)?;
            let fact = NewFact {
                person: *parent,
                fact_id: fact_id.clone(),
                fields: Map::from_iter([(field::relative(&child), value)]),
            };
            fact_rows::insert(tx, &self.stamp, fact).await?;
        }
        Ok(())
    }
}

fn relative(relation: Relation, parent: ParentOfChild) -> Relative {
    Relative {
        relation,
        person_id: parent.person_id,
        name: parent.name,
        personal_number: parent.personal_number,
        old_id_number: None,
        nationality: parent.nationality,
    }
}

#[cfg(test)]
mod tests;
