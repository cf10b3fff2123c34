//! Where a person lives for a time.

use dean06_contracts::population::{
    LifeStatus, PersonRecord, RegisterTemporaryResidence, RegisterTemporaryResidenceRequest,
    RegisterTemporaryResidenceResponse,
};
use dean06_kernel::PersonId;
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};
use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::{
    Population,
    checks::Checks,
    command,
    current::{self, Current},
    error::{no_person, write_failed},
    fact::{Moment, as_of},
    fact_rows::{self, NewFact, Stamp},
    field,
    record::into_fields,
};

/// Why a residence was not recorded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RegisterTemporaryResidenceError {
    /// There is no such person.
    #[error("there is no such person")]
    NoPerson,
    /// The person is dead.
    #[error("the person is dead")]
    Dead,
}

impl From<RegisterTemporaryResidenceError> for ServiceError {
    fn from(error: RegisterTemporaryResidenceError) -> Self {
        match error {
            RegisterTemporaryResidenceError::NoPerson => no_person(),
            RegisterTemporaryResidenceError::Dead => Self::refused("person-not-alive"),
        }
    }
}

/// Answers `population.register-temporary-residence/1`. A later registration takes the place of an
/// earlier one from its first day on.
pub(crate) async fn register_temporary_residence(
    room: Population,
    context: Context,
    request: RegisterTemporaryResidenceRequest,
) -> Result<Reply<RegisterTemporaryResidenceResponse>, ServiceError> {
    let stay = &Stay::check(&room, &context, request)?;
    let response = room
        .store
        .write(|tx| Box::pin(stay.write(tx)))
        .await
        .map_err(write_failed)?;
    let person = response.person_id.unwrap_or(stay.person);
    Ok(Reply::about(person, response))
}

/// A residence as checked, with everything that must be made before the write.
struct Stay {
    key: String,
    person: PersonId,
    fields: Map<String, Value>,
    today: Date,
    stamp: Stamp,
    fact_id: String,
    response: RegisterTemporaryResidenceResponse,
}

impl Stay {
    fn check(
        room: &Population,
        context: &Context,
        request: RegisterTemporaryResidenceRequest,
    ) -> Result<Self, ServiceError> {
        let key = context.command_key()?.to_owned();
        let places = room.places();
        let from = request.valid_from;
        let mut place = request.place;
        let mut checks = Checks::new(room, "");
        checks.place("/place", &mut place);
        checks.commune("/place", &place, from)?;
        if request.valid_to.is_some_and(|to| to < from) {
            checks.add("/valid_to", "date-before-start");
        }
        checks.finish()?;
        let record = PersonRecord {
            temporary_residence: Some(place.clone()),
            ..PersonRecord::default()
        };
        let mut fields = into_fields(record).map_err(ServiceError::internal)?;
        let until = request.valid_to.map(|day| day.to_string());
        fields.insert(field::TEMPORARY_RESIDENCE_UNTIL.to_owned(), until.into());
        places.describe(&mut place, from);
        Ok(Self {
            key,
            person: request.person_id,
            fields,
            today: places.today,
            stamp: Stamp::now(room, context, from),
            fact_id: room.sources.uuid().to_string(),
            response: RegisterTemporaryResidenceResponse {
                person_id: Some(request.person_id),
                place: Some(place),
                valid_from: Some(from),
                valid_to: request.valid_to,
            },
        })
    }

    async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<RegisterTemporaryResidenceResponse, WriteError<RegisterTemporaryResidenceError>>
    {
        if !current::lock(tx, self.person).await? {
            return Err(WriteError::Refused(
                RegisterTemporaryResidenceError::NoPerson,
            ));
        }
        let known = command::recall::<RegisterTemporaryResidence>(tx, &self.key).await?;
        if let Some(known) = known {
            return Ok(known);
        }
        let facts = fact_rows::of_person(tx, self.person).await?;
        if as_of(&facts, Moment::on(self.stamp.valid_from)).is_empty() {
            return Err(WriteError::Refused(
                RegisterTemporaryResidenceError::NoPerson,
            ));
        }
        let current = Current::of(self.person, &facts, self.stamp.valid_from)?;
        if current.life_status == LifeStatus::Dead {
            return Err(WriteError::Refused(RegisterTemporaryResidenceError::Dead));
        }
        let fact = NewFact {
            person: self.person,
            fact_id: self.fact_id.clone(),
            fields: self.fields.clone(),
        };
        fact_rows::insert(tx, &self.stamp.after(&facts), fact).await?;
        current::refresh(tx, self.person, self.today).await?;
        command::remember::<RegisterTemporaryResidence>(tx, &self.key, &self.response).await?;
        Ok(self.response.clone())
    }
}

#[cfg(test)]
mod tests;
