//! An identity card for a person who has none in force.

use dean06_contracts::population::{
    IdentityCard, IssueIdentityCard, IssueIdentityCardRequest, IssueIdentityCardResponse,
    LifeStatus, PersonRecord,
};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    Population,
    checks::{Checks, SHORT_CHARS},
    command,
    current::{self, Current},
    error::{no_person, write_failed},
    fact::{Fact, Moment, as_of, is_stated_after},
    fact_rows::{self, NewFact, Stamp, unreadable},
    field,
    record::into_fields,
};

/// Why a card was not issued.
#[derive(Debug, thiserror::Error)]
pub(crate) enum IssueIdentityCardError {
    /// There is no such person.
    #[error("there is no such person")]
    NoPerson,
    /// The person is dead.
    #[error("the person is dead")]
    Dead,
    /// The person has no number that could stand on the card.
    #[error("the person has no personal number")]
    NoNumber,
    /// The person has a card in force.
    #[error("the person has a card in force")]
    InForce,
}

impl From<IssueIdentityCardError> for ServiceError {
    fn from(error: IssueIdentityCardError) -> Self {
        match error {
            IssueIdentityCardError::NoPerson => no_person(),
            IssueIdentityCardError::Dead => Self::refused("person-not-alive"),
            IssueIdentityCardError::NoNumber => Self::refused("personal-number-missing"),
            IssueIdentityCardError::InForce => Self::refused("identity-card-in-force"),
        }
    }
}

/// Answers `population.issue-identity-card/1`.
pub(crate) async fn issue_identity_card(
    room: Population,
    context: Context,
    request: IssueIdentityCardRequest,
) -> Result<Reply<IssueIdentityCardResponse>, ServiceError> {
    let person = request.person_id;
    let issue = &Issue::check(&room, &context, request)?;
    let response = room
        .store
        .write(|tx| Box::pin(issue.write(tx)))
        .await
        .map_err(write_failed)?;
    Ok(Reply::about(person, response))
}

/// A card as checked, with everything that must be made before the write.
struct Issue {
    key: String,
    request: IssueIdentityCardRequest,
    today: Date,
    stamp: Stamp,
    fact_id: String,
}

impl Issue {
    fn check(
        room: &Population,
        context: &Context,
        request: IssueIdentityCardRequest,
    ) -> Result<Self, ServiceError> {
        let key = context.command_key()?.to_owned();
        let today = room.sources.today();
        let mut checks = Checks::new(room, "");
        checks.card_kind("/kind", &request.kind);
        checks.text("/issued_by", &request.issued_by, SHORT_CHARS);
        if request.issued_on > today {
            checks.add("/issued_on", "date-in-future");
        }
        if request
            .expires_on
            .is_some_and(|end| end < request.issued_on)
        {
            checks.add("/expires_on", "date-before-start");
        }
        checks.finish()?;
        Ok(Self {
            key,
            today,
            stamp: Stamp::now(room, context, request.issued_on),
            fact_id: room.sources.uuid().to_string(),
            request,
        })
    }

    async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<IssueIdentityCardResponse, WriteError<IssueIdentityCardError>> {
        let person = self.request.person_id;
        if !current::lock(tx, person).await? {
            return Err(WriteError::Refused(IssueIdentityCardError::NoPerson));
        }
        if let Some(known) = command::recall::<IssueIdentityCard>(tx, &self.key).await? {
            return Ok(known);
        }
        let facts = fact_rows::of_person(tx, person).await?;
        let card = self.card(&facts)?;
        let record = PersonRecord {
            identity_card: Some(card.clone()),
            ..PersonRecord::default()
        };
        let fact = NewFact {
            person,
            fact_id: self.fact_id.clone(),
            fields: into_fields(record).map_err(unreadable)?,
        };
        fact_rows::insert(tx, &self.stamp.after(&facts), fact).await?;
        current::refresh(tx, person, self.today).await?;
        let response = IssueIdentityCardResponse {
            person_id: Some(person),
            number: card.number,
            kind: card.kind,
            issued_by: card.issued_by,
            issued_on: card.issued_on,
            expires_on: card.expires_on,
        };
        command::remember::<IssueIdentityCard>(tx, &self.key, &response).await?;
        Ok(response)
    }

    /// The card, if the person can have one.
    fn card(&self, facts: &[Fact]) -> Result<IdentityCard, WriteError<IssueIdentityCardError>> {
        let refused = |error| Err(WriteError::Refused(error));
        let on = self.request.issued_on;
        let state = as_of(facts, Moment::on(on));
        if state.is_empty() {
            return refused(IssueIdentityCardError::NoPerson);
        }
        let current = Current::of(self.request.person_id, facts, self.today)?;
        if current.life_status == LifeStatus::Dead {
            return refused(IssueIdentityCardError::Dead);
        }
        let former = state.value(field::IDENTITY_CARD);
        let former = former.map(IdentityCard::deserialize).transpose();
        let in_force = former
            .map_err(unreadable)?
            .is_some_and(|card| card.expires_on.is_none_or(|last| last >= on));
        if in_force || is_stated_after(facts, field::IDENTITY_CARD, on) {
            return refused(IssueIdentityCardError::InForce);
        }
        let Some(number) = state.text(field::PERSONAL_NUMBER) else {
            return refused(IssueIdentityCardError::NoNumber);
        };
        Ok(IdentityCard {
            number: Some(number.to_owned()),
            kind: Some(self.request.kind.clone()),
            issued_on: Some(on),
            issued_by: Some(self.request.issued_by.clone()),
            expires_on: self.request.expires_on,
        })
    }
}

#[cfg(test)]
mod tests;
