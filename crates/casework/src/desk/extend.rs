use dean06_contracts::Contract;
use dean06_contracts::casework::{DossierState, Extend, ExtendRequest};
use dean06_mediator::{Context, Reply, ServiceError};

use super::at_desk::AtDesk;
use crate::clocks;
use crate::command::Stride;
use crate::course::Step;
use crate::room::Casework;
use crate::rows::Extension;

/// Sets a new appointment with an apology: once, and before the old one passes.
pub(crate) async fn extend(
    room: Casework,
    context: Context,
    request: ExtendRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    desk.take(Extend::NAME, plan(&desk, &request)).await
}

fn plan(desk: &AtDesk, request: &ExtendRequest) -> Result<Stride, ServiceError> {
    let standing = desk.begin(Step::Extend, request.version)?;
    let reason = desk.reason(&request.reason)?;
    let former_due_at = desk
        .dossier
        .due_at
        .filter(|due| desk.now < *due)
        .ok_or_else(|| ServiceError::refused("extension-too-late"))?;
    let calendar = desk.edition.content.calendar();
    let due_at = clocks::extended(calendar, former_due_at, request.working_days)
        .ok_or_else(|| ServiceError::refused("extension-beyond-calendar"))?;
    let mut stride = desk.stride(Step::Extend, standing);
    stride.entry.note = Some(reason.clone());
    stride.after.due_at = Some(due_at);
    stride.after.matters.extension = Some(Extension {
        former_due_at,
        due_at,
        reason,
        at: desk.now,
        by: desk.context.actor.reference().clone(),
    });
    Ok(stride)
}
