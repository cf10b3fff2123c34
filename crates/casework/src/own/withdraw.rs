use dean06_contracts::Contract;
use dean06_contracts::casework::{DossierState, Withdraw, WithdrawRequest};
use dean06_mediator::{Context, Reply, ServiceError};

use super::own_dossier::OwnDossier;
use crate::command::{Stride, take};
use crate::course::Step;
use crate::room::Casework;
use crate::rows::Closing;

/// Withdraws a dossier that is not decided yet.
pub(crate) async fn withdraw(
    room: Casework,
    context: Context,
    request: WithdrawRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let own = OwnDossier::find(&room, &context, &request.dossier_id).await?;
    let key = own.key(Withdraw::NAME)?;
    let planned = withdrawal(&own, request.version, &request.reason).await;
    let state = take(&room, &key, planned).await?;
    Ok(Reply::about_all(context.actor.person(), state))
}

/// A withdrawal from the version that was seen, to be written.
pub(crate) async fn withdrawal(
    own: &OwnDossier,
    seen: i64,
    reason: &str,
) -> Result<Stride, ServiceError> {
    let standing = own.begin(Step::Withdraw, seen).await?;
    let reason = crate::desk::reason(&own.edition, reason)?;
    let mut stride = own.stride(Step::Withdraw, standing);
    stride.entry.note = Some(reason.clone());
    stride.after.matters.closing = Some(Closing {
        reason_code: None,
        reason,
        at: own.now,
        by: own.context.actor.reference().clone(),
    });
    Ok(stride)
}
