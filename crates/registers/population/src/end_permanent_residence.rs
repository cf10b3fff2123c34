//! The end of a permanent residence.

use dean06_contracts::{
    Place,
    population::{
        EndPermanentResidence, EndPermanentResidenceRequest, EndPermanentResidenceResponse,
        LifeStatus,
    },
};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};
use jiff::civil::Date;
use sea_orm::DbErr;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    Population,
    checks::{Checks, REASON_CHARS},
    command,
    current::{self, Current},
    error::write_failed,
    fact::{Moment, State, as_of, is_stated_after},
    fact_rows::{self, NewFact, Stamp, unreadable},
    field,
    home::{ATTEMPTS, Besides, Change, Home, HomeError, emptied},
    household,
};

/// Why a residence was not ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EndPermanentResidenceError {
    /// The person or the household could not be taken.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The person lives nowhere for good.
    #[error("the person has no permanent residence")]
    None,
    /// A residence is recorded that begins on a later day.
    #[error("there is a residence from a later day")]
    Newer,
}

impl From<EndPermanentResidenceError> for ServiceError {
    fn from(error: EndPermanentResidenceError) -> Self {
        match error {
            EndPermanentResidenceError::Home(error) => error.into(),
            EndPermanentResidenceError::None => Self::refused("no-permanent-residence"),
            EndPermanentResidenceError::Newer => Self::refused("residence-newer"),
        }
    }
}

/// Answers `population.end-permanent-residence/1`.
pub(crate) async fn end_permanent_residence(
    room: Population,
    context: Context,
    request: EndPermanentResidenceRequest,
) -> Result<Reply<EndPermanentResidenceResponse>, ServiceError> {
    let end = &End::check(&room, &context, request)?;
    let mut attempt = 1;
    let response = loop {
        let written = room.store.write(|tx| Box::pin(end.write(tx))).await;
        match written {
            Err(WriteError::Refused(EndPermanentResidenceError::Home(HomeError::Moved)))
                if attempt < ATTEMPTS =>
            {
                attempt += 1;
            }
            written => break written.map_err(write_failed)?,
        }
    };
    let head = response.household_head_person_id;
    let person = end.request.person_id;
    Ok(Reply::about_all(head.into_iter().chain([person]), response))
}

/// An end as checked, with everything that must be made before the write.
struct End<'r> {
    room: &'r Population,
    key: String,
    request: EndPermanentResidenceRequest,
    today: Date,
    stamp: Stamp,
    fact_id: String,
}

impl<'r> End<'r> {
    fn check(
        room: &'r Population,
        context: &Context,
        request: EndPermanentResidenceRequest,
    ) -> Result<Self, ServiceError> {
        let key = context.command_key()?.to_owned();
        let today = room.sources.today();
        let mut checks = Checks::new(room, "");
        checks.text("/reason", &request.reason, REASON_CHARS);
        if request.valid_from > today {
            checks.add("/valid_from", "date-in-future");
        }
        checks.finish()?;
        let stamp = Stamp {
            reason: Some(request.reason.clone()),
            ..Stamp::now(room, context, request.valid_from)
        };
        Ok(Self {
            room,
            key,
            request,
            today,
            stamp,
            fact_id: room.sources.uuid().to_string(),
        })
    }

    async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<EndPermanentResidenceResponse, WriteError<EndPermanentResidenceError>> {
        let refused = |error| Err(WriteError::Refused(error));
        let person = self.request.person_id;
        let home =
            Home::take::<EndPermanentResidenceError>(tx, person, &Besides::default()).await?;
        if let Some(known) = command::recall::<EndPermanentResidence>(tx, &self.key).await? {
            return Ok(known);
        }
        let current = Current::of(person, &home.facts, self.today)?;
        let response = if current.life_status == LifeStatus::Dead {
            self.ended_by_death(&home)?
        } else {
            let from = self.stamp.valid_from;
            let state = as_of(&home.facts, Moment::on(from));
            if is_stated_after(&home.facts, field::PERMANENT_RESIDENCE, from) {
                return refused(EndPermanentResidenceError::Newer);
            }
            let ended = self.response(&state, from)?;
            if ended.place.is_none() {
                return refused(EndPermanentResidenceError::None);
            }
            self.move_out(tx, &home).await?;
            ended
        };
        let response = self.with_head(tx, response).await?;
        command::remember::<EndPermanentResidence>(tx, &self.key, &response).await?;
        Ok(response)
    }

    async fn move_out(&self, tx: &Tx<'_>, home: &Home) -> Result<(), DbErr> {
        let change = Change {
            rules: &self.room.rules,
            stamp: &self.stamp,
            fact_id: &self.fact_id,
            today: self.today,
        };
        home.pass_on(tx, &change).await?;
        let fields = [
            field::PERMANENT_RESIDENCE,
            field::HOUSEHOLD_ID,
            field::RELATION_TO_HEAD,
            field::RESIDENCE_FILE_NUMBER,
        ];
        let fact = NewFact {
            person: home.person,
            fact_id: self.fact_id.clone(),
            fields: fields
                .into_iter()
                .map(emptied)
                .collect::<Map<String, Value>>(),
        };
        fact_rows::insert_for_good(tx, &self.stamp, fact, &home.facts, |_| true).await?;
        current::refresh(tx, home.person, self.today).await
    }

    /// Who is the head of the household now.
    async fn with_head(
        &self,
        tx: &Tx<'_>,
        ended: EndPermanentResidenceResponse,
    ) -> Result<EndPermanentResidenceResponse, DbErr> {
        let household = match &ended.household_id {
            Some(household_id) => household::find(tx, household_id).await?,
            None => None,
        };
        let Some(household) = household else {
            return Ok(ended);
        };
        let mut others = household::members(tx, &household.household_id).await?;
        others.retain(|member| *member != self.request.person_id);
        let head = match household.head {
            Some(head) => current::find(tx, head, self.today).await?,
            None => None,
        };
        Ok(EndPermanentResidenceResponse {
            household_without_head: Some(head.is_none() && !others.is_empty()),
            household_head_person_id: head.as_ref().map(|head| head.person_id),
            household_head_name: head.map(|head| head.name),
            ..ended
        })
    }

    /// Where the dead would have lived on the day of death.
    fn ended_by_death(
        &self,
        home: &Home,
    ) -> Result<EndPermanentResidenceResponse, WriteError<EndPermanentResidenceError>> {
        let state = as_of(&home.facts, Moment::on(self.today));
        let died_on = state.text(field::DEATH_OR_MISSING_DATE);
        let died_on = died_on.and_then(|day| day.parse::<Date>().ok());
        let Some(died_on) = died_on.filter(|_| state.value(field::DEATH_REGISTERED_ON).is_some())
        else {
            return Err(WriteError::Refused(EndPermanentResidenceError::None));
        };
        let mut without_death = home.facts.clone();
        without_death.retain(|fact| !fact.fields.contains_key(field::DEATH_REGISTERED_ON));
        let ended = self.response(&as_of(&without_death, Moment::on(died_on)), died_on)?;
        if ended.place.is_none() {
            return Err(WriteError::Refused(EndPermanentResidenceError::None));
        }
        Ok(EndPermanentResidenceResponse {
            ended_by_death: Some(true),
            ..ended
        })
    }

    fn response(
        &self,
        state: &State<'_>,
        from: Date,
    ) -> Result<EndPermanentResidenceResponse, DbErr> {
        let place = state.value(field::PERMANENT_RESIDENCE);
        let mut place = place
            .map(Place::deserialize)
            .transpose()
            .map_err(unreadable)?;
        if let Some(place) = &mut place {
            self.room.places().describe(place, from);
        }
        Ok(EndPermanentResidenceResponse {
            person_id: Some(self.request.person_id),
            place,
            household_id: state.text(field::HOUSEHOLD_ID).map(str::to_owned),
            valid_from: Some(from),
            ended_by_death: Some(false),
            ..EndPermanentResidenceResponse::default()
        })
    }
}

#[cfg(test)]
mod tests;
