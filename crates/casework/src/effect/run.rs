use dean06_content::{Context, Service};
use dean06_contracts::casework::ResultSigned;
use dean06_kernel::{PersonId, Text};
use dean06_mediator::{Ask, MediatorError, ServiceError};
use dean06_store::{NoRefusal, WriteError, crash};
use sea_orm::DbErr;
use serde_json::Value;

use super::{by_hand, decided_by, timer_id, trouble};
use crate::clocks;
use crate::course::Step;
use crate::edition::{Edition, EditionError};
use crate::following::Following;
use crate::papers::{Issue, IssueError, Issued, issue};
use crate::registers::{as_declared, person};
use crate::room::Casework;
use crate::rows::{Approval, Dossier, Entry, Found, Setback, Stored, VainTry};
use crate::signing::KeyError;
use crate::views;

/// How many fields of a refused effect are named.
const MOST_FIELDS: usize = 5;

/// Why an effect has not ended; it is tried again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotEnded {
    /// The owner of the register did not answer, or not so that it is sure what happened.
    #[error("the owner of the register did not answer: {0}")]
    Owner(#[source] MediatorError),
    /// An officer did it by hand, and the register does not hold it yet.
    #[error("the register does not hold what was done by hand")]
    NotInRegister,
    /// The content of the dossier cannot be had.
    #[error(transparent)]
    Edition(#[from] EditionError),
    /// A rule of the content has no result.
    #[error(transparent)]
    Rule(#[from] dean06_content::ServiceError),
    /// The result cannot be made.
    #[error(transparent)]
    Issue(#[from] IssueError),
    /// The signing key cannot be had.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The database cannot give or take it.
    #[error(transparent)]
    Database(#[from] WriteError<NoRefusal>),
    /// An event cannot be written.
    #[error("an event cannot be written as JSON")]
    Json(#[from] serde_json::Error),
    /// The content lacks the service of the dossier.
    #[error("the content lacks the service {0}")]
    NoService(String),
}

impl From<DbErr> for NotEnded {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

/// A decision whose effect is under way.
pub(super) struct Case<'c> {
    pub room: &'c Casework,
    pub edition: &'c Edition,
    pub service: &'c Service,
    pub dossier: &'c Dossier,
    pub approval: &'c Approval,
}

impl Case<'_> {
    /// The variables of a decision's rules: what was declared, and who decided.
    pub fn context(&self) -> Context {
        let today = clocks::day(self.approval.at);
        let mut context = as_declared(self.service, self.dossier, today).context;
        let officer = &self.approval.officer;
        decided_by(
            &mut context,
            self.edition,
            self.dossier,
            officer,
            self.approval.at,
        );
        context
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
    let case = Case {
        room,
        edition: &edition,
        service,
        dossier: &found,
        approval: &approval,
    };
    crash::point("casework.effect.before");
    let answer = match &approval.by_hand {
        // The message to the register is taken back: what it holds now is looked up instead.
        Some(by_hand) => by_hand::look_up(&case, by_hand).await,
        None => command(&case).await.map_err(NotEnded::Owner),
    };
    crash::point("casework.effect.after");
    let ended = match answer {
        Ok(answer) => finish(&case, answer).await,
        Err(NotEnded::Owner(error)) if approval.by_hand.is_none() && is_refusal(&error) => {
            set_back(&case, &error).await
        }
        Err(error) => Err(error),
    };
    if let Err(error) = &ended {
        trouble::note(&case, error).await?;
    }
    ended
}

/// Asks the owner of the register to do what was decided, on behalf of whoever decided.
async fn command(case: &Case<'_>) -> Result<Value, MediatorError> {
    let Some(effect) = &case.service.effect else {
        return Ok(Value::Null);
    };
    let actor = case.room.seal.on_behalf_of(&case.approval.officer);
    let ask = Ask::new(&actor, &effect.purpose).in_case(&case.dossier.number);
    let key = format!("dossier:{}", case.dossier.dossier_id);
    let request = case.approval.request.clone();
    case.room
        .mediator
        .command_json(ask, &effect.command, &key, request)
        .await
}

/// The owner said no and changed nothing. Of everything else it is not sure what happened, and only
/// the same command with the same key can tell.
pub(super) fn is_refusal(error: &MediatorError) -> bool {
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

async fn finish(case: &Case<'_>, answer: Value) -> Result<(), NotEnded> {
    let room = case.room;
    let now = room.sources.now_micros();
    let issued = paper(case, answer.clone()).await?;
    crash::point("casework.result.signed");
    let mut after = advanced(case.dossier, Step::Finish);
    if let Some(approval) = &mut after.matters.approval {
        approval.pending = false;
        approval.answer = answer;
    }
    let entry = Entry {
        version: after.version,
        at: now,
        kind: Step::Finish.kind().to_owned(),
        actor: case.approval.officer.clone(),
        note: None,
        internal_note: None,
    };
    let mut following = Following::of_step(room, case.edition, &after, &entry);
    let (stored, event) = match issued {
        Some(Issued { stored, event }) => (Some(stored), event),
        None => (None, None),
    };
    if let Some(event) = event {
        following.emit(room, ResultSigned::TOPIC, &after.party_id, &event)?;
    }
    write(room, &after, &entry, stored.as_ref(), &following).await?;
    crash::point("casework.result.finished");
    Ok(())
}

/// The signed result, if the service has one.
async fn paper(case: &Case<'_>, answer: Value) -> Result<Option<Issued>, NotEnded> {
    let room = case.room;
    let mut context = case.context();
    let named: Vec<PersonId> = person(&answer).into_iter().collect();
    context.insert("effect".to_owned(), answer);
    let wish = Issue {
        edition: case.edition,
        words: &room.editions.current().words.chain,
        service: case.service,
        dossier: case.dossier,
        approval: case.approval,
        context: &context,
        subjects: views::subjects(case.dossier, named),
    };
    let signer = room.keys.signer(&room.store, &room.sources).await?;
    Ok(issue(&wish, signer.as_ref(), &room.sources)?)
}

/// Back to the desk, for everybody there to see.
async fn set_back(case: &Case<'_>, error: &MediatorError) -> Result<(), NotEnded> {
    let room = case.room;
    let now = room.sources.now_micros();
    let text = why(room, error);
    let mut after = advanced(case.dossier, Step::SetBack);
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
    let following = Following::of_step(room, case.edition, &after, &entry);
    write(room, &after, &entry, None, &following).await
}

/// What the owner said, for people.
pub(super) fn why(room: &Casework, error: &MediatorError) -> Text {
    let problem = room.mediator.problems().describe(error);
    let mut text = problem.detail;
    for field in problem.errors.into_iter().take(MOST_FIELDS) {
        text.vi = format!("{} {}: {}", text.vi, field.pointer, field.text.vi);
        text.en = format!("{} {}: {}", text.en, field.pointer, field.text.en);
    }
    text
}

fn advanced(dossier: &Dossier, step: Step) -> Dossier {
    let mut dossier = dossier.clone();
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
    following: &Following,
) -> Result<(), NotEnded> {
    // If the dossier is further already, another process has done the same before.
    let found = room
        .store
        .write(|tx| {
            Box::pin(async move {
                let found = after.advance(tx, entry).await?;
                if found == Found::Changed {
                    return Ok(found);
                }
                if let Some(stored) = stored {
                    stored.insert(tx).await?;
                }
                following.write(tx).await?;
                let (party, dossier) = (&after.party_id, &after.dossier_id);
                VainTry::forget(tx, party, &VainTry::effect(dossier)).await?;
                tx.cancel(party, &timer_id(dossier)).await?;
                Ok::<Found, WriteError<NoRefusal>>(found)
            })
        })
        .await?;
    if found == Found::AtVersion {
        metrics::counter!("dean06_casework_steps_total", "kind" => entry.kind.clone()).increment(1);
        Following::at_once(room, after);
    }
    Ok(())
}
