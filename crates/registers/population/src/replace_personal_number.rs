//! A new personal number after sex or birth year was corrected.

use dean06_contracts::population::{
    ReplacePersonalNumber, ReplacePersonalNumberRequest, ReplacePersonalNumberResponse,
};
use dean06_kernel::{PartialDate, PersonalNumber, Sex};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};
use jiff::civil::Date;
use serde_json::{Map, Value};

use crate::{
    Population,
    checks::{Checks, REASON_CHARS},
    command, current,
    error::{no_person, write_failed},
    fact::{Fact, Moment, as_of},
    fact_rows::{self, NewFact, Stamp, unreadable},
    field,
    number::{self, BATCHES, NotGiven, Series, UsedUp},
};

/// Why a number was not replaced.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ReplacePersonalNumberError {
    /// There is no such person.
    #[error("there is no such person")]
    NoPerson,
    /// The person has no number on that day.
    #[error("the person has no personal number")]
    NoNumber,
    /// The person has a number that begins on a later day than the one stated.
    #[error("the person has a number from a later day")]
    Newer,
    /// The number says the sex and the year of birth that the person has.
    #[error("the personal number fits the person")]
    StillRight,
    /// No number says this sex and year of birth.
    #[error("no personal number can be made")]
    NotPossible,
    /// The province part is given to nobody.
    #[error(transparent)]
    NotGiven(#[from] NotGiven),
    /// No number was free.
    #[error(transparent)]
    UsedUp(#[from] UsedUp),
}

impl From<ReplacePersonalNumberError> for ServiceError {
    fn from(error: ReplacePersonalNumberError) -> Self {
        use ReplacePersonalNumberError as E;
        match error {
            E::NoPerson => no_person(),
            E::NoNumber => Self::refused("personal-number-missing"),
            E::Newer => Self::refused("personal-number-newer"),
            E::StillRight => Self::refused("personal-number-still-right"),
            E::NotPossible => Self::refused("personal-number-not-possible"),
            E::NotGiven(error) => error.into(),
            E::UsedUp(error) => error.into(),
        }
    }
}

/// Answers `population.replace-personal-number/1`. The number that is replaced stays with the
/// person, and still leads there.
pub(crate) async fn replace_personal_number(
    room: Population,
    context: Context,
    request: ReplacePersonalNumberRequest,
) -> Result<Reply<ReplacePersonalNumberResponse>, ServiceError> {
    let person = request.person_id;
    let replacement = &Replacement::check(&room, &context, request)?;
    let mut batch = 1;
    let response = loop {
        let serials = &number::draw(room.serials.as_ref());
        let written = room
            .store
            .write(|tx| Box::pin(replacement.write(tx, serials)))
            .await;
        match written {
            Err(WriteError::Refused(ReplacePersonalNumberError::UsedUp(_))) if batch < BATCHES => {
                batch += 1;
            }
            written => break written.map_err(write_failed)?,
        }
    };
    Ok(Reply::about(person, response))
}

/// A replacement as checked, with everything that must be made before the write.
struct Replacement<'r> {
    room: &'r Population,
    key: String,
    request: ReplacePersonalNumberRequest,
    today: Date,
    stamp: Stamp,
    fact_id: String,
}

impl<'r> Replacement<'r> {
    fn check(
        room: &'r Population,
        context: &Context,
        request: ReplacePersonalNumberRequest,
    ) -> Result<Self, ServiceError> {
        let key = context.command_key()?.to_owned();
        let today = room.sources.today();
        let mut checks = Checks::new(room, "");
        checks.text("/reason", &request.reason, REASON_CHARS);
        if request
            .birth_date
            .is_some_and(|date| date.earliest() > today)
        {
            checks.add("/birth_date", "date-in-future");
        }
        if request.sex == Some(Sex::Unknown) {
            checks.add("/sex", "sex-needed");
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
        serials: &[u32],
    ) -> Result<ReplacePersonalNumberResponse, WriteError<ReplacePersonalNumberError>> {
        let person = self.request.person_id;
        if !current::lock(tx, person).await? {
            return Err(WriteError::Refused(ReplacePersonalNumberError::NoPerson));
        }
        if let Some(known) = command::recall::<ReplacePersonalNumber>(tx, &self.key).await? {
            return Ok(known);
        }
        let facts = fact_rows::of_person(tx, person).await?;
        let former = self.former(&facts).map_err(WriteError::Refused)?;
        let series = self.series(&facts, former)?;
        let number = number::give(tx, &series, serials, person).await?;
        let fact = NewFact {
            person,
            fact_id: self.fact_id.clone(),
            fields: self.fields(number),
        };
        fact_rows::insert(tx, &self.stamp.after(&facts), fact).await?;
        current::refresh(tx, person, self.today).await?;
        let response = ReplacePersonalNumberResponse {
            personal_number: Some(number.to_string()),
            former_personal_number: Some(former.to_string()),
        };
        command::remember::<ReplacePersonalNumber>(tx, &self.key, &response).await?;
        Ok(response)
    }

    /// The number that is replaced.
    fn former(&self, facts: &[Fact]) -> Result<PersonalNumber, ReplacePersonalNumberError> {
        let on = self.request.valid_from;
        let newer =
            |fact: &Fact| fact.valid_from > on && fact.fields.contains_key(field::PERSONAL_NUMBER);
        if facts.iter().any(newer) {
            return Err(ReplacePersonalNumberError::Newer);
        }
        let state = as_of(facts, Moment::on(on));
        let number = state.text(field::PERSONAL_NUMBER);
        number
            .and_then(|number| number.parse().ok())
            .ok_or(ReplacePersonalNumberError::NoNumber)
    }

    /// The numbers that fit the person from now on.
    fn series(
        &self,
        facts: &[Fact],
        former: PersonalNumber,
    ) -> Result<Series, WriteError<ReplacePersonalNumberError>> {
        let refused = |error: ReplacePersonalNumberError| WriteError::Refused(error);
        let on = self.request.valid_from;
        let state = as_of(facts, Moment::on(on));
        let known = state.text(field::SEX).map(str::parse::<Sex>);
        let sex = self.request.sex.or(known.transpose().map_err(unreadable)?);
        let known = state.text(field::BIRTH_DATE).map(str::parse::<PartialDate>);
        let birth = known.transpose().map_err(unreadable)?;
        let birth = self.request.birth_date.or(birth);
        let (Some(sex @ (Sex::Male | Sex::Female)), Some(birth)) = (sex, birth) else {
            return Err(refused(ReplacePersonalNumberError::NotPossible));
        };
        if !Series::can_express(birth.year()) {
            return Err(refused(ReplacePersonalNumberError::NotPossible));
        }
        if former.sex() == sex && former.birth_year() == birth.year() {
            return Err(refused(ReplacePersonalNumberError::StillRight));
        }
        let province = number::province_after(&self.room.content, former.province_code(), on);
        Ok(Series {
            province: province.map_err(|error| refused(error.into()))?,
            sex,
            year: birth.year(),
        })
    }

    fn fields(&self, number: PersonalNumber) -> Map<String, Value> {
        let sex = self.request.sex.map(|sex| sex.to_string());
        let birth = self.request.birth_date.map(|date| date.to_string());
        [
            (field::PERSONAL_NUMBER, Some(number.to_string())),
            (field::SEX, sex),
            (field::BIRTH_DATE, birth),
        ]
        .into_iter()
        .filter_map(|(field, value)| Some((field.to_owned(), value?.into())))
        .collect()
    }
}

#[cfg(test)]
mod tests;
