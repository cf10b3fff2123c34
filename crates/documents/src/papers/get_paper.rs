use std::sync::Arc;

use dean06_contracts::documents::{GetPaperRequest, PaperView};
use dean06_mediator::{Context, Reply, ServiceError};

use super::view::view;
use crate::error::database;
use crate::notary::Judged;
use crate::rights::{sees, visible};
use crate::room::Documents;
use crate::rows::{Key, Paper, Source};

/// One paper: what it says, its state and its signatures.
pub(crate) async fn get_paper(
    room: Documents,
    context: Context,
    request: GetPaperRequest,
) -> Result<Reply<PaperView>, ServiceError> {
    let paper = visible(&room, &context, &request.paper_id).await?;
    shown(&room, &context, paper).await
}

/// The answer about a paper that the caller may see.
pub(super) async fn shown(
    room: &Documents,
    context: &Context,
    paper: Paper,
) -> Result<Reply<PaperView>, ServiceError> {
    let file = match room.blobs.get(&paper.sha256).await {
        Ok(file) => file,
        Err(error) => {
            tracing::error!(paper = paper.paper_id, %error, "the file of a paper cannot be read");
            None
        }
    };
    let has_file = file.is_some();
    let judged = match file {
        Some(file) if paper.source == Source::Issued => Some(judge(room, file).await?),
        _ => None,
    };
    let replaced_by = replacement(room, context, &paper).await?;
    let subjects = paper.subjects();
    let body = view(paper, room.sources.today(), has_file, judged, replaced_by);
    Ok(Reply::about_all(subjects, body))
}

/// What the signatures of a file come to, now and by the authorities of this house.
async fn judge(room: &Documents, file: Vec<u8>) -> Result<Judged, ServiceError> {
    let trust = room
        .signers
        .trust()
        .await
        .map_err(ServiceError::unavailable)?;
    let (notary, now) = (Arc::clone(&room.options.notary), room.sources.now());
    let judged = tokio::task::spawn_blocking(move || notary.judge(&file, &trust, now))
        .await
        .map_err(ServiceError::internal)?;
    Ok(judged.unwrap_or_default())
}

/// The paper that stands in the place of another, if the caller may see that one too.
async fn replacement(
    room: &Documents,
    context: &Context,
    paper: &Paper,
) -> Result<Option<String>, ServiceError> {
    let revocation = paper.revocation.as_ref();
    let Some(code) = revocation.and_then(|revocation| revocation.replaced_by.clone()) else {
        return Ok(None);
    };
    let found = Paper::by_key(room.store.read(), &Key::Code(code))
        .await
        .map_err(database)?;
    match found.into_iter().next() {
        Some(other) if sees(room, context, &other).await? => Ok(Some(other.paper_id)),
        _ => Ok(None),
    }
}
