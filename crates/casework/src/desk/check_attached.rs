use dean06_contracts::casework::{CheckAttachedRequest, CheckAttachedResponse};
use dean06_mediator::{Context, Reply, ServiceError};

use super::find;
use crate::room::Casework;

/// Whether a dossier at the officer's organisation uses a paper of the store. Of a dossier that lies
/// elsewhere nothing is told, not even this.
pub(crate) async fn check_attached(
    room: Casework,
    context: Context,
    request: CheckAttachedRequest,
) -> Result<Reply<CheckAttachedResponse>, ServiceError> {
    let (dossier, _) = find(&room, &context, &request.dossier_id).await?;
    let mut attached = dossier.matters.attached.iter();
    let attached = attached.any(|attached| attached.paper.paper_id == request.paper_id);
    Ok(Reply::public(CheckAttachedResponse {
        attached: Some(attached),
    }))
}
