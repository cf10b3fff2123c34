use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use dean06_contracts::documents::{ExportPapersRequest, ExportPapersResponse};
use dean06_kernel::{VIETNAM, local_datetime};
use dean06_mediator::{Context, Reply, ServiceError};
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::archive::{Archive, TooLarge};
use crate::blobs::digest;
use crate::cursor::Cursor;
use crate::error::database;
use crate::papers::bytes_of;
use crate::rights::store_of;
use crate::room::Documents;
use crate::rows::Paper;

/// How many papers are read at once.
const PAGE: i64 = 200;

/// All papers of a person as one archive: `papers/` with the files, `signed/` with the signed JSON
/// of what was issued here, and `index.json`.
pub(crate) async fn export_papers(
    room: Documents,
    context: Context,
    request: ExportPapersRequest,
) -> Result<Reply<ExportPapersResponse>, ServiceError> {
    let person = store_of(&room, &context, request.person_id).await?;
    let papers = all(&room, person).await?;
    let most = room.settings.export.max_bytes;
    let size: u64 = papers.iter().map(|paper| paper.size).sum();
    if size > most {
        let megabytes = (most / 1_000_000).to_string();
        return Err(ServiceError::refused("export-too-large").with("megabytes", megabytes));
    }
    let mut files = Vec::with_capacity(papers.len());
    for paper in &papers {
        files.push(bytes_of(&room, paper).await?);
    }
    let count = u32::try_from(papers.len()).unwrap_or(u32::MAX);
    let subjects: Vec<_> = papers
        .iter()
        .flat_map(Paper::subjects)
        .chain([person])
        .collect();
    let now = room.sources.now();
    let today = room.sources.today();
    let made = tokio::task::spawn_blocking(move || -> Result<(String, String), TooLarge> {
        let archive = pack(&papers, &files, now, today)?;
        Ok((digest(&archive), STANDARD.encode(archive)))
    });
    let (sha256, bytes) = made
        .await
        .map_err(ServiceError::internal)?
        .map_err(ServiceError::internal)?;
    let body = ExportPapersResponse {
        file_name: Some(format!("giay-to-{today}.zip")),
        media_type: Some("application/zip".to_owned()),
        sha256: Some(sha256),
        papers: Some(count),
        bytes: Some(bytes),
    };
    Ok(Reply::about_all(subjects, body))
}

async fn all(
    room: &Documents,
    person: dean06_kernel::PersonId,
) -> Result<Vec<Paper>, ServiceError> {
    let mut papers: Vec<Paper> = Vec::new();
    loop {
        let after = papers
            .last()
            .map(|last| Cursor::at(last.issued_at, &last.paper_id));
        let page = Paper::page(room.store.read(), person, None, after.as_ref(), PAGE)
            .await
            .map_err(database)?;
        if page.is_empty() {
            return Ok(papers);
        }
        papers.extend(page);
    }
}

fn pack(
    papers: &[Paper],
    files: &[Vec<u8>],
    now: Timestamp,
    today: jiff::civil::Date,
) -> Result<Vec<u8>, TooLarge> {
    let mut archive = Archive::default();
    let mut index = Vec::with_capacity(papers.len());
    for (number, (paper, file)) in (1..).zip(papers.iter().zip(files)) {
        let at = local(paper.issued_at);
        let name = format!("papers/{number:03} {}", paper.file_name);
        archive.add(&name, at, file)?;
        let signed = format!("signed/{number:03} {}.jws", paper.kind);
        if let Some(issue) = &paper.issue {
            archive.add(&signed, at, issue.jws.as_bytes())?;
        }
        let signed = paper.issue.is_some().then_some(signed.as_str());
        index.push(entry(paper, &name, signed, today));
    }
    let index = json!({
        "made_at": now.display_with_offset(VIETNAM).to_string(),
        "papers": index,
    });
    let text = serde_json::to_vec_pretty(&index).unwrap_or_default();
    archive.add("index.json", local_datetime(now), &text)?;
    archive.finish()
}

fn entry(paper: &Paper, file: &str, signed: Option<&str>, today: jiff::civil::Date) -> Value {
    let issue = paper.issue.as_ref();
    json!({
        "paper_id": paper.paper_id,
        "kind": paper.kind,
        "title": paper.title,
        "number": issue.map(|issue| &issue.number),
        "issuer": issue.map(|issue| &issue.issuer),
        "issued_at": moment(paper.issued_at),
        "valid_to": paper.valid_to,
        "source": dean06_contracts::documents::PaperSource::from(paper.source),
        "state": paper.state(today),
        "code": issue.map(|issue| &issue.code),
        "file": file,
        "media_type": paper.media_type,
        "size": paper.size,
        "sha256": paper.sha256,
        "signed": signed,
    })
}

fn moment(micros: i64) -> Option<String> {
    let at = Timestamp::from_microsecond(micros).ok()?;
    Some(at.display_with_offset(VIETNAM).to_string())
}

fn local(micros: i64) -> DateTime {
    Timestamp::from_microsecond(micros).map_or(DateTime::MIN, local_datetime)
}
