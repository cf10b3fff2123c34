//! Interlinked applications (nhóm thủ tục liên thông): several procedures applied for at once.
//!
//! Each leg is an application of its own service, with its own form, dossier, clock and desk. What
//! is here only holds them together: when a leg begins, what passes to it from the others, who must
//! agree, and what becomes of a leg when another one does not come to a result. Nothing of it undoes
//! or blocks a leg that stands on its own.

mod advance;
mod appeal_leg;
mod chain;
mod choose_leg;
mod facts;
mod get_own_bundle;
mod judged;
mod leg_view;
mod list_own_bundles;
mod move_bundle;
mod next;
mod opened;
mod own_bundle;
mod start_bundle;
mod start_leg;
mod submit_bundle;
mod withdraw_bundle;
mod withdraw_leg;

use std::sync::Arc;

use dean06_kernel::Text;
use dean06_mediator::ServiceError;
use dean06_store::{HandlerError, Timer, TimerHandler};
use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::edition::Edition;
use crate::error::database;
use crate::form::Titles;
use crate::room::Casework;
use crate::rows::{Bundle, Dossier};

pub(crate) use appeal_leg::appeal_leg;
pub(crate) use chain::Chain;
pub(crate) use choose_leg::choose_leg;
pub(crate) use facts::{Surroundings, around};
pub(crate) use get_own_bundle::{agreement_of, get_own_bundle, vain_try};
pub(crate) use list_own_bundles::list_own_bundles;
pub(crate) use move_bundle::move_bundle;
pub(crate) use next::{LegMatters, clock_of, next};
pub(crate) use start_bundle::start_bundle;
pub(crate) use submit_bundle::submit_bundle;
pub(crate) use withdraw_bundle::withdraw_bundle;
pub(crate) use withdraw_leg::withdraw_leg;

/// The kind of timer that has an application go on if nothing else does.
const BUNDLE: &str = "casework.bundle";
/// How long after a change it fires for the first time, in microseconds. By then the process in
/// which the change was made has normally gone on.
const GRACE: i64 = 10 * 1_000_000;

/// Hands the store what has interlinked applications begin and go on.
pub(crate) fn subscribe(room: &Casework) {
    room.store.on_timer(BUNDLE, Arc::new(Chains(room.clone())));
    opened::subscribe(room);
}

/// The timer of a change, written with it: whatever becomes of this process, the application goes
/// on.
pub(crate) fn timer(party: &str, bundle: &str, at: i64) -> Timer {
    Timer {
        id: timer_id(bundle),
        kind: BUNDLE.to_owned(),
        key: party.to_owned(),
        due_at: at.saturating_add(GRACE),
        body: json!({ "bundle_id": bundle }),
    }
}

fn timer_id(bundle: &str) -> String {
    format!("{BUNDLE}/{bundle}")
}

/// How the interlinked procedure of a dossier is called, and the papers that it uses.
pub(crate) async fn titles_of(
    room: &Casework,
    edition: &Edition,
    dossier: &Dossier,
) -> Result<Titles, ServiceError> {
    let attached = dossier.matters.attached.iter();
    let papers = attached.map(|attached| attached.paper.clone()).collect();
    let Some(bundle) = &dossier.bundle_id else {
        return Ok(Titles {
            procedure: None,
            papers,
        });
    };
    let bundle = Bundle::find(room.store.read(), &dossier.party_id, bundle)
        .await
        .map_err(database)?;
    let procedure = bundle.and_then(|bundle| edition.content.bundle(&bundle.slug));
    Ok(Titles {
        procedure: procedure.map(|procedure| procedure.title.clone()),
        papers,
    })
}

/// Title of the procedure of the application's family that is in force instead of its own.
fn in_force_instead(room: &Casework, chain: &Chain) -> Option<Text> {
    let content = &room.editions.current().content;
    let in_force = content.bundle_in_force(&chain.bundle.family, room.sources.today())?;
    (in_force.slug != chain.bundle.slug).then(|| in_force.title.clone())
}

/// Has an application go on beside the caller. Where it cannot, its timer tries again.
pub(crate) fn beside(room: &Casework, party: &str, bundle: &str) -> JoinHandle<()> {
    let (room, party, bundle) = (room.clone(), party.to_owned(), bundle.to_owned());
    tokio::spawn(async move {
        if let Err(error) = advance::advance(&room, &party, &bundle).await {
            tracing::warn!(bundle, %error, "an interlinked application has to wait");
        }
    })
}

/// Has applications go on that have not yet.
struct Chains(Casework);

#[async_trait::async_trait]
impl TimerHandler for Chains {
    async fn fire(&self, timer: &Timer) -> Result<(), HandlerError> {
        let Some(bundle) = timer.body.get("bundle_id").and_then(Value::as_str) else {
            return Err("a timer of no application".into());
        };
        Ok(advance::advance(&self.0, &timer.key, bundle).await?)
    }
}
