use dean06_contracts::Contract;
use dean06_contracts::casework::{DossierState, ReturnResult, ReturnResultRequest};
use dean06_mediator::{Context, Reply, ServiceError};

use super::at_desk::AtDesk;
use crate::command::Stride;
use crate::course::Step;
use crate::room::Casework;
use crate::rows::Return;

/// The code list that holds the ways in which results are handed over.
const CHANNELS: &str = "channels";

/// Notes that the result was handed to the applicant.
pub(crate) async fn return_result(
    room: Casework,
    context: Context,
    request: ReturnResultRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    desk.take(ReturnResult::NAME, plan(&desk, &request)).await
}

fn plan(desk: &AtDesk, request: &ReturnResultRequest) -> Result<Stride, ServiceError> {
    let standing = desk.begin(Step::ReturnResult, request.version)?;
    desk.code(CHANNELS, "/channel", &request.channel)?;
    let mut stride = desk.stride(Step::ReturnResult, standing);
    stride.after.matters.returned = Some(Return {
        channel: request.channel.clone(),
        at: desk.now,
        by: desk.context.actor.reference().clone(),
    });
    Ok(stride)
}
