use dean06_contracts::Contract;
use dean06_contracts::casework::{DeclineIntake, DeclineIntakeRequest, DossierState};
use dean06_mediator::{Context, Reply, ServiceError};

use super::at_desk::AtDesk;
use crate::command::Stride;
use crate::course::Step;
use crate::room::Casework;
use crate::rows::Closing;

/// Does not accept a submitted dossier, in writing.
pub(crate) async fn decline_intake(
    room: Casework,
    context: Context,
    request: DeclineIntakeRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    desk.take(DeclineIntake::NAME, plan(&desk, &request)).await
}

fn plan(desk: &AtDesk, request: &DeclineIntakeRequest) -> Result<Stride, ServiceError> {
    let standing = desk.begin(Step::DeclineIntake, request.version)?;
    let reason = desk.reason(&request.reason)?;
    let mut stride = desk.stride(Step::DeclineIntake, standing);
    stride.entry.note = Some(reason.clone());
    stride.after.matters.closing = Some(Closing {
        reason_code: None,
        reason,
        at: desk.now,
        by: desk.context.actor.reference().clone(),
    });
    Ok(stride)
}
