use dean06_content::Service;
use dean06_kernel::{PersonId, Text};
use dean06_mediator::{Ask, MediatorError, ServiceError};
use dean06_store::{NoRefusal, WriteError, crash};
use sea_orm::DbErr;
use serde_json::Value;

use super::{decided_by, timer_id};
use crate::clocks;
use crate::course::Step;
use crate::edition::{Edition, EditionError};
use crate::papers::{Issue, IssueError, issue};
use crate::registers::{as_declared, person};
use crate::room::Casework;
use crate::rows::{Approval, Dossier, Entry, Found, Setback, Stored};
use crate::signing::SigningError;
use crate::views;

/// How many fields of a refused effect are named.
const MOST_FIELDS: usize = 5;

/// Why an effect has not ended; it is tried again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotEnded {
    /// The owner of the register did not answer, or not so that it is sure what happened.
    #[error("the owner of the register did not answer: {0}")]
    Owner(#[source] MediatorError),
    /// The content of the dossier cannot be had.
    #[error(transparent)]
    Edition(#[from] EditionError),
    /// The result cannot be made.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The signing key cannot be had.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// The database cannot give or take it.
    #[error(transparent)]
    Database(#[from] WriteError<NoRefusal>),
    /// The content lacks the service of the dossier.
    #[error("the content lacks the service {0}")]
    NoService(String),
}

impl From<DbErr> for NotEnded {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

/// Makes the effect of a decision happen, once however often it is called: the owner of the
/// register knows the key, and the dossier knows when it is done.
pub(crate) async fn run(room: &Casework, party: &str, dossier: &str) -> Result<(), NotEnded> {
    let Some(found) = Dossier::find(room.store.read(), party, dossier).await? else {
        return Ok(());
    };
    let approval = match &found.matters.approval {
        Some(approval) if approval.pending => approval.clone(),
        _ => return Ok(()),
    };
    let edition = room.editions.of(&room.store, &found.content_digest).await?;
    let service = edition
        .content
        .service(&found.service)
        .ok_or_else(|| NotEnded::NoService(found.service.clone()))?;
    crash::point("casework.effect.before");
    let answer = command(room, service, &found, &approval).await;
    crash::point("casework.effect.after");
    match answer {
        Ok(answer) => finish(room, &edition, service, found, &approval, answer).await,
        Err(error) if is_refusal(&error) => set_back(room, found, &error).await,
        Err(error) => Err(NotEnded::Owner(error)),
    }
}

/// Asks the owner of the register to do what was decided, on behalf of the officer.
async fn command(
    room: &Casework,
    service: &Service,
    dossier: &Dossier,
    approval: &Approval,
) -> Result<Value, MediatorError> {
    let Some(effect) = &service.effect else {
        return Ok(Value::Null);
    };
    let actor = room.seal.on_behalf_of(&approval.officer);
    let ask = Ask::new(&actor, &effect.purpose).in_case(&dossier.number);
    let key = format!("dossier:{}", dossier.dossier_id);
    room.mediator
        .command_json(ask, &effect.command, &key, approval.request.clone())
        .await
}

/// The owner said no and changed nothing. Of everything else it is not sure what happened, and only
/// the same command with the same key can tell.
fn is_refusal(error: &MediatorError) -> bool {
    matches!(
        error,
        MediatorError::Invalid(_)
            | MediatorError::NotPermitted { .. }
            | MediatorError::Service(
                ServiceError::NotFound(_)
                    | ServiceError::Refused(_)
                    | ServiceError::Conflict(_)
                    | ServiceError::Forbidden(_)
                    | ServiceError::Invalid(_)
            )
    )
}

async fn finish(
    room: &Casework,
    edition: &Edition,
    service: &Service,
    before: Dossier,
    approval: &Approval,
    answer: Value,
) -> Result<(), NotEnded> {
    let now = room.sources.now_micros();
    let stored = paper(room, edition, service, &before, approval, answer)?;
    crash::point("casework.result.signed");
    let mut after = advanced(before, Step::Finish);
    if let Some(approval) = &mut after.matters.approval {
        approval.pending = false;
    }
    let entry = Entry {
        version: after.version,
        at: now,
        kind: Step::Finish.kind().to_owned(),
        actor: approval.officer.clone(),
        note: None,
        internal_note: None,
    };
    write(room, &after, &entry, stored.as_ref()).await
}

/// The signed result, if the service has one.
fn paper(
    room: &Casework,
    edition: &Edition,
    service: &Service,
    dossier: &Dossier,
    approval: &Approval,
    answer: Value,
) -> Result<Option<Stored>, NotEnded> {
    let today = clocks::day(approval.at);
    let mut filled = as_declared(
        service,
        &dossier.applicant,
        today,
        &dossier.declared,
        &dossier.answers,
    );
    let context = &mut filled.context;
    decided_by(context, edition, dossier, &approval.officer, approval.at);
    let named: Vec<PersonId> = person(&answer).into_iter().collect();
    context.insert("effect".to_owned(), answer);
    let issued = Issue {
        edition,
        service,
        dossier,
        signer: &approval.officer.name,
        context,
        subjects: views::subjects(dossier, named),
    };
    Ok(issue(&issued, room.keys.signer()?, &room.sources)?)
}

/// Back to the desk, for everybody there to see.
async fn set_back(room: &Casework, before: Dossier, error: &MediatorError) -> Result<(), NotEnded> {
    let now = room.sources.now_micros();
    let text = why(room, error);
    let mut after = advanced(before, Step::SetBack);
    after.matters.approval = None;
    after.matters.setbacks.push(Setback {
        at: now,
        text: text.clone(),
    });
    let entry = Entry {
        version: after.version,
        at: now,
        kind: Step::SetBack.kind().to_owned(),
        actor: room.seal.alone().reference().clone(),
        note: None,
        internal_note: Some(text.vi),
    };
    write(room, &after, &entry, None).await
}

/// What the owner said, for people.
fn why(room: &Casework, error: &MediatorError) -> Text {
    let problem = room.mediator.problems().describe(error);
    let mut text = problem.detail;
    for field in problem.errors.into_iter().take(MOST_FIELDS) {
        text.vi = format!("{} {}: {}", text.vi, field.pointer, field.text.vi);
        text.en = format!("{} {}: {}", text.en, field.pointer, field.text.en);
    }
    text
}

fn advanced(mut dossier: Dossier, step: Step) -> Dossier {
    if let Ok(standing) = dossier.standing().after(step) {
        dossier.status = standing.status;
    }
    dossier.version += 1;
    dossier
}

async fn write(
    room: &Casework,
    after: &Dossier,
    entry: &Entry,
    stored: Option<&Stored>,
) -> Result<(), NotEnded> {
    // If the dossier is further already, another process has done the same before.
    let found = room
        .store
        .write(|tx| {
            Box::pin(async move {
                let found = after.advance(tx, entry).await?;
                if found == Found::AtVersion
                    && let Some(stored) = stored
                {
                    stored.insert(tx).await?;
                }
                let timer = timer_id(&after.dossier_id);
                tx.cancel(&after.party_id, &timer).await?;
                Ok::<Found, WriteError<NoRefusal>>(found)
            })
        })
        .await?;
    if found == Found::AtVersion {
        metrics::counter!("dean06_casework_steps_total", "kind" => entry.kind.clone()).increment(1);
    }
    Ok(())
}
