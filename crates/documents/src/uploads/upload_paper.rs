use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dean06_contracts::Contract as _;
use dean06_contracts::documents::{UploadPaper, UploadPaperRequest, UploadPaperResponse};
use dean06_kernel::Text;
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::WriteError;

use super::active::{self, Active};
use super::file_name::clean;
use super::media::Media;
use super::scanner::Scan;
use crate::blobs;
use crate::error::{invalid, write_failed};
use crate::rights::{citizen, store_of};
use crate::room::Documents;
use crate::rows::{Paper, Source};

/// The code list of what people keep.
const KINDS: &str = "paper-kinds";

/// The store of this person is full.
#[derive(Debug, thiserror::Error)]
#[error("the store is full")]
struct StoreFull;

/// Puts a scanned paper into one's own store, or into a child's. What it is, its content decides.
pub(crate) async fn upload_paper(
    room: Documents,
    context: Context,
    request: UploadPaperRequest,
) -> Result<Reply<UploadPaperResponse>, ServiceError> {
    let giver = citizen(&context)?;
    let key = format!("{giver}:{}", context.command_key()?);
    let person = store_of(&room, &context, request.person_id).await?;
    let title = checked_words(&room, &request)?;
    let bytes = decoded(
        &room,
        "/bytes",
        &request.bytes,
        room.settings.upload.max_bytes,
    )?;
    let (media, bytes) = inspected(bytes).await?;
    match room.options.scanner.scan(&bytes).await {
        Ok(Scan::Clean) => {}
        Ok(Scan::Infected(name)) => {
            tracing::warn!(name, "a file with a virus was refused");
            return Err(ServiceError::refused("upload-infected"));
        }
        Err(error) => return Err(ServiceError::unavailable(error)),
    }
    let paper = Paper {
        person,
        paper_id: room.sources.uuid().to_string(),
        source: Source::Uploaded,
        kind: request.kind,
        title: Text::new(title.clone(), title),
        issued_at: room.sources.now_micros(),
        valid_to: None,
        issue: None,
        added_by: Some(giver),
        file_name: clean(&request.file_name, media.ending()),
        media_type: media.media_type().to_owned(),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        sha256: blobs::digest(&bytes),
        revocation: None,
        reused: 0,
    };
    let answer = keep(&room, &key, paper, bytes).await?;
    Ok(Reply::about(person, answer))
}

/// The bytes of base 64, if they are not too many.
pub(crate) fn decoded(
    room: &Documents,
    pointer: &str,
    text: &str,
    most: u64,
) -> Result<Vec<u8>, ServiceError> {
    let too_large = || {
        let megabytes = (most / 1_000_000).to_string();
        ServiceError::refused("upload-too-large").with("megabytes", megabytes)
    };
    // Four letters hold three bytes.
    if u64::try_from(text.len() / 4)
        .unwrap_or(u64::MAX)
        .saturating_mul(3)
        > most.saturating_add(3)
    {
        return Err(too_large());
    }
    let bytes = STANDARD
        .decode(text)
        .map_err(|_| invalid(pointer, room.settings.mend.not_base64.clone()))?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > most {
        return Err(too_large());
    }
    Ok(bytes)
}

/// The name that its owner gives it, after its kind was found in the list.
fn checked_words(room: &Documents, request: &UploadPaperRequest) -> Result<String, ServiceError> {
    let mend = &room.settings.mend;
    let today = room.sources.today();
    let kinds = room.content.code_list(KINDS);
    if !kinds.is_some_and(|kinds| kinds.accepts(&request.kind, today)) {
        return Err(invalid("/kind", mend.unknown_kind.clone()));
    }
    let title: Vec<&str> = request
        .title
        .split(|letter: char| letter.is_whitespace() || letter.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    if title.is_empty() {
        return Err(invalid("/title", mend.title_empty.clone()));
    }
    Ok(title.join(" "))
}

/// What the file is, and that it only shows something.
async fn inspected(bytes: Vec<u8>) -> Result<(Media, Vec<u8>), ServiceError> {
    let Some(media) = Media::of(&bytes) else {
        return Err(ServiceError::refused("upload-type"));
    };
    let looked = tokio::task::spawn_blocking(move || {
        let found = (media == Media::Pdf)
            .then(|| active::look(&bytes))
            .flatten();
        (found, bytes)
    });
    let (found, bytes) = looked.await.map_err(ServiceError::internal)?;
    match found {
        None => Ok((media, bytes)),
        Some(Active::Action) => Err(ServiceError::refused("upload-active")),
        Some(Active::Opaque) => Err(ServiceError::refused("upload-opaque")),
    }
}

/// First the file, then the row; the quota and the key are looked at in the write.
async fn keep(
    room: &Documents,
    key: &str,
    paper: Paper,
    bytes: Vec<u8>,
) -> Result<UploadPaperResponse, ServiceError> {
    let answer = UploadPaperResponse {
        paper_id: Some(paper.paper_id.clone()),
        file_name: Some(paper.file_name.clone()),
        media_type: Some(paper.media_type.clone()),
        size: Some(paper.size),
        sha256: Some(paper.sha256.clone()),
    };
    let remembered = &serde_json::to_value(&answer).map_err(ServiceError::internal)?;
    // The same file may lie there as an orphan that a sweep is about to clear away.
    blobs::forget(room, &paper.sha256)
        .await
        .map_err(write_failed)?;
    let again = bytes.clone();
    room.blobs
        .put(bytes)
        .await
        .map_err(ServiceError::unavailable)?;
    let (paper, quota) = (&paper, room.settings.upload);
    let kept = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(before) = tx.recall(UploadPaper::NAME, key).await? {
                    return Ok(before);
                }
                let (files, bytes) = Paper::uploaded(tx, paper.person).await?;
                let fits = files < quota.max_files
                    && bytes.saturating_add(paper.size) <= quota.max_total_bytes;
                if !fits {
                    return Err(WriteError::Refused(StoreFull));
                }
                paper.insert(tx).await?;
                tx.remember(UploadPaper::NAME, key, remembered).await?;
                Ok(remembered.clone())
            })
        })
        .await
        .map_err(|error| match error {
            WriteError::Refused(StoreFull) => full(room),
            error => write_failed(error),
        })?;
    if !matches!(room.blobs.has(&paper.sha256).await, Ok(true)) {
        room.blobs
            .put(again)
            .await
            .map_err(ServiceError::unavailable)?;
    }
    metrics::counter!("dean06_documents_uploads_total", "kind" => paper.kind.clone()).increment(1);
    serde_json::from_value(kept).map_err(ServiceError::internal)
}

fn full(room: &Documents) -> ServiceError {
    let quota = room.settings.upload;
    ServiceError::refused("upload-store-full")
        .with("files", quota.max_files.to_string())
        .with("megabytes", (quota.max_total_bytes / 1_000_000).to_string())
}
