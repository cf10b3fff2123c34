use dean06_content::CheckEffect;
use dean06_contracts::casework::{SubmitRequest, SubmitResponse};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::WriteError;

use super::make::{Making, NoNumber, SUBMITTED};
use super::open_draft::OpenDraft;
use crate::error::{check_refused, database, write_failed};
use crate::following::Following;
use crate::registers::Age;
use crate::room::Casework;
use crate::rows::Dossier;

/// Why an application is not submitted.
#[derive(Clone, Debug, thiserror::Error)]
enum NotSubmitted {
    #[error("the draft was changed after it was confirmed")]
    Changed,
    #[error(transparent)]
    Number(#[from] NoNumber),
}

/// What a write came to.
enum Outcome {
    /// A new dossier with this number.
    Submitted(String),
    /// The draft was submitted before.
    Before(Box<Dossier>),
}

/// Submits an application. The draft is the key: whoever submits it again, also at the same moment,
/// gets the first dossier.
pub(crate) async fn submit(
    room: Casework,
    context: Context,
    request: SubmitRequest,
) -> Result<Reply<SubmitResponse>, ServiceError> {
    let open = OpenDraft::find(&room, &context, &request.draft_id).await?;
    if open.draft.dossier_id.is_some() {
        return already(&open).await;
    }
    if open.draft.bundle_id.is_some() {
        return Err(ServiceError::refused("draft-of-bundle"));
    }
    if open.draft.version != request.version {
        return Err(ServiceError::conflict("draft-changed"));
    }
    let service = open.service()?;
    let filled = open.fill(service, Age::AskAgain).await?;
    let judgement = open.judge(service, &filled)?;
    let organisation = open.competent(service, &filled)?;
    if !judgement.problems.is_empty() || organisation.is_none() {
        open.heard(service, &filled)?;
    }
    if !judgement.problems.is_empty() {
        return Err(ServiceError::Invalid(judgement.problems));
    }
    if let Some(check) = judgement.obstacle() {
        return Err(check_refused(&check.message));
    }
    let organisation =
        organisation.ok_or_else(|| ServiceError::refused("no-competent-organisation"))?;
    let flagged = judgement
        .struck
        .iter()
        .any(|check| check.effect == CheckEffect::Flag);
    let (attached, problems) = open.papers().attach(service, &filled.shown).await?;
    if !problems.is_empty() {
        return Err(ServiceError::Invalid(problems));
    }
    let mut making = Making::of(&open, service, &filled, &organisation, flagged)?;
    making.dossier.matters.attached = attached;
    match write(&open, &making).await? {
        Outcome::Submitted(number) => {
            let dossier = Dossier {
                number,
                ..making.dossier
            };
            metrics::counter!("dean06_casework_steps_total", "kind" => SUBMITTED).increment(1);
            Following::at_once(&room, &dossier);
            Ok(reply(&open, &dossier))
        }
        Outcome::Before(dossier) => Ok(reply(&open, &dossier)),
    }
}

async fn write(open: &OpenDraft, making: &Making) -> Result<Outcome, ServiceError> {
    let draft = &open.draft;
    let following = &Following::submitted(&open.room, &open.edition, &making.dossier);
    let result = open
        .room
        .store
        .write(|tx| {
            Box::pin(async move {
                // Of two at once, the slower waits here for the faster.
                if !draft.submit(tx, &making.dossier.dossier_id).await? {
                    let (party, draft) = (&draft.party_id, &draft.draft_id);
                    return match Dossier::of_draft(tx, party, draft).await? {
                        Some(before) => Ok(Outcome::Before(Box::new(before))),
                        None => Err(WriteError::Refused(NotSubmitted::Changed)),
                    };
                }
                let number = making.write(tx).await?;
                following.write(tx).await?;
                Ok(Outcome::Submitted(number))
            })
        })
        .await;
    match result {
        Ok(outcome) => Ok(outcome),
        Err(WriteError::Refused(NotSubmitted::Changed)) => {
            Err(ServiceError::conflict("draft-changed"))
        }
        Err(error @ WriteError::Refused(NotSubmitted::Number(_))) => {
            Err(ServiceError::internal(error))
        }
        Err(error) => Err(write_failed(error)),
    }
}

/// The answer to a second submission.
async fn already(open: &OpenDraft) -> Result<Reply<SubmitResponse>, ServiceError> {
    let (party, draft) = (&open.draft.party_id, &open.draft.draft_id);
    Dossier::of_draft(open.room.store.read(), party, draft)
        .await
        .map_err(database)?
        .map(|dossier| reply(open, &dossier))
        .ok_or_else(|| ServiceError::internal("a submitted draft without a dossier"))
}

fn reply(open: &OpenDraft, dossier: &Dossier) -> Reply<SubmitResponse> {
    Reply::public(SubmitResponse {
        dossier_id: Some(dossier.dossier_id.clone()),
        number: Some(dossier.number.clone()),
        organisation: Some(open.edition.organisation(&dossier.org_id)),
        submitted_at: Some(dossier.submitted_at),
        intake_due_at: dossier.intake_due_at,
        due_at: dossier.due_at,
    })
}
