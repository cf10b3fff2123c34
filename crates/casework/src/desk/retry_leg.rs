use dean06_contracts::casework::{LegState, RetryLegRequest, RetryLegResponse};
use dean06_mediator::{Context, Reply, ServiceError};

use super::approve::PATIENCE;
use super::at_desk::find;
use crate::error::{database, no_dossier};
use crate::room::Casework;
use crate::rows::{Dossier, Leg};
use crate::{bundle, effect};

/// Tries now what would be tried again later. It does nothing twice, so that its key needs no
/// memory.
pub(crate) async fn retry_leg(
    room: Casework,
    context: Context,
    request: RetryLegRequest,
) -> Result<Reply<RetryLegResponse>, ServiceError> {
    let (dossier, _) = find(&room, &context, &request.dossier_id).await?;
    let wanted = request.leg_id.as_deref().or(dossier.leg_id.as_deref());
    let before = leg(&room, &dossier, wanted).await?;
    if request.leg_id.is_some() && before.is_none() {
        return Err(ServiceError::not_found("leg-not-found"));
    }
    if dossier.standing().approved && wanted == dossier.leg_id.as_deref() {
        let effect = effect::beside(&room, &dossier.party_id, &dossier.dossier_id);
        // Whether the wait ends by the end of the try or by the clock, the rows tell what is so.
        let _ = tokio::time::timeout(PATIENCE, effect).await;
    }
    if let Some(bundle) = &dossier.bundle_id {
        let chain = bundle::beside(&room, &dossier.party_id, bundle);
        let _ = tokio::time::timeout(PATIENCE, chain).await;
    }
    let now = Dossier::find(room.store.read(), &dossier.party_id, &dossier.dossier_id)
        .await
        .map_err(database)?
        .ok_or_else(no_dossier)?;
    let after = leg(&room, &dossier, wanted).await?;
    let state = |leg: &Option<Leg>| leg.as_ref().map(|leg| leg.state);
    let changed = now.version != dossier.version || state(&after) != state(&before);
    // The machine may have been a moment faster than the officer.
    let waits = now.standing().approved || state(&after) == Some(LegState::Waiting);
    let body = RetryLegResponse {
        leg_id: after.as_ref().map(|leg| leg.leg_id.clone()),
        state: state(&after),
        status: Some(now.status.code()),
        version: Some(now.version),
        went_on: Some(changed || !waits),
    };
    Ok(Reply::about_all(dossier.applicant_id(), body))
}

/// A leg of the dossier's chain.
async fn leg(
    room: &Casework,
    dossier: &Dossier,
    wanted: Option<&str>,
) -> Result<Option<Leg>, ServiceError> {
    let (Some(bundle), Some(wanted)) = (&dossier.bundle_id, wanted) else {
        return Ok(None);
    };
    let legs = Leg::of_bundle(room.store.read(), &dossier.party_id, bundle)
        .await
        .map_err(database)?;
    Ok(legs.into_iter().find(|leg| leg.leg_id == wanted))
}
