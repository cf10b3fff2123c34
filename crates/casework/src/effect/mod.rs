//! What follows a decision in favour: the effect at the owner of a register, then the signed result.

mod run;
mod watch;

use std::sync::Arc;

use dean06_content::Context;
use dean06_kernel::local_datetime;
use dean06_mediator::ActorRef;
use dean06_store::{
    Event, EventHandler, HandlerError, NoRefusal, Subscription, Timer, TimerHandler, WriteError,
};
use serde_json::{Value, json};

use crate::clocks::timestamp;
use crate::edition::Edition;
use crate::room::Casework;
use crate::rows::Dossier;

pub(crate) use watch::Watch;

/// The event that an effect is due.
pub(crate) const DUE: &str = "casework.effect-due/1";
/// The subscription that makes it happen.
const SUBSCRIPTION: &str = "casework.effect";
/// The timer of an effect whose register did not answer.
const RETRY: &str = "casework.effect-retry";

/// Places on the way of an effect at which a test kills the process: see [`dean06_store::crash`].
pub const CRASH_POINTS: &[&str] = &[
    "casework.effect.after",
    "casework.effect.before",
    "casework.result.signed",
];

/// Hands the store what makes effects happen.
pub(crate) fn subscribe(room: &Casework) {
    room.store.subscribe(Subscription {
        name: SUBSCRIPTION.to_owned(),
        topics: vec![DUE.to_owned()],
        handler: Arc::new(First(room.clone())),
    });
    room.store.on_timer(RETRY, Arc::new(Again(room.clone())));
}

/// Adds the variables of a decision: `dossier` and `officer`.
pub(crate) fn decided_by(
    context: &mut Context,
    edition: &Edition,
    dossier: &Dossier,
    officer: &ActorRef,
    at: i64,
) {
    let day = |micros: i64| timestamp(micros).map(|at| local_datetime(at).date().to_string());
    let organisation = edition.organisation(&dossier.org_id);
    let body = edition.content.organisation(&dossier.org_id);
    let (commune, province) = body.map_or((None, None), |org| (org.commune, org.province));
    context.insert(
        "dossier".to_owned(),
        json!({
            "dossier_id": dossier.dossier_id,
            "number": dossier.number,
            "service": dossier.service,
            "submitted_on": day(dossier.submitted_at),
            "decided_on": day(at),
            "org_id": dossier.org_id,
            "org_name": organisation.vi,
            "commune": commune,
            "province": province,
        }),
    );
    context.insert(
        "officer".to_owned(),
        json!({
            "id": officer.id,
            "name": officer.name,
            "person_id": officer.person,
            "org_id": dossier.org_id,
            "org_name": organisation.vi,
        }),
    );
    context.insert(
        "today".to_owned(),
        day(at).map_or(Value::Null, Value::String),
    );
}

/// The first attempt, by the event. An owner that does not answer must not hold up the effects of
/// other dossiers behind it, so that a timer takes over.
struct First(Casework);

#[async_trait::async_trait]
impl EventHandler for First {
    async fn handle(&self, event: &Event) -> Result<(), HandlerError> {
        let Some(dossier) = event.body.get("dossier_id").and_then(Value::as_str) else {
            return Err("an effect of no dossier".into());
        };
        let Err(error) = run::run(&self.0, &event.key, dossier).await else {
            return Ok(());
        };
        tracing::warn!(dossier, %error, "an effect has to wait");
        later(&self.0, &event.key, dossier).await?;
        // Nobody has to sit and wait for a register that sleeps.
        self.0.watch.ended(dossier);
        Ok(())
    }
}

async fn later(room: &Casework, party: &str, dossier: &str) -> Result<(), WriteError<NoRefusal>> {
    let timer = &Timer {
        id: format!("{RETRY}/{dossier}"),
        kind: RETRY.to_owned(),
        key: party.to_owned(),
        due_at: room.sources.now_micros(),
        body: json!({ "dossier_id": dossier }),
    };
    room.store
        .write(|tx| {
            Box::pin(async move {
                tx.schedule(timer.clone()).await?;
                Ok(())
            })
        })
        .await
}

/// Every further attempt, by the timer, which the store tries again and again.
struct Again(Casework);

#[async_trait::async_trait]
impl TimerHandler for Again {
    async fn fire(&self, timer: &Timer) -> Result<(), HandlerError> {
        let Some(dossier) = timer.body.get("dossier_id").and_then(Value::as_str) else {
            return Err("an effect of no dossier".into());
        };
        Ok(run::run(&self.0, &timer.key, dossier).await?)
    }
}
