//! Where a person lives for good, and in which household.

use dean06_contracts::{
    Place,
    population::{
        LifeStatus, RegisterPermanentResidence, RegisterPermanentResidenceRequest,
        RegisterPermanentResidenceResponse,
    },
};
use dean06_kernel::{PersonId, search_key};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};
use jiff::civil::Date;
use sea_orm::DbErr;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    Population,
    checks::Checks,
    command,
    current::{self, Current},
    error::write_failed,
    fact::{Moment, State, as_of, is_stated_after},
    fact_rows::{self, NewFact, Stamp, unreadable},
    field,
    home::{ATTEMPTS, Change, Home, HomeError, emptied},
    household::{self, HouseholdRow},
    rules::ResidenceFile,
};

mod target;

use target::Target;

/// Why a residence was not recorded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RegisterPermanentResidenceError {
    /// The person or a household could not be taken.
    #[error(transparent)]
    Home(#[from] HomeError),
    /// The person is dead.
    #[error("the person is dead")]
    Dead,
    /// A residence is recorded that begins on a later day.
    #[error("there is a residence from a later day")]
    Newer,
    /// The person belongs to that household.
    #[error("the person belongs to that household already")]
    Member,
    /// There is no such household.
    #[error("there is no such household")]
    NoHousehold,
    /// Somebody else is the head of that household, or nobody.
    #[error("that person is not the head")]
    NotHead,
    /// The household lives in another commune than the one that is stated.
    #[error("the household lives elsewhere")]
    Elsewhere,
    /// The stated relation does not fit: a household has one head.
    #[error("the relation to the head does not fit")]
    Relation,
}

impl From<RegisterPermanentResidenceError> for ServiceError {
    fn from(error: RegisterPermanentResidenceError) -> Self {
        use RegisterPermanentResidenceError as E;
        match error {
            E::Home(error) => error.into(),
            E::Dead => Self::refused("person-not-alive"),
            E::Newer => Self::refused("residence-newer"),
            E::Member => Self::refused("residence-already-registered"),
            E::NoHousehold => Self::refused("household-not-found"),
            E::NotHead => Self::refused("household-head-differs"),
            E::Elsewhere => Self::refused("household-elsewhere"),
            E::Relation => Self::refused("household-relation-unfit"),
        }
    }
}

/// Answers `population.register-permanent-residence/1`.
pub(crate) async fn register_permanent_residence(
    room: Population,
    context: Context,
    request: RegisterPermanentResidenceRequest,
) -> Result<Reply<RegisterPermanentResidenceResponse>, ServiceError> {
    let entry = &Entry::check(&room, &context, request)?;
    let mut attempt = 1;
    let response = loop {
        let written = room.store.write(|tx| Box::pin(entry.write(tx))).await;
        match written {
            Err(WriteError::Refused(RegisterPermanentResidenceError::Home(HomeError::Moved)))
                if attempt < ATTEMPTS =>
            {
                attempt += 1;
            }
            written => break written.map_err(write_failed)?,
        }
    };
    let person = response.person_id.unwrap_or(entry.request.person_id);
    Ok(Reply::about(person, response))
}

/// A residence as checked, with everything that must be made before the write.
struct Entry<'r> {
    room: &'r Population,
    key: String,
    request: RegisterPermanentResidenceRequest,
    today: Date,
    stamp: Stamp,
    fact_id: String,
    /// The key of the household, should there be a new one.
    household_id: String,
}

impl<'r> Entry<'r> {
    fn check(
        room: &'r Population,
        context: &Context,
        mut request: RegisterPermanentResidenceRequest,
    ) -> Result<Self, ServiceError> {
        let key = context.command_key()?.to_owned();
        let today = room.sources.today();
        let from = request.valid_from;
        let mut checks = Checks::new(room, "");
        checks.place("/place", &mut request.place);
        if request.place.commune.is_none() {
            checks.add("/place/commune", "commune-unknown");
        }
        checks.commune("/place", &request.place, from)?;
        if let Some(relation) = &request.relation_to_head {
            checks.relation("/relation_to_head", relation);
        }
        if request.head_person_id == Some(request.person_id) {
            checks.add("/head_person_id", "value-not-usable");
        }
        if from > today {
            checks.add("/valid_from", "date-in-future");
        }
        checks.finish()?;
        Ok(Self {
            room,
            key,
            today,
            stamp: Stamp::now(room, context, from),
            fact_id: room.sources.uuid().to_string(),
            household_id: room.sources.uuid().to_string(),
            request,
        })
    }

    async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<RegisterPermanentResidenceResponse, WriteError<RegisterPermanentResidenceError>>
    {
        // A key that was used before may name a household that is no more what it was.
        if let Some(known) = command::recall::<RegisterPermanentResidence>(tx, &self.key).await? {
            return Ok(known);
        }
        let target = self.target(tx).await?;
        let home = Home::take(tx, self.request.person_id, &target.besides()).await?;
        if let Some(known) = command::recall::<RegisterPermanentResidence>(tx, &self.key).await? {
            return Ok(known);
        }
        let target = self.taken(tx, target).await?;
        let current = self.of_the_living(&home)?;
        let checked = self.check_target(&target, &current);
        checked.map_err(WriteError::Refused)?;
        Ok(self.move_in(tx, &home, target).await?)
    }

    /// The person as of today, if alive and if nothing is recorded that would displace what is
    /// stated now.
    fn of_the_living(
        &self,
        home: &Home,
    ) -> Result<Current, WriteError<RegisterPermanentResidenceError>> {
        let refused = |error| Err(WriteError::Refused(error));
        let from = self.stamp.valid_from;
        let current = Current::of(home.person, &home.facts, self.today)?;
        if current.life_status == LifeStatus::Dead {
            return refused(RegisterPermanentResidenceError::Dead);
        }
        if as_of(&home.facts, Moment::on(from)).is_empty() {
            return refused(HomeError::NoPerson.into());
        }
        let newer = |field| is_stated_after(&home.facts, field, from);
        if newer(field::PERMANENT_RESIDENCE) || newer(field::HOUSEHOLD_ID) {
            return refused(RegisterPermanentResidenceError::Newer);
        }
        Ok(current)
    }

    async fn move_in(
        &self,
        tx: &Tx<'_>,
        home: &Home,
        target: Target,
    ) -> Result<RegisterPermanentResidenceResponse, DbErr> {
        let person = self.request.person_id;
        let change = Change {
            rules: &self.room.rules,
            stamp: &self.stamp,
            fact_id: &self.fact_id,
            today: self.today,
        };
        home.pass_on(tx, &change).await?;
        let household = match target {
            Target::Joined(household) => self.join(tx, household).await?,
            Target::New(head) => self.found(tx, head).await?,
        };
        let file_number = self.file_number(tx, &household).await?;
        let mut place = household.residence;
        let fact = NewFact {
            person,
            fact_id: self.fact_id.clone(),
            fields: self.fields(home, &household.household_id, &place, &file_number)?,
        };
        fact_rows::insert_for_good(tx, &self.stamp, fact, &home.facts, |_| true).await?;
        current::refresh(tx, person, self.today).await?;
        self.room
            .places()
            .describe(&mut place, self.stamp.valid_from);
        let response = RegisterPermanentResidenceResponse {
            person_id: Some(person),
            place: Some(place),
            household_id: Some(household.household_id),
            residence_file_number: Some(file_number),
            valid_from: Some(self.stamp.valid_from),
        };
        command::remember::<RegisterPermanentResidence>(tx, &self.key, &response).await?;
        Ok(response)
    }

    /// The person is stated to be the head.
    fn becomes_head(&self) -> bool {
        self.request.relation_to_head.as_ref() == Some(&self.room.rules.household.head)
    }

    /// Enters a household that is there; one without a head may get one by that.
    async fn join(&self, tx: &Tx<'_>, household: HouseholdRow) -> Result<HouseholdRow, DbErr> {
        if !self.becomes_head() {
            return Ok(household);
        }
        let head = Some(self.request.person_id);
        let change_id = format!("{}/head", self.fact_id);
        household::change_head(tx, &household, head, &self.stamp, &change_id).await?;
        Ok(HouseholdRow { head, ..household })
    }

    /// Makes a new household; a head who is not the person enters it too.
    async fn found(&self, tx: &Tx<'_>, head: PersonId) -> Result<HouseholdRow, DbErr> {
        let household = HouseholdRow {
            household_id: self.household_id.clone(),
            head: Some(head),
            residence: self.request.place.clone(),
        };
        household::insert(tx, &household).await?;
        if head != self.request.person_id {
            let fact = NewFact {
                person: head,
                fact_id: self.fact_id.clone(),
                fields: Map::from_iter([
                    (
                        field::HOUSEHOLD_ID.to_owned(),
                        household.household_id.clone().into(),
                    ),
                    (
                        field::RELATION_TO_HEAD.to_owned(),
                        self.room.rules.household.head.clone().into(),
                    ),
                ]),
            };
            let facts = fact_rows::of_person(tx, head).await?;
            fact_rows::insert_for_good(tx, &self.stamp, fact, &facts, |_| true).await?;
            current::refresh(tx, head, self.today).await?;
        }
        Ok(household)
    }

    /// The number of the household's file: its head's, or a new one. A counter is taken last, so
    /// nothing that may wait comes after it but the person's own rows, which are taken already.
    async fn file_number(&self, tx: &Tx<'_>, household: &HouseholdRow) -> Result<String, DbErr> {
        let head = household
            .head
            .filter(|head| *head != self.request.person_id);
        if let Some(head) = head {
            let facts = fact_rows::of_person(tx, head).await?;
            let state = as_of(&facts, Moment::on(self.today));
            if let Some(number) = state.text(field::RESIDENCE_FILE_NUMBER) {
                return Ok(number.to_owned());
            }
        }
        let on = self.stamp.valid_from;
        let commune = household.residence.commune.as_deref().unwrap_or_default();
        let seq = tx.counter(&ResidenceFile::counter(commune, on)).await?;
        Ok(self.room.rules.residence_file.number(commune, on, seq))
    }

    fn fields(
        &self,
        home: &Home,
        household_id: &str,
        place: &Place,
        file_number: &str,
    ) -> Result<Map<String, Value>, DbErr> {
        let residence = serde_json::to_value(place).map_err(unreadable)?;
        let mut fields = Map::from_iter([
            (field::PERMANENT_RESIDENCE.to_owned(), residence),
            (field::HOUSEHOLD_ID.to_owned(), household_id.into()),
            (
                field::RELATION_TO_HEAD.to_owned(),
                self.request.relation_to_head.clone().into(),
            ),
            (field::RESIDENCE_FILE_NUMBER.to_owned(), file_number.into()),
        ]);
        let state = as_of(&home.facts, Moment::on(self.stamp.valid_from));
        let stay = place_in(&state, field::TEMPORARY_RESIDENCE)?;
        if stay.is_some_and(|stay| is_same_place(&stay, place)) {
            fields.extend([
                emptied(field::TEMPORARY_RESIDENCE),
                emptied(field::TEMPORARY_RESIDENCE_UNTIL),
            ]);
        }
        Ok(fields)
    }
}

fn place_in(state: &State<'_>, field: &str) -> Result<Option<Place>, DbErr> {
    let value = state.value(field);
    value
        .map(Place::deserialize)
        .transpose()
        .map_err(unreadable)
}

/// The same commune and the same line, however that is written.
fn is_same_place(a: &Place, b: &Place) -> bool {
    let line = |place: &Place| search_key(place.line.as_deref().unwrap_or_default());
    a.commune == b.commune && line(a) == line(b)
}

#[cfg(test)]
mod tests;
