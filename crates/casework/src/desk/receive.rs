use dean06_contracts::Contract;
use dean06_contracts::casework::{DossierState, Receive, ReceiveRequest};
use dean06_mediator::{Context, Reply, ServiceError};

use super::at_desk::AtDesk;
use crate::command::Stride;
use crate::course::Step;
use crate::room::Casework;

/// Accepts a submitted dossier. The limit for the whole was set by the submission; whoever accepts
/// late does not gain time by it.
pub(crate) async fn receive(
    room: Casework,
    context: Context,
    request: ReceiveRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    desk.take(Receive::NAME, plan(&desk, &request)).await
}

fn plan(desk: &AtDesk, request: &ReceiveRequest) -> Result<Stride, ServiceError> {
    let standing = desk.begin(Step::Receive, request.version)?;
    let mut stride = desk.stride(Step::Receive, standing);
    stride.entry.internal_note = desk.note(request.note.as_deref())?;
    let matters = &mut stride.after.matters;
    matters.received_at = Some(desk.now);
    matters.received_by = Some(desk.context.actor.reference().clone());
    // It goes on to those who decide.
    matters.holder = None;
    Ok(stride)
}
