use dean06_content::{CheckEffect, Organisation, Service};
use dean06_contracts::casework::{SubmitRequest, SubmitResponse};
use dean06_kernel::OrgCode;
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};
use serde_json::Value;

use super::open_draft::{Judgement, OpenDraft};
use crate::clocks::{self, INTAKE, TOTAL};
use crate::course::Status;
use crate::error::{check_refused, database, write_failed};
use crate::registers::{Age, Filled};
use crate::room::Casework;
use crate::rows::{Dossier, Entry, Matters};

/// The kind of the first entry in the history.
const SUBMITTED: &str = "submitted";

/// Why an application is not submitted.
#[derive(Clone, Debug, thiserror::Error)]
enum NotSubmitted {
    #[error("the draft was changed after it was confirmed")]
    Changed,
    #[error("no dossier number can be made: {0}")]
    Number(String),
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
    if open.draft.version != request.version {
        return Err(ServiceError::conflict("draft-changed"));
    }
    let service = open.service()?;
    let filled = open.fill(service, Age::AskAgain).await?;
    let judgement = open.judge(service, &filled)?;
    if !judgement.problems.is_empty() {
        return Err(ServiceError::Invalid(judgement.problems));
    }
    if let Some(check) = judgement.obstacle() {
        return Err(check_refused(&check.message));
    }
    let organisation = open
        .competent(service, &filled)?
        .ok_or_else(|| ServiceError::refused("no-competent-organisation"))?;
    let code = organisation
        .code_on(open.today)
        .ok_or_else(|| ServiceError::refused("no-competent-organisation"))?;
    let dossier = dossier(&open, service, &filled, &judgement, &organisation);
    match write(&open, service, code, dossier.clone()).await? {
        Outcome::Submitted(number) => {
            let dossier = Dossier { number, ..dossier };
            metrics::counter!("dean06_casework_steps_total", "kind" => SUBMITTED).increment(1);
            Ok(reply(&open, &dossier))
        }
        Outcome::Before(dossier) => Ok(reply(&open, &dossier)),
    }
}

/// The dossier as it will stand, but for its number.
fn dossier(
    open: &OpenDraft,
    service: &Service,
    filled: &Filled,
    judgement: &Judgement<'_>,
    organisation: &Organisation,
) -> Dossier {
    let calendar = open.edition.content.calendar();
    let flagged = judgement
        .struck
        .iter()
        .any(|check| check.effect == CheckEffect::Flag);
    Dossier {
        party_id: open.draft.party_id.clone(),
        dossier_id: open.room.sources.uuid().to_string(),
        draft_id: open.draft.draft_id.clone(),
        number: String::new(),
        service: service.slug.clone(),
        org_id: organisation.id.clone(),
        content_digest: open.edition.content.digest().to_owned(),
        status: Status::Submitted,
        version: 1,
        submitted_at: open.now,
        intake_due_at: clocks::due(calendar, service.clock(INTAKE), open.now),
        due_at: clocks::due(calendar, service.clock(TOTAL), open.now),
        about: about(service, filled),
        applicant: open.context.actor.reference().clone(),
        declared: filled.shown.clone(),
        answers: filled.answers.clone(),
        matters: Matters {
            flagged,
            ..Matters::default()
        },
    }
}

/// Whom or what the application is about: the first line of the paper it is for that can be told
/// before the decision. It is a help for the eye and never keeps anybody from applying.
pub(crate) fn about(service: &Service, filled: &Filled) -> Option<String> {
    let lines = service
        .result_fields(&filled.context)
        .unwrap_or_else(|error| {
            tracing::warn!(%error, "it cannot be told what an application is about");
            Vec::new()
        });
    lines.into_iter().find_map(|line| match line.value {
        Value::String(text) if !text.is_empty() => Some(text),
        _ => None,
    })
}

async fn write(
    open: &OpenDraft,
    service: &Service,
    code: &OrgCode,
    dossier: Dossier,
) -> Result<Outcome, ServiceError> {
    let entry = &Entry {
        version: dossier.version,
        at: open.now,
        kind: SUBMITTED.to_owned(),
        actor: dossier.applicant.clone(),
        note: None,
        internal_note: None,
    };
    let (draft, dossier) = (&open.draft, &dossier);
    let result = open
        .room
        .store
        .write(|tx| {
            Box::pin(async move {
                // Of two at once, the slower waits here for the faster.
                if !draft.submit(tx, &dossier.dossier_id).await? {
                    let (party, draft) = (&draft.party_id, &draft.draft_id);
                    return match Dossier::of_draft(tx, party, draft).await? {
                        Some(before) => Ok(Outcome::Before(Box::new(before))),
                        None => Err(WriteError::Refused(NotSubmitted::Changed)),
                    };
                }
                let number = number(tx, service, code, open).await?;
                let dossier = Dossier {
                    number: number.clone(),
                    ..dossier.clone()
                };
                dossier.insert(tx, entry).await?;
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

/// The next number of the organisation and day.
async fn number(
    tx: &Tx<'_>,
    service: &Service,
    code: &OrgCode,
    open: &OpenDraft,
) -> Result<String, WriteError<NotSubmitted>> {
    let template = &service.number.template;
    let wrong = |error: String| WriteError::Refused(NotSubmitted::Number(error));
    let counter = template
        .counter(code, open.today)
        .map_err(|error| wrong(error.to_string()))?;
    let seq = tx.counter(&format!("casework/dossier/{counter}")).await?;
    let seq = u64::try_from(seq).map_err(|error| wrong(error.to_string()))?;
    template
        .number(code, open.today, seq)
        .map(|number| number.to_string())
        .map_err(|error| wrong(error.to_string()))
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
