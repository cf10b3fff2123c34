use dean06_contracts::Contract as _;
use dean06_contracts::documents::{
    AttachPaper, AttachPaperRequest, AttachPaperResponse, PaperState,
};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{NoRefusal, Sql, WriteError};

use crate::error::write_failed;
use crate::rights::{citizen, kept};
use crate::room::Documents;
use crate::rows::Paper;

/// A form uses a paper of the store. It is counted once for each draft or dossier, however often it
/// is chosen there.
pub(crate) async fn attach_paper(
    room: Documents,
    context: Context,
    request: AttachPaperRequest,
) -> Result<Reply<AttachPaperResponse>, ServiceError> {
    let caller = citizen(&context)?;
    let key = &format!(
        "{}:{}:{caller}:{}",
        request.paper_id,
        request.case_id,
        context.command_key()?
    );
    let paper = kept(&room, &context, &request.paper_id).await?;
    if paper.state(room.sources.today()) != PaperState::Valid {
        return Err(ServiceError::refused("paper-not-in-force"));
    }
    let answer = answer(&paper);
    let remembered = &serde_json::to_value(&answer).map_err(ServiceError::internal)?;
    let (paper, case, now) = (&paper, &request.case_id, room.sources.now_micros());
    let (kept, counted) = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(before) = tx.recall(AttachPaper::NAME, key).await? {
                    return Ok((before, false));
                }
                let new = tx
                    .run(
                        "INSERT INTO paper_use (person_id, paper_id, case_id, used_by, used_at)
                         VALUES (?, ?, ?, ?, ?)
                         ON CONFLICT (person_id, paper_id, case_id) DO NOTHING",
                        [
                            paper.person.to_string().into(),
                            paper.paper_id.clone().into(),
                            case.clone().into(),
                            caller.to_string().into(),
                            now.into(),
                        ],
                    )
                    .await?;
                if new == 1 {
                    paper.count_use(tx).await?;
                }
                tx.remember(AttachPaper::NAME, key, remembered).await?;
                Ok::<_, WriteError<NoRefusal>>((remembered.clone(), new == 1))
            })
        })
        .await
        .map_err(write_failed)?;
    if counted {
        metrics::counter!("dean06_documents_reused_total", "kind" => paper.kind.clone())
            .increment(1);
    }
    let body = serde_json::from_value(kept).map_err(ServiceError::internal)?;
    Ok(Reply::about_all(paper.subjects(), body))
}

fn answer(paper: &Paper) -> AttachPaperResponse {
    let issue = paper.issue.as_ref();
    AttachPaperResponse {
        paper_id: Some(paper.paper_id.clone()),
        kind: Some(paper.kind.clone()),
        title: Some(paper.title.clone()),
        number: issue.map(|issue| issue.number.clone()),
        source: Some(paper.source.into()),
        issued_at: Some(paper.issued_at),
        media_type: Some(paper.media_type.clone()),
        size: Some(paper.size),
        sha256: Some(paper.sha256.clone()),
        code: issue.map(|issue| issue.code.clone()),
    }
}
