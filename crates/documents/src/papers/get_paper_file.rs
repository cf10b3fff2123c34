use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dean06_contracts::documents::{GetPaperFileRequest, PaperFile};
use dean06_mediator::{Context, Reply, ServiceError};

use crate::blobs::BlobError;
use crate::rights::visible;
use crate::room::Documents;
use crate::rows::Paper;

/// The file of a paper.
pub(crate) async fn get_paper_file(
    room: Documents,
    context: Context,
    request: GetPaperFileRequest,
) -> Result<Reply<PaperFile>, ServiceError> {
    let paper = visible(&room, &context, &request.paper_id).await?;
    let bytes = bytes_of(&room, &paper).await?;
    let subjects = paper.subjects();
    let body = PaperFile {
        file_name: Some(paper.file_name),
        media_type: Some(paper.media_type),
        sha256: Some(paper.sha256),
        bytes: Some(STANDARD.encode(bytes)),
    };
    Ok(Reply::about_all(subjects, body))
}

/// The bytes of a paper, whole and unchanged.
pub(crate) async fn bytes_of(room: &Documents, paper: &Paper) -> Result<Vec<u8>, ServiceError> {
    match room.blobs.get(&paper.sha256).await {
        Ok(Some(bytes)) => Ok(bytes),
        Ok(None) => Err(ServiceError::internal("the file of a paper is not there")),
        Err(error @ BlobError::Damaged(_)) => Err(ServiceError::internal(error)),
        Err(error) => Err(ServiceError::unavailable(error)),
    }
}
