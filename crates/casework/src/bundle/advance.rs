//! How an application goes on: whatever has happened to its legs, this does what follows from it.
//! It may be called at any time, from several processes at once, and does nothing twice.

use dean06_contracts::casework::{BundleState, LegState};
use dean06_kernel::Text;
use dean06_mediator::ServiceError;
use dean06_store::{NoRefusal, WriteError, crash};

use super::chain::Chain;
use super::start_leg::go_on;
use super::timer_id;
use crate::change::Unwritten;
use crate::following::{Following, bundle_link};
use crate::room::Casework;
use crate::rows::{Bundle, Leg, VainTry};

/// How often an application is looked at anew in one go: each leg may take a few steps, and others
/// may be faster now and then.
const MOST_ROUNDS: usize = 60;

/// Why an application cannot go on now; it is tried again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotAdvanced {
    /// A leg needs registers that do not answer.
    #[error("registers do not answer: {}", .0.en)]
    Silent(Text),
    /// Something that it needs cannot be had.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The database does not take a step.
    #[error(transparent)]
    Step(#[from] WriteError<Unwritten>),
    /// The database does not take anything.
    #[error(transparent)]
    Write(#[from] WriteError<NoRefusal>),
    /// Somebody else was always faster.
    #[error("the application does not come to rest")]
    Restless,
}

/// What a look at an application came to.
enum Round {
    /// Something was done; there may be more.
    WentOn,
    /// There is nothing to do until something else happens.
    Rests,
}

/// Has an application go on as far as it can.
pub(super) async fn advance(room: &Casework, party: &str, bundle: &str) -> Result<(), NotAdvanced> {
    for _ in 0..MOST_ROUNDS {
        let Some(chain) = Chain::find(room, party, bundle).await? else {
            return Ok(());
        };
        if let Round::Rests = round(room, &chain).await?
            && rest(room, &chain.bundle).await?
        {
            return Ok(());
        }
    }
    Err(NotAdvanced::Restless)
}

/// Does the first thing that can be done. A leg that cannot go on holds up no other.
async fn round(room: &Casework, chain: &Chain) -> Result<Round, NotAdvanced> {
    if chain.bundle.state != BundleState::Running {
        return Ok(Round::Rests);
    }
    let mut failed = None;
    for (rule, leg) in chain.in_order() {
        if !matches!(leg.state, LegState::Waiting | LegState::AwaitingAgreement) {
            continue;
        }
        match go_on(room, chain, rule, leg).await {
            Ok(None) => {}
            Ok(Some(step)) => {
                // Whoever was faster has changed what there is to do as well.
                step.write(room).await?;
                return Ok(Round::WentOn);
            }
            Err(error) => {
                note(room, leg, &error).await?;
                failed = failed.or(Some(error));
            }
        }
    }
    if let Some(error) = failed {
        return Err(error);
    }
    if chain.legs().iter().all(|leg| leg.state.is_final()) {
        finish(room, chain).await?;
        return Ok(Round::WentOn);
    }
    Ok(Round::Rests)
}

/// Counts a try in vain for those who look at the chain.
async fn note(room: &Casework, leg: &Leg, error: &NotAdvanced) -> Result<(), NotAdvanced> {
    let NotAdvanced::Silent(text) = error else {
        return Ok(());
    };
    let subject = &VainTry::leg(&leg.bundle_id, &leg.leg_id);
    let now = room.sources.now_micros();
    room.store
        .write(|tx| {
            Box::pin(async move {
                VainTry::note(tx, &leg.party_id, subject, now, text).await?;
                Ok::<(), WriteError<NoRefusal>>(())
            })
        })
        .await?;
    Ok(())
}

/// Every leg is at its end.
async fn finish(room: &Casework, chain: &Chain) -> Result<(), NotAdvanced> {
    let mut after = chain.bundle.clone();
    after.version += 1;
    after.state = BundleState::Done;
    after.finished_at = Some(room.sources.now_micros());
    let mut following = Following::default();
    if let Some(person) = after.applicant_id() {
        let title = chain.own_procedure()?.title.clone();
        let link = bundle_link(&after.bundle_id);
        following.tell(room, person, "bundle-done", [("title", title)], link);
    }
    let (after, following) = (&after, &following);
    room.store
        .write(|tx| {
            Box::pin(async move {
                if after.advance(tx).await? {
                    following.write(tx).await?;
                }
                Ok::<(), WriteError<NoRefusal>>(())
            })
        })
        .await?;
    crash::point("casework.bundle.finished");
    Ok(())
}

/// Takes the timer away, unless something has happened since the application was read: then the
/// timer may be that of the new change. Whether nothing has.
async fn rest(room: &Casework, bundle: &Bundle) -> Result<bool, NotAdvanced> {
    let rests = room
        .store
        .write(|tx| {
            Box::pin(async move {
                let (party, id) = (&bundle.party_id, &bundle.bundle_id);
                let rests = Bundle::hold(tx, party, id, bundle.version).await?;
                if rests {
                    tx.cancel(party, &timer_id(id)).await?;
                }
                Ok::<bool, WriteError<NoRefusal>>(rests)
            })
        })
        .await?;
    Ok(rests)
}
