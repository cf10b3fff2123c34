use std::sync::Arc;

use dean06_content::Service;
use dean06_mediator::{Context, ServiceError};

use crate::command::{Key, Stride};
use crate::course::{Standing, Step};
use crate::drafts::party_of;
use crate::edition::Edition;
use crate::error::{database, no_dossier, overtaken, step_refused};
use crate::room::Casework;
use crate::rows::{Dossier, Entry};

/// A dossier of the applicant who acts.
pub(crate) struct OwnDossier {
    pub room: Casework,
    pub context: Context,
    pub edition: Arc<Edition>,
    pub dossier: Dossier,
    pub now: i64,
}

impl OwnDossier {
    /// The dossier, if it is the actor's own: for everybody else there is none.
    pub async fn find(
        room: &Casework,
        context: &Context,
        dossier_id: &str,
    ) -> Result<Self, ServiceError> {
        let dossier = Dossier::find(room.store.read(), &party_of(context)?, dossier_id)
            .await
            .map_err(database)?
            .ok_or_else(no_dossier)?;
        Ok(Self {
            edition: room.edition(&dossier.content_digest).await?,
            room: room.clone(),
            context: context.clone(),
            now: room.sources.now_micros(),
            dossier,
        })
    }

    /// The service that the dossier is about, as it was when it was submitted.
    pub fn service(&self) -> Result<&Service, ServiceError> {
        self.edition.service_of(&self.dossier)
    }

    /// Where the dossier stands after `step`, if it can be taken now from the version that was seen.
    pub async fn begin(&self, step: Step, seen: i64) -> Result<Standing, ServiceError> {
        let standing = self.dossier.standing();
        let refusal = match standing.after(step) {
            Ok(after) if self.dossier.version == seen => return Ok(after),
            Ok(_) => None,
            Err(refusal) => Some(refusal).filter(|_| self.dossier.version == seen),
        };
        let (party, dossier) = (&self.dossier.party_id, &self.dossier.dossier_id);
        let latest = Entry::latest(self.room.store.read(), party, dossier)
            .await
            .map_err(database)?;
        Err(match refusal {
            Some(refusal) => step_refused(refusal, latest.as_ref()),
            None => overtaken(standing.is_decided(), latest.as_ref()),
        })
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

    /// The key of this command.
    pub fn key(&self, contract: &'static str) -> Result<Key, ServiceError> {
        let key = self.context.command_key()?;
        let actor = self.context.actor.id();
        Ok(Key::new(contract, &self.dossier.dossier_id, actor, key))
    }
}
