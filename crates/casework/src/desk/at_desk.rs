use std::sync::Arc;

use dean06_content::Service;
use dean06_contracts::FieldProblem;
use dean06_contracts::casework::DossierState;
use dean06_kernel::Text;
use dean06_mediator::{Context, Reply, ServiceError};

use super::actions::{Holding, may, works_on};
use crate::command::{Key, Stride, take};
use crate::course::{Standing, Step};
use crate::edition::Edition;
use crate::error::{database, moment, no_dossier, overtaken, step_refused};
use crate::form::{clean, problem_of};
use crate::room::Casework;
use crate::rows::{Dossier, Entry};

/// The longest reason or note, in characters.
const MOST_REASON: usize = 2_000;

/// A dossier of the officer's own organisation, with what is needed to work on it.
pub(super) struct AtDesk {
    pub room: Casework,
    pub context: Context,
    pub edition: Arc<Edition>,
    pub dossier: Dossier,
    pub now: i64,
    latest: Option<Entry>,
}

impl AtDesk {
    /// The dossier, if it lies at the officer's organisation: for everybody else there is none.
    pub async fn find(
        room: &Casework,
        context: &Context,
        dossier_id: &str,
    ) -> Result<Self, ServiceError> {
        let (dossier, edition) = find(room, context, dossier_id).await?;
        let latest = Entry::latest(room.store.read(), &dossier.party_id, dossier_id)
            .await
            .map_err(database)?;
        Ok(Self {
            edition,
            room: room.clone(),
            context: context.clone(),
            now: room.sources.now_micros(),
            dossier,
            latest,
        })
    }

    /// The service that the dossier is about, as it was when it was submitted.
    pub fn service(&self) -> Result<&Service, ServiceError> {
        self.edition.service_of(&self.dossier)
    }

    /// Who holds the dossier.
    pub fn holding(&self) -> Holding {
        match &self.dossier.matters.holder {
            None => Holding::Nobody,
            Some(held) if held.officer.id == self.context.actor.id() => Holding::Me,
            Some(_) => Holding::Other,
        }
    }

    /// Where the dossier stands after `step`, if this officer may take it now from the version that
    /// was seen.
    pub fn begin(&self, step: Step, seen: i64) -> Result<Standing, ServiceError> {
        let roles = self.context.actor.roles();
        if !may(self.service()?, roles, step, self.dossier.status) {
            return Err(ServiceError::forbidden("dossier-role"));
        }
        let standing = self.dossier.standing();
        if self.dossier.version != seen {
            return Err(overtaken(standing.is_decided(), self.latest.as_ref()));
        }
        let after = standing
            .after(step)
            .map_err(|refusal| step_refused(refusal, self.latest.as_ref()))?;
        if step != Step::Take
            && !standing.status.is_final()
            && self.holding() == Holding::Other
            && let Some(held) = &self.dossier.matters.holder
        {
            return Err(ServiceError::conflict("dossier-held")
                .with("name", held.officer.name.clone())
                .with("at", moment(held.since)));
        }
        Ok(after)
    }

    /// The dossier after `step` in `standing`, to be changed further, and its entry.
    pub fn stride(&self, step: Step, standing: Standing) -> Stride {
        let mut after = self.dossier.clone();
        after.version += 1;
        after.status = standing.status;
        Stride {
            entry: Entry {
                version: after.version,
                at: self.now,
                kind: step.kind().to_owned(),
                actor: self.context.actor.reference().clone(),
                note: None,
                internal_note: None,
            },
            after,
            timer: None,
            whole: None,
        }
    }

    /// Writes the step down.
    pub async fn take(
        &self,
        contract: &'static str,
        planned: Result<Stride, ServiceError>,
    ) -> Result<Reply<DossierState>, ServiceError> {
        let key = self.key(contract)?;
        let state = take(&self.room, &key, planned).await?;
        Ok(self.reply(state))
    }

    /// The key of this command.
    pub fn key(&self, contract: &'static str) -> Result<Key, ServiceError> {
        let key = self.context.command_key()?;
        let actor = self.context.actor.id();
        Ok(Key::new(contract, &self.dossier.dossier_id, actor, key))
    }

    /// An answer about the applicant.
    pub fn reply<T>(&self, body: T) -> Reply<T> {
        Reply::about_all(self.dossier.applicant_id(), body)
    }

    /// A reason as it is kept.
    pub fn reason(&self, text: &str) -> Result<String, ServiceError> {
        reason(&self.edition, text)
    }

    /// A note for colleagues, if there is one.
    pub fn note(&self, text: Option<&str>) -> Result<Option<String>, ServiceError> {
        let note = text
            .map(|text| written(&self.edition, "/note", text))
            .transpose()?;
        Ok(note.filter(|note| !note.is_empty()))
    }

    /// Fails unless a code may be given today.
    pub fn code(&self, list: &str, pointer: &str, code: &str) -> Result<(), ServiceError> {
        let content = &self.edition.content;
        let today = self.room.sources.today();
        match content.code_list(list) {
            Some(list) if list.accepts(code, today) => Ok(()),
            _ => Err(invalid(
                pointer,
                self.edition.words.mend.unknown_code.clone(),
            )),
        }
    }
}

/// A dossier that lies at the officer's organisation, of a service in which the officer has a duty.
pub(crate) async fn find(
    room: &Casework,
    context: &Context,
    dossier_id: &str,
) -> Result<(Dossier, Arc<Edition>), ServiceError> {
    let org = context.actor.org().ok_or_else(no_dossier)?;
    let dossier = Dossier::find_at(room.store.read(), org, dossier_id)
        .await
        .map_err(database)?
        .ok_or_else(no_dossier)?;
    let edition = room.edition(&dossier.content_digest).await?;
    if works_on(edition.service_of(&dossier)?, context.actor.roles()) {
        Ok((dossier, edition))
    } else {
        Err(no_dossier())
    }
}

/// A reason in writing as it is kept; it must not be empty.
pub(crate) fn reason(edition: &Edition, text: &str) -> Result<String, ServiceError> {
    let text = written(edition, "/reason", text)?;
    if text.is_empty() {
        return Err(invalid("/reason", edition.words.mend.reason_empty.clone()));
    }
    Ok(text)
}

/// A text of an officer or applicant as it is kept.
pub(crate) fn written(
    edition: &Edition,
    pointer: &str,
    text: &str,
) -> Result<String, ServiceError> {
    let text = clean(text);
    match problem_of(&text, MOST_REASON, &edition.words.mend) {
        Some(problem) => Err(invalid(pointer, problem)),
        None => Ok(text),
    }
}

/// One field of a request is not right.
pub(crate) fn invalid(pointer: &str, text: Text) -> ServiceError {
    ServiceError::Invalid(vec![FieldProblem {
        pointer: pointer.to_owned(),
        text,
    }])
}
