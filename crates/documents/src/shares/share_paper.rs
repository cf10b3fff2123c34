use dean06_contracts::Contract as _;
use dean06_contracts::documents::{PaperState, SharePaper, SharePaperRequest, SharePaperResponse};
use dean06_kernel::Text;
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{NoRefusal, WriteError};
use serde::{Deserialize, Serialize};

use super::Tokens;
use crate::blobs::DAY;
use crate::error::{invalid, write_failed};
use crate::rights::{citizen, kept};
use crate::room::Documents;
use crate::rows::Share;

/// What is kept of the command's answer: everything but the token.
#[derive(Serialize, Deserialize)]
struct Made {
    share_id: String,
    until: i64,
}

/// Makes a link that shows a paper until a day.
pub(crate) async fn share_paper(
    room: Documents,
    context: Context,
    request: SharePaperRequest,
) -> Result<Reply<SharePaperResponse>, ServiceError> {
    let caller = citizen(&context)?;
    let key = &format!("{}:{caller}:{}", request.paper_id, context.command_key()?);
    let most = room.settings.share.max_days;
    if request.days == 0 || request.days > most {
        let text = &room.settings.mend.days_too_many;
        let fill = |text: &str| text.replace("{n}", &most.to_string());
        return Err(invalid("/days", Text::new(fill(&text.vi), fill(&text.en))));
    }
    let paper = kept(&room, &context, &request.paper_id).await?;
    if matches!(
        paper.state(room.sources.today()),
        PaperState::Revoked | PaperState::Replaced
    ) {
        return Err(ServiceError::refused("paper-not-in-force"));
    }
    let now = room.sources.now_micros();
    let share_id = room.sources.uuid().to_string();
    let share = &Share {
        owner: caller,
        token_hash: Tokens::hash(&room.tokens.of(&share_id)),
        share_id,
        person: paper.person,
        paper_id: paper.paper_id.clone(),
        shared_at: now,
        until: now.saturating_add(i64::from(request.days).saturating_mul(DAY)),
        ended_at: None,
        opened: 0,
    };
    let made = &serde_json::to_value(Made {
        share_id: share.share_id.clone(),
        until: share.until,
    })
    .map_err(ServiceError::internal)?;
    let kept = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(before) = tx.recall(SharePaper::NAME, key).await? {
                    return Ok(before);
                }
                share.insert(tx).await?;
                tx.remember(SharePaper::NAME, key, made).await?;
                Ok::<_, WriteError<NoRefusal>>(made.clone())
            })
        })
        .await
        .map_err(write_failed)?;
    let made: Made = serde_json::from_value(kept).map_err(ServiceError::internal)?;
    let body = SharePaperResponse {
        token: Some(room.tokens.of(&made.share_id)),
        share_id: Some(made.share_id),
        until: Some(made.until),
    };
    Ok(Reply::about(paper.person, body))
}
