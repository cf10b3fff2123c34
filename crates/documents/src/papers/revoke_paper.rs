use dean06_contracts::casework::{RevokeResult, RevokeResultRequest};
use dean06_contracts::documents::{RevokePaperRequest, RevokePaperResponse};
use dean06_mediator::{Ask, Context, Reply, ServiceError};

use crate::error::{invalid, no_paper};
use crate::rights::visible;
use crate::room::Documents;

/// An officer of the issuing body takes a paper back. Whether a result is in force, casework alone
/// says; it is asked in the officer's own name, and its word reaches the paper as an event.
pub(crate) async fn revoke_paper(
    room: Documents,
    context: Context,
    request: RevokePaperRequest,
) -> Result<Reply<RevokePaperResponse>, ServiceError> {
    if request.reason.trim().is_empty() {
        return Err(invalid("/reason", room.settings.mend.reason_empty.clone()));
    }
    let paper = visible(&room, &context, &request.paper_id).await?;
    let Some(issue) = &paper.issue else {
        return Err(no_paper());
    };
    let replaced_by = match &request.replaced_by {
        Some(other) => {
            let other = visible(&room, &context, other).await?;
            Some(other.issue.ok_or_else(no_paper)?.code)
        }
        None => None,
    };
    let ask = Ask {
        actor: &context.actor,
        purpose: &context.purpose,
        case: context.case.as_deref(),
    };
    let revoke = RevokeResultRequest {
        dossier_id: issue.dossier_id.clone(),
        reason: request.reason,
        replaced_by,
    };
    let key = context.command_key()?;
    let revoked = room
        .mediator
        .command::<RevokeResult>(ask, key, &revoke)
        .await?;
    let body = RevokePaperResponse {
        paper_id: Some(paper.paper_id.clone()),
        revoked_at: revoked.revoked_at,
    };
    Ok(Reply::about_all(paper.subjects(), body))
}
