//! What follows a decision in favour: the effect at the owner of a register, then the signed result.
//! Where the content lets registers alone speak, the machine takes the decision as well.

mod automatic;
mod by_hand;
mod run;
mod trouble;

use std::sync::Arc;

use dean06_content::Context;
use dean06_kernel::local_datetime;
use dean06_mediator::ActorRef;
use dean06_store::{HandlerError, Timer, TimerHandler};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::clocks::timestamp;
use crate::edition::Edition;
use crate::room::Casework;
use crate::rows::Dossier;

pub(crate) use automatic::{
    decide_beside, may_be_automatic, subscribe as subscribe_automatic, timer as automatic_timer,
};
pub(crate) use run::run;
pub(crate) use trouble::{Trouble, trouble};

/// The kind of timer that makes an effect happen if nothing else does.
const EFFECT: &str = "casework.effect";
/// How long after the decision it fires for the first time, in microseconds. By then the process in
/// which the decision was taken has normally made the effect happen and taken the timer away.
const GRACE: i64 = 10 * 1_000_000;

/// Hands the store what makes effects happen.
pub(crate) fn subscribe(room: &Casework) {
    room.store.on_timer(EFFECT, Arc::new(Effects(room.clone())));
    subscribe_automatic(room);
}

/// The timer of a decision, written with it: whatever becomes of this process and of the register,
/// the effect is tried until it has ended, and the effects of other dossiers do not wait for it.
pub(crate) fn timer(dossier: &Dossier, decided_at: i64) -> Timer {
    Timer {
        id: timer_id(&dossier.dossier_id),
        kind: EFFECT.to_owned(),
        key: dossier.party_id.clone(),
        due_at: decided_at.saturating_add(GRACE),
        body: json!({ "dossier_id": dossier.dossier_id }),
    }
}

fn timer_id(dossier: &str) -> String {
    format!("{EFFECT}/{dossier}")
}

/// Makes an effect happen beside the caller, who may give up waiting. If it does not come to an end,
/// the timer of the decision tries again.
pub(crate) fn beside(room: &Casework, party: &str, dossier: &str) -> JoinHandle<()> {
    let (room, party, dossier) = (room.clone(), party.to_owned(), dossier.to_owned());
    tokio::spawn(async move {
        if let Err(error) = run(&room, &party, &dossier).await {
            tracing::warn!(dossier, %error, "an effect has to wait");
        }
    })
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

/// Makes effects happen that have not ended yet.
struct Effects(Casework);

#[async_trait::async_trait]
impl TimerHandler for Effects {
    async fn fire(&self, timer: &Timer) -> Result<(), HandlerError> {
        let Some(dossier) = timer.body.get("dossier_id").and_then(Value::as_str) else {
            return Err("an effect of no dossier".into());
        };
        Ok(run(&self.0, &timer.key, dossier).await?)
    }
}
