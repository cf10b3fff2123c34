//! A correction of a person's record, as a new fact.

use dean06_content::limits;
use dean06_contracts::{
    Contract,
    population::{
        CorrectPerson, CorrectPersonRequest, CorrectPersonResponse, GetPerson, PersonRecord,
    },
};
use dean06_kernel::{Language, PartialDate, PersonId};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    Population,
    checks::{Checks, REASON_CHARS},
    command, current,
    error::{no_person, write_failed},
    fact::{Fact, Moment, as_of},
    fact_rows::{self, NewFact, Stamp},
    field,
    record::{DERIVED, into_fields},
};

/// Why a correction was not recorded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CorrectPersonError {
    /// There is no such person.
    #[error("there is no such person")]
    NoPerson,
    /// Nothing is recorded that early: what is recorded for a later day would go on to count, and
    /// the correction would correct nothing.
    #[error("the record begins on {0}")]
    BeforeRecord(Date),
    /// The person's death is registered: nothing gives back what it ended.
    #[error("the death of the person is registered")]
    Dead,
}

impl From<CorrectPersonError> for ServiceError {
    fn from(error: CorrectPersonError) -> Self {
        match error {
            CorrectPersonError::NoPerson => no_person(),
            CorrectPersonError::BeforeRecord(first) => {
                let first = PartialDate::from(first).display(Language::Vi);
                Self::refused("correction-before-record").with("date", first)
            }
            CorrectPersonError::Dead => Self::refused("person-not-alive"),
        }
    }
}

/// Answers `population.correct-person/1`.
pub(crate) async fn correct_person(
    room: Population,
    context: Context,
    request: CorrectPersonRequest,
) -> Result<Reply<CorrectPersonResponse>, ServiceError> {
    let person = request.person_id;
    let correction = &Correction::check(&room, &context, request)?;
    let response = room
        .store
        .write(|tx| Box::pin(correction.write(tx)))
        .await
        .map_err(write_failed)?;
    Ok(Reply::about(person, response))
}

/// A correction as checked, with everything that must be made before the write.
struct Correction {
    key: String,
    person: PersonId,
    fields: Map<String, Value>,
    /// The relatives are stated anew, all of them.
    all_relatives: bool,
    today: Date,
    stamp: Stamp,
    fact_id: String,
}

impl Correction {
    fn check(
        room: &Population,
        context: &Context,
        request: CorrectPersonRequest,
    ) -> Result<Self, ServiceError> {
        let key = context.command_key()?.to_owned();
        let today = room.sources.today();
        let mut checks = Checks::new(room, "/fields");
        checks.text("/reason", &request.reason, REASON_CHARS);
        if request.fields.is_empty() {
            checks.add("/fields", "nothing-stated");
        }
        let all_relatives = request.fields.contains_key(field::RELATIVES);
        let mut fields = corrected(&mut checks, request.fields, today);
        checks.finish()?;
        if all_relatives {
            fields.remove(field::RELATIVES);
        }
        Ok(Self {
            key,
            person: request.person_id,
            fields,
            all_relatives,
            today,
            stamp: Stamp {
                reason: Some(request.reason),
                ..Stamp::now(room, context, request.valid_from)
            },
            fact_id: room.sources.uuid().to_string(),
        })
    }

    async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<CorrectPersonResponse, WriteError<CorrectPersonError>> {
        if !current::lock(tx, self.person).await? {
            return Err(WriteError::Refused(CorrectPersonError::NoPerson));
        }
        if let Some(known) = command::recall::<CorrectPerson>(tx, &self.key).await? {
            return Ok(known);
        }
        let facts = fact_rows::of_person(tx, self.person).await?;
        let first = facts.iter().map(|fact| fact.valid_from).min();
        if let Some(first) = first
            && self.stamp.valid_from < first
        {
            return Err(WriteError::Refused(CorrectPersonError::BeforeRecord(first)));
        }
        if self.revives(&facts) {
            return Err(WriteError::Refused(CorrectPersonError::Dead));
        }
        let fact = NewFact {
            person: self.person,
            fact_id: self.fact_id.clone(),
            fields: self.stated(&facts),
        };
        fact_rows::insert(tx, &self.stamp.after(&facts), fact).await?;
        current::refresh(tx, self.person, self.today).await?;
        let response = CorrectPersonResponse {
            fact_id: Some(self.fact_id.clone()),
        };
        command::remember::<CorrectPerson>(tx, &self.key, &response).await?;
        Ok(response)
    }

    /// Whether somebody whose death is registered would live again, or live somewhere, or have a card,
    /// after the day of death. What was before may be corrected.
    fn revives(&self, facts: &[Fact]) -> bool {
        let state = as_of(facts, Moment::on(self.stamp.valid_from));
        if state.value(field::DEATH_REGISTERED_ON).is_none() {
            return false;
        }
        self.fields.iter().any(|(name, value)| match name.as_str() {
            field::LIFE_STATUS => value != "dead",
            field::DEATH_OR_MISSING_DATE => value.is_null(),
            ended => field::ENDED_BY_DEATH.contains(&ended) && !value.is_null(),
        })
    }

    /// The corrected fields. Relatives who are not in the new list are relatives no more.
    fn stated(&self, facts: &[Fact]) -> Map<String, Value> {
        let mut fields = self.fields.clone();
        if self.all_relatives {
            let state = as_of(facts, Moment::on(self.stamp.valid_from));
            for (name, ..) in state.iter().filter(|(name, ..)| field::is_relative(name)) {
                fields.entry(name).or_insert(Value::Null);
            }
        }
        fields
    }
}

/// The fields as a fact states them; whatever is wrong with one is noted in `checks`.
fn corrected(
    checks: &mut Checks<'_>,
    stated: impl IntoIterator<Item = (String, Value)>,
    today: Date,
) -> Map<String, Value> {
    let mut values = Map::new();
    let mut emptied = Map::new();
    for (name, value) in stated {
        let pointer = format!("/fields/{}", escaped(&name));
        if !is_correctable(&name) {
            checks.add(pointer, "field-unknown");
        } else if value.is_null() && name == field::NAME {
            checks.add(pointer, "name-not-usable");
        } else if value.is_null() {
            emptied.insert(name, value);
        } else if limits::check(&value).is_err() || !is_readable(&name, &value) {
            checks.add(pointer, "value-not-usable");
        } else {
            values.insert(name, value);
        }
    }
    // Each value was read by itself, so together they can be read too.
    let Ok(mut record) = PersonRecord::deserialize(Value::Object(values)) else {
        return Map::new();
    };
    checks.record(&mut record);
    for (name, date) in [
        (field::BIRTH_DATE, record.birth_date),
        ("death_or_missing_date", record.death_or_missing_date),
    ] {
        if date.is_some_and(|date| date.earliest() > today) {
            checks.add(format!("/fields/{name}"), "date-in-future");
        }
    }
    let mut fields = into_fields(record).unwrap_or_default();
    fields.append(&mut emptied);
    fields
}

/// Whether a field is one of the record, and not one that follows from others or has a command of
/// its own.
fn is_correctable(name: &str) -> bool {
    name != field::PERSONAL_NUMBER
        && !DERIVED.contains(&name)
        && GetPerson::FIELDS.iter().any(|field| field.name == name)
}

fn is_readable(name: &str, value: &Value) -> bool {
    let alone = Map::from_iter([(name.to_owned(), value.clone())]);
    PersonRecord::deserialize(Value::Object(alone)).is_ok()
}

/// A name as a part of a JSON pointer, cut where no field name is that long.
fn escaped(name: &str) -> String {
    let short: String = name.chars().take(limits::MAX_NAME_CHARS).collect();
    short.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests;
