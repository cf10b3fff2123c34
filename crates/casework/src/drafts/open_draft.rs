//! A draft with what the registers know, as several operations need it.

use std::sync::Arc;

use dean06_content::{Check, CheckEffect, Organisation, Service};
use dean06_contracts::FieldProblem;
use dean06_mediator::{Context, ServiceError};
use jiff::civil::Date;

use super::party_of;
use crate::edition::Edition;
use crate::error::{database, no_draft, no_service};
use crate::form::problems_of;
use crate::registers::{Age, Asking, Filled};
use crate::room::Casework;
use crate::rows::Draft;

/// A draft of the applicant who acts, under the content in force.
pub(super) struct OpenDraft {
    pub room: Casework,
    pub context: Context,
    pub edition: Arc<Edition>,
    pub draft: Draft,
    pub today: Date,
    pub now: i64,
}

impl OpenDraft {
    /// The draft, if it is the actor's own: for everybody else there is none.
    pub async fn find(
        room: &Casework,
        context: &Context,
        draft_id: &str,
    ) -> Result<Self, ServiceError> {
        let party = party_of(context)?;
        let draft = Draft::find(room.store.read(), &party, draft_id)
            .await
            .map_err(database)?
            .ok_or_else(no_draft)?;
        Ok(Self {
            room: room.clone(),
            context: context.clone(),
            edition: Arc::clone(room.editions.current()),
            draft,
            today: room.sources.today(),
            now: room.sources.now_micros(),
        })
    }

    /// The service that it applies for.
    pub fn service(&self) -> Result<&Service, ServiceError> {
        self.edition
            .content
            .service(&self.draft.service)
            .ok_or_else(no_service)
    }

    /// The form with what was typed and what the registers know.
    pub async fn fill(&self, service: &Service, age: Age) -> Result<Filled, ServiceError> {
        let applicant = self.context.actor.reference();
        let asking = Asking {
            mediator: &self.room.mediator,
            service,
            actor: &self.room.seal.on_behalf_of(applicant),
            case: &self.draft.draft_id,
            applicant,
            typed: &self.draft.data,
            known: &self.draft.answers,
            age,
            now: self.now,
            today: self.today,
        };
        asking.fill().await
    }

    /// What is wrong with the filled form, and which checks strike.
    pub fn judge<'s>(
        &self,
        service: &'s Service,
        filled: &Filled,
    ) -> Result<Judgement<'s>, ServiceError> {
        Ok(Judgement {
            problems: problems_of(&self.edition, service, filled)?,
            struck: service
                .run_checks(&filled.context)
                .map_err(ServiceError::internal)?,
        })
    }

    /// The organisation that will handle it, as far as that is known.
    pub fn competent(
        &self,
        service: &Service,
        filled: &Filled,
    ) -> Result<Option<Organisation>, ServiceError> {
        let commune = service
            .competent(&filled.context)
            .map_err(ServiceError::internal)?;
        let kind = &service.competent.kind;
        Ok(commune
            .and_then(|commune| self.edition.content.organisation_for(kind, &commune))
            .filter(|organisation| organisation.exists_on(self.today)))
    }
}

/// How a filled form is found.
pub(super) struct Judgement<'s> {
    /// What is wrong with it.
    pub problems: Vec<FieldProblem>,
    /// The checks that strike.
    pub struck: Vec<&'s Check>,
}

impl<'s> Judgement<'s> {
    /// The check that keeps it from being submitted.
    pub fn obstacle(&self) -> Option<&'s Check> {
        let mut struck = self.struck.iter();
        struck
            .find(|check| check.effect != CheckEffect::Flag)
            .copied()
    }
}
