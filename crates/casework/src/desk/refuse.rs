use dean06_contracts::Contract;
use dean06_contracts::casework::{DossierState, Refuse, RefuseRequest};
use dean06_mediator::{Context, Reply, ServiceError};

use super::at_desk::AtDesk;
use crate::command::Stride;
use crate::course::Step;
use crate::room::Casework;
use crate::rows::Closing;

/// The code list that holds the grounds of refusals.
pub(crate) const REASONS: &str = "refusal-reasons";

/// Refuses, in writing.
pub(crate) async fn refuse(
    room: Casework,
    context: Context,
    request: RefuseRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    desk.take(Refuse::NAME, plan(&desk, &request)).await
}

fn plan(desk: &AtDesk, request: &RefuseRequest) -> Result<Stride, ServiceError> {
    let standing = desk.begin(Step::Refuse, request.version)?;
    desk.code(REASONS, "/reason_code", &request.reason_code)?;
    let reason = desk.reason(&request.reason)?;
    let mut stride = desk.stride(Step::Refuse, standing);
    stride.entry.note = Some(reason.clone());
    stride.after.matters.closing = Some(Closing {
        reason_code: Some(request.reason_code.clone()),
        reason,
        at: desk.now,
        by: desk.context.actor.reference().clone(),
    });
    Ok(stride)
}
