use dean06_contracts::Contract;
use dean06_contracts::casework::{
    BundleStanding, BundleState, LegState, WithdrawLeg, WithdrawLegRequest,
};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};

use super::own_bundle::{OwnBundle, standing};
use super::{beside, timer};
use crate::change::{Change, Unwritten, make};
use crate::command::take;
use crate::desk::reason;
use crate::error::{database, no_bundle};
use crate::following::same;
use crate::own::{OwnDossier, withdrawal};
use crate::room::Casework;
use crate::rows::{Agreement, Bundle, Leg};

/// A leg without a dossier that is withdrawn.
struct Withdrawing {
    bundle: Bundle,
    leg: Leg,
    at: i64,
}

/// Withdraws one leg. Once it has a dossier, that is withdrawn like any other.
pub(crate) async fn withdraw_leg(
    room: Casework,
    context: Context,
    request: WithdrawLegRequest,
) -> Result<Reply<BundleStanding>, ServiceError> {
    let own = OwnBundle::find(&room, &context, &request.bundle_id).await?;
    let leg = own
        .chain
        .leg(&request.leg_id)
        .ok_or_else(|| ServiceError::not_found("leg-not-found"))?;
    let key = own.key(WithdrawLeg::NAME)?;
    let body = if let Some(dossier) = &leg.dossier_id {
        let dossier = OwnDossier::find(&room, &context, dossier).await?;
        let seen = dossier.dossier.version;
        let planned = withdrawal(&dossier, seen, &request.reason).await;
        take(&room, &key, planned).await?;
        present(&room, &own).await?
    } else {
        let planned = plan(&own, leg, &request);
        let body = make(&room, &key, planned)
            .await?
            .or_conflict("bundle-changed")?;
        let bundle = &own.chain.bundle;
        beside(&room, &bundle.party_id, &bundle.bundle_id);
        body
    };
    Ok(Reply::about_all(context.actor.person(), body))
}

fn plan(
    own: &OwnBundle,
    leg: &Leg,
    request: &WithdrawLegRequest,
) -> Result<Withdrawing, ServiceError> {
    if own.chain.bundle.state != BundleState::Running || leg.state.is_final() {
        return Err(ServiceError::conflict("leg-ended"));
    }
    let reason = reason(&own.chain.edition, &request.reason)?;
    let mut bundle = own.chain.bundle.clone();
    bundle.version += 1;
    Ok(Withdrawing {
        bundle,
        leg: Leg {
            reason: Some(same(&reason)),
            ..leg.now(LegState::Withdrawn, own.now)
        },
        at: own.now,
    })
}

/// Where the application stands now.
async fn present(room: &Casework, own: &OwnBundle) -> Result<BundleStanding, ServiceError> {
    let bundle = &own.chain.bundle;
    let now = Bundle::find(room.store.read(), &bundle.party_id, &bundle.bundle_id)
        .await
        .map_err(database)?
        .ok_or_else(no_bundle)?;
    Ok(standing(&now))
}

#[async_trait::async_trait]
impl Change for Withdrawing {
    type Answer = BundleStanding;

    async fn write(&self, tx: &Tx<'_>) -> Result<Option<BundleStanding>, WriteError<Unwritten>> {
        if !self.bundle.advance(tx).await? || !self.leg.advance(tx).await? {
            return Ok(None);
        }
        if let (Some(person), Some(agreement)) = (self.leg.asked_person, &self.leg.agreement_id) {
            Agreement::close(tx, person, agreement, self.at).await?;
        }
        let (party, bundle) = (&self.bundle.party_id, &self.bundle.bundle_id);
        tx.schedule(timer(party, bundle, self.at)).await?;
        Ok(Some(standing(&self.bundle)))
    }
}
