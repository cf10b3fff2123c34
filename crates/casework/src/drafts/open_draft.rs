//! A draft with what the registers know, as several operations need it.

use std::sync::Arc;

use dean06_content::{Check, CheckEffect, Organisation, Service};
use dean06_contracts::FieldProblem;
use dean06_kernel::Text;
use dean06_mediator::{ActorRef, Context, ServiceError};
use dean06_store::{NoRefusal, WriteError};
use jiff::civil::Date;

use super::party_of;
use crate::bundle::{self, Surroundings};
use crate::edition::Edition;
use crate::error::{database, no_draft, no_service, write_failed};
use crate::form::problems_of;
use crate::registers::{Age, Around, Asking, Filled};
use crate::reuse::Use;
use crate::room::Casework;
use crate::rows::Draft;

/// A draft of somebody who applies, under the version of the content that counts for it.
pub(crate) struct OpenDraft {
    pub room: Casework,
    /// Who applies; on whose behalf registers are asked.
    pub applicant: ActorRef,
    pub edition: Arc<Edition>,
    pub draft: Draft,
    /// What the interlinked application gives.
    pub around: Around,
    /// Title of the interlinked procedure that it is a leg of.
    pub procedure: Option<Text>,
    pub today: Date,
    pub now: i64,
}

impl OpenDraft {
    /// The draft, if it is the actor's own: for everybody else there is none. By itself it lives
    /// under the content in force; a leg lives under that of its application.
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
        let applicant = context.actor.reference();
        let surroundings = bundle::around(room, applicant, &draft).await?;
        Ok(Self::of(room, applicant.clone(), draft, surroundings))
    }

    /// A draft that was found before.
    pub fn of(
        room: &Casework,
        applicant: ActorRef,
        draft: Draft,
        surroundings: Surroundings,
    ) -> Self {
        Self {
            room: room.clone(),
            applicant,
            edition: surroundings.edition,
            draft,
            around: surroundings.around,
            procedure: surroundings.title,
            today: room.sources.today(),
            now: room.sources.now_micros(),
        }
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
        let asking = Asking {
            mediator: &self.room.mediator,
            service,
            actor: &self.room.seal.on_behalf_of(&self.applicant),
            case: &self.draft.draft_id,
            applicant: &self.applicant,
            typed: &self.draft.data,
            known: &self.draft.answers,
            around: &self.around,
            age,
            now: self.now,
            today: self.today,
        };
        asking.fill().await
    }

    /// The papers of the applicant's store, to be used by this form.
    pub fn papers(&self) -> Use<'_> {
        Use {
            room: &self.room,
            applicant: &self.applicant,
            draft: &self.draft.draft_id,
        }
    }

    /// Keeps the answers, so that the next page does not ask the registers again.
    pub async fn keep(&self, filled: &Filled) -> Result<(), ServiceError> {
        let draft = &Draft {
            answers: filled.answers.clone(),
            ..self.draft.clone()
        };
        self.room
            .store
            .write(|tx| {
                Box::pin(async move {
                    draft.keep_answers(tx).await?;
                    Ok::<(), WriteError<NoRefusal>>(())
                })
            })
            .await
            .map_err(write_failed)
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

    /// Fails where a register that would tell what is missing does not answer now: nobody can mend
    /// that, and the same form may be complete in a moment.
    pub fn heard(&self, service: &Service, filled: &Filled) -> Result<(), ServiceError> {
        match filled.answers.silent_together(&self.edition, service) {
            Some(registers) => Err(ServiceError::not_now("registers-silent")
                .with("registers_vi", registers.vi)
                .with("registers_en", registers.en)),
            None => Ok(()),
        }
    }
}

/// How a filled form is found.
pub(crate) struct Judgement<'s> {
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

    /// Whether something in it is for an officer to look at, where it is not the applicant's to mend
    /// any more.
    pub fn is_doubtful(&self) -> bool {
        !self.problems.is_empty() || !self.struck.is_empty()
    }
}
