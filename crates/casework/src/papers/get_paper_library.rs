use dean06_contracts::casework::{GetPaperLibraryRequest, GetPaperLibraryResponse};
use dean06_mediator::{Context, Reply, ServiceError};

use crate::room::Casework;

/// What the templates of papers share in a version of the content, for the room that makes papers.
pub(crate) async fn get_paper_library(
    room: Casework,
    _context: Context,
    request: GetPaperLibraryRequest,
) -> Result<Reply<GetPaperLibraryResponse>, ServiceError> {
    let edition = room.edition(&request.content_digest).await?;
    let files = edition.content.paper_library();
    let files = files.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Ok(Reply::public(GetPaperLibraryResponse {
        files: Some(files.collect()),
    }))
}
