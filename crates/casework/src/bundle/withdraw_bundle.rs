use dean06_contracts::Contract;
use dean06_contracts::casework::{
    BundleStanding, BundleState, LegState, WithdrawBundle, WithdrawBundleRequest,
};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};

use super::own_bundle::{OwnBundle, standing};
use super::timer_id;
use crate::change::{Change, Made, Unwritten, make};
use crate::command::Stride;
use crate::course::Step;
use crate::desk::reason;
use crate::following::{Following, bundle_link};
use crate::room::Casework;
use crate::rows::{Agreement, Bundle, Closing, Draft, Entry, Found, Leg};

/// How often it is planned anew when somebody is faster.
const MOST_TRIES: usize = 5;

/// An application that is withdrawn.
struct Withdrawing {
    bundle: Bundle,
    /// Forms that are thrown away with it.
    forms: Vec<Draft>,
    /// Dossiers that are not decided.
    dossiers: Vec<Stride>,
    /// Legs that have no dossier yet.
    legs: Vec<Leg>,
    following: Following,
    at: i64,
}

/// Withdraws an application. Legs that are decided stay, and so does one whose decision is being
/// carried out. Before it is submitted, it is thrown away.
pub(crate) async fn withdraw_bundle(
    room: Casework,
    context: Context,
    request: WithdrawBundleRequest,
) -> Result<Reply<BundleStanding>, ServiceError> {
    for _ in 0..MOST_TRIES {
        let own = OwnBundle::find(&room, &context, &request.bundle_id).await?;
        let planned = plan(&own, &request);
        match make(&room, &own.key(WithdrawBundle::NAME)?, planned).await? {
            Made::Now(body) | Made::Before(body) => {
                return Ok(Reply::about_all(context.actor.person(), body));
            }
            // An officer took a step: what is not decided now is withdrawn all the same.
            Made::Overtaken => {}
        }
    }
    Err(ServiceError::conflict("bundle-changed"))
}

fn plan(own: &OwnBundle, request: &WithdrawBundleRequest) -> Result<Withdrawing, ServiceError> {
    let chain = &own.chain;
    let is_draft = match chain.bundle.state {
        BundleState::Draft => true,
        BundleState::Running => false,
        BundleState::Done | BundleState::Withdrawn => {
            return Err(ServiceError::conflict("bundle-ended"));
        }
    };
    let mut bundle = chain.bundle.clone();
    bundle.version += 1;
    bundle.state = BundleState::Withdrawn;
    bundle.finished_at = Some(own.now);
    let mut withdrawing = Withdrawing {
        bundle,
        forms: Vec::new(),
        dossiers: Vec::new(),
        legs: Vec::new(),
        following: Following::default(),
        at: own.now,
    };
    if is_draft {
        let forms = chain.legs().iter().filter_map(|leg| chain.draft_of(leg));
        withdrawing.forms = forms.cloned().collect();
        return Ok(withdrawing);
    }
    let reason = reason(&chain.edition, &request.reason)?;
    let why = &own.room.editions.current().words.chain.why.withdrawn;
    for leg in chain.legs().iter().filter(|leg| !leg.state.is_final()) {
        match chain.dossier_of(leg) {
            Some(dossier) => {
                let Ok(standing) = dossier.standing().after(Step::Withdraw) else {
                    continue;
                };
                let mut after = dossier.clone();
                after.version += 1;
                after.status = standing.status;
                after.matters.closing = Some(Closing {
                    reason_code: None,
                    reason: reason.clone(),
                    at: own.now,
                    by: own.context.actor.reference().clone(),
                });
                let entry = Entry {
                    version: after.version,
                    at: own.now,
                    kind: Step::Withdraw.kind().to_owned(),
                    actor: own.context.actor.reference().clone(),
                    note: Some(reason.clone()),
                    internal_note: None,
                };
                withdrawing.dossiers.push(Stride {
                    after,
                    entry,
                    timer: None,
                    whole: None,
                });
            }
            None => withdrawing.legs.push(Leg {
                reason: Some(why.clone()),
                ..leg.now(LegState::Withdrawn, own.now)
            }),
        }
    }
    if let Some(person) = chain.bundle.applicant_id() {
        let title = chain.own_procedure()?.title.clone();
        withdrawing.following.tell(
            &own.room,
            person,
            "bundle-withdrawn",
            [("title", title)],
            bundle_link(&chain.bundle.bundle_id),
        );
    }
    Ok(withdrawing)
}

#[async_trait::async_trait]
impl Change for Withdrawing {
    type Answer = BundleStanding;

    async fn write(&self, tx: &Tx<'_>) -> Result<Option<BundleStanding>, WriteError<Unwritten>> {
        let party = &self.bundle.party_id;
        if !self.bundle.advance(tx).await? {
            return Ok(None);
        }
        for draft in &self.forms {
            Draft::discard(tx, party, &draft.draft_id).await?;
        }
        for stride in &self.dossiers {
            if stride.after.advance(tx, &stride.entry).await? == Found::Changed {
                return Ok(None);
            }
        }
        for leg in &self.legs {
            if !leg.advance(tx).await? {
                return Ok(None);
            }
            if let (Some(person), Some(agreement)) = (leg.asked_person, &leg.agreement_id) {
                Agreement::close(tx, person, agreement, self.at).await?;
            }
        }
        self.following.write(tx).await?;
        let bundle = &self.bundle.bundle_id;
        tx.cancel(party, &timer_id(bundle)).await?;
        // The dossiers have moved its version on.
        let now = Bundle::find(tx, party, bundle).await?;
        Ok(now.as_ref().map(standing))
    }
}
