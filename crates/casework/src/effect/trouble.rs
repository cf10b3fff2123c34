//! Effects that do not come to an end: what the desk is told of them.

use dean06_kernel::Text;
use dean06_mediator::{MediatorError, ServiceError};
use dean06_store::{NoRefusal, Sql, WriteError};

use super::run::{Case, NotEnded, why};
use crate::edition::Edition;
use crate::error::database;
use crate::room::Casework;
use crate::rows::{Bundle, Dossier, VainTry};

/// Microseconds of a minute.
const MINUTE: i64 = 60 * 1_000_000;

/// What is the matter with an effect that is under way.
#[derive(Clone, Debug)]
pub(crate) struct Trouble {
    /// What was tried in vain, if anything was.
    pub vain: Option<VainTry>,
    /// It has been under way for longer than the content allows.
    pub stuck: bool,
    /// An officer may do it by hand.
    pub by_hand: bool,
}

/// What is the matter with the effect of a dossier; nothing if none is under way.
pub(crate) async fn trouble(
    room: &Casework,
    edition: &Edition,
    dossier: &Dossier,
) -> Result<Option<Trouble>, ServiceError> {
    let Some(approval) = dossier.matters.approval.as_ref().filter(|a| a.pending) else {
        return Ok(None);
    };
    let subject = VainTry::effect(&dossier.dossier_id);
    let vain = VainTry::find(room.store.read(), &dossier.party_id, &subject)
        .await
        .map_err(database)?;
    let limit = limit(room, edition, dossier).await.map_err(database)?;
    let now = room.sources.now_micros();
    let stuck = limit.is_some_and(|limit| now - approval.at >= limit) && vain.is_some();
    let says_how = edition
        .content
        .service(&dossier.service)
        .is_some_and(|service| service.by_hand.is_some());
    // Where no limit is set, the service must at least say how it is looked up afterwards.
    let by_hand =
        approval.by_hand.is_none() && (stuck || (limit.is_none() && says_how && vain.is_some()));
    Ok(Some(Trouble {
        vain,
        stuck,
        by_hand,
    }))
}

/// Counts a try in vain, and has the desk see an effect that is stuck.
pub(super) async fn note(case: &Case<'_>, error: &NotEnded) -> Result<(), NotEnded> {
    let room = case.room;
    let Some(text) = &told(room, error) else {
        return Ok(());
    };
    let now = room.sources.now_micros();
    let limit = limit(room, case.edition, case.dossier).await?;
    let stuck = limit.is_some_and(|limit| now - case.approval.at >= limit);
    let dossier = case.dossier;
    let subject = &VainTry::effect(&dossier.dossier_id);
    room.store
        .write(|tx| {
            Box::pin(async move {
                VainTry::note(tx, &dossier.party_id, subject, now, text).await?;
                if stuck {
                    // Until the next step of the dossier writes its place in the queue anew.
                    tx.run(
                        "UPDATE queue_entry SET flagged = 1 WHERE org_id = ? AND dossier_id = ?",
                        [
                            dossier.org_id.as_str().into(),
                            dossier.dossier_id.clone().into(),
                        ],
                    )
                    .await?;
                }
                Ok::<(), WriteError<NoRefusal>>(())
            })
        })
        .await?;
    Ok(())
}

/// What came back, for people; nothing where the fault is our own and stands in the log.
fn told(room: &Casework, error: &NotEnded) -> Option<Text> {
    match error {
        NotEnded::Owner(MediatorError::Service(ServiceError::Unavailable(_))) => {
            Some(room.editions.current().words.chain.no_answer.clone())
        }
        NotEnded::Owner(error) => Some(why(room, error)),
        NotEnded::NotInRegister => {
            Some(room.editions.current().words.chain.not_in_register.clone())
        }
        _ => None,
    }
}

/// After how many microseconds the effect of a leg counts as stuck, if the content says.
async fn limit(
    room: &Casework,
    edition: &Edition,
    dossier: &Dossier,
) -> Result<Option<i64>, sea_orm::DbErr> {
    let (Some(bundle), Some(leg)) = (&dossier.bundle_id, &dossier.leg_id) else {
        return Ok(None);
    };
    let bundle = Bundle::find(room.store.read(), &dossier.party_id, bundle).await?;
    let minutes = bundle
        .and_then(|bundle| edition.content.bundle(&bundle.slug))
        .and_then(|procedure| procedure.leg(leg))
        .and_then(|leg| leg.stuck_after_minutes);
    Ok(minutes.map(|minutes| i64::from(minutes) * MINUTE))
}
