//! Decisions of the machine, where the content says that the law lets registers alone speak.

use std::sync::Arc;

use dean06_mediator::{ActorKind, ActorRef};
use dean06_store::{HandlerError, NoRefusal, Timer, TimerHandler, WriteError, crash};
use sea_orm::DbErr;
use serde_json::{Value, json};

use super::{decided_by, run, timer as effect_timer};
use crate::clocks;
use crate::course::{Status, Step};
use crate::edition::{Edition, EditionError};
use crate::registers::as_declared;
use crate::room::Casework;
use crate::rows::{Approval, Dossier, Entry, Found};

/// The kind of timer that has the machine decide if nothing else does.
const AUTOMATIC: &str = "casework.automatic";
/// How long after the submission it fires for the first time, in microseconds.
const GRACE: i64 = 10 * 1_000_000;
/// The kind of the decision's entry in the history.
const DECIDED: &str = "decided-automatically";

/// Why the machine has not decided; it tries again.
#[derive(Debug, thiserror::Error)]
enum NotDecided {
    #[error(transparent)]
    Edition(#[from] EditionError),
    #[error(transparent)]
    Rule(#[from] dean06_content::ServiceError),
    #[error(transparent)]
    Database(#[from] WriteError<NoRefusal>),
    #[error("the content lacks the service {0}")]
    NoService(String),
}

impl From<DbErr> for NotDecided {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

/// Hands the store what has the machine decide.
pub(crate) fn subscribe(room: &Casework) {
    room.store
        .on_timer(AUTOMATIC, Arc::new(Decisions(room.clone())));
}

/// Whether the machine has to look at a new dossier: its service lets it decide, nothing in it is
/// for an officer to look at, and it is no appeal.
pub(crate) fn may_be_automatic(edition: &Edition, dossier: &Dossier) -> bool {
    let service = edition.content.service(&dossier.service);
    service.is_some_and(|service| service.automatic.is_some())
        && !dossier.matters.flagged
        && dossier.matters.appeal.is_none()
}

/// The timer of a new dossier, written with it.
pub(crate) fn timer(dossier: &Dossier) -> Timer {
    Timer {
        id: timer_id(&dossier.dossier_id),
        kind: AUTOMATIC.to_owned(),
        key: dossier.party_id.clone(),
        due_at: dossier.submitted_at.saturating_add(GRACE),
        body: json!({ "dossier_id": dossier.dossier_id }),
    }
}

fn timer_id(dossier: &str) -> String {
    format!("{AUTOMATIC}/{dossier}")
}

/// Has the machine decide beside the caller. If it does not come to that, the timer tries again.
pub(crate) fn decide_beside(room: &Casework, dossier: &Dossier) {
    let (room, dossier) = (room.clone(), dossier.clone());
    tokio::spawn(async move {
        if let Err(error) = decide(&room, &dossier.party_id, &dossier.dossier_id).await {
            tracing::warn!(dossier = dossier.dossier_id, %error, "the machine has to decide later");
        }
    });
}

/// Accepts and decides a dossier in favour if its service's rule holds; if not, it waits for an
/// officer like any other. Once, however often it is called.
async fn decide(room: &Casework, party: &str, dossier: &str) -> Result<(), NotDecided> {
    let Some(found) = Dossier::find(room.store.read(), party, dossier).await? else {
        return Ok(());
    };
    let edition = room.editions.of(&room.store, &found.content_digest).await?;
    if found.status != Status::Submitted || !may_be_automatic(&edition, &found) {
        return Ok(());
    }
    let service = edition
        .content
        .service(&found.service)
        .ok_or_else(|| NotDecided::NoService(found.service.clone()))?;
    let now = room.sources.now_micros();
    let machine = machine(room, &edition, &found);
    let mut context = as_declared(service, &found, clocks::day(now)).context;
    if !service.decided_by_machine(&context)? {
        return Ok(());
    }
    decided_by(&mut context, &edition, &found, &machine, now);
    let wish = service.effect_request(&context)?.unwrap_or_default();
    crash::point("casework.automatic.before");
    if write(room, &found, &machine, wish, now).await? == Found::AtVersion {
        metrics::counter!("dean06_casework_steps_total", "kind" => DECIDED).increment(1);
        if let Err(error) = run(room, party, dossier).await {
            tracing::warn!(dossier, %error, "an effect has to wait");
        }
    }
    Ok(())
}

/// The machine, under the name of the organisation that answers for it.
fn machine(room: &Casework, edition: &Edition, dossier: &Dossier) -> ActorRef {
    ActorRef {
        kind: ActorKind::System,
        id: room.seal.alone().id().to_owned(),
        name: edition.organisation(&dossier.org_id).vi,
        person: None,
        org: Some(dossier.org_id.clone()),
    }
}

/// Both steps are one write: nobody sees a dossier that the machine accepted and left alone.
async fn write(
    room: &Casework,
    before: &Dossier,
    machine: &ActorRef,
    wish: Value,
    now: i64,
) -> Result<Found, NotDecided> {
    let mut received = before.clone();
    received.version += 1;
    received.status = Status::Received;
    received.matters.received_at = Some(now);
    received.matters.received_by = Some(machine.clone());
    let mut decided = received.clone();
    decided.version += 1;
    decided.status = Status::InProcess;
    decided.matters.approval = Some(Approval {
        automatic: true,
        ..Approval::of(machine.clone(), now, wish)
    });
    let entry = |version: i64, kind: &str| Entry {
        version,
        at: now,
        kind: kind.to_owned(),
        actor: machine.clone(),
        note: None,
        internal_note: None,
    };
    let steps = &[
        (entry(received.version, Step::Receive.kind()), received),
        (entry(decided.version, DECIDED), decided),
    ];
    let found = room
        .store
        .write(|tx| {
            Box::pin(async move {
                for (entry, after) in steps {
                    if after.advance(tx, entry).await? == Found::Changed {
                        return Ok(Found::Changed);
                    }
                }
                tx.schedule(effect_timer(before, now)).await?;
                let (party, dossier) = (&before.party_id, &before.dossier_id);
                tx.cancel(party, &timer_id(dossier)).await?;
                Ok::<Found, WriteError<NoRefusal>>(Found::AtVersion)
            })
        })
        .await?;
    Ok(found)
}

/// Has the machine decide what it has not looked at yet.
struct Decisions(Casework);

#[async_trait::async_trait]
impl TimerHandler for Decisions {
    async fn fire(&self, timer: &Timer) -> Result<(), HandlerError> {
        let Some(dossier) = timer.body.get("dossier_id").and_then(Value::as_str) else {
            return Err("a decision about no dossier".into());
        };
        Ok(decide(&self.0, &timer.key, dossier).await?)
    }
}
