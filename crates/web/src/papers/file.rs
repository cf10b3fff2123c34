//! The file of a paper, and the same content as signed data.

use axum::{extract::Path, response::IntoResponse};
use dean06_contracts::documents::{GetPaperFile, GetPaperFileRequest};

use super::Paper;
use crate::frame::{Answer, Citizen, Download, OWN_PAPERS, id};

pub(super) async fn download(citizen: Citizen, Path(paper): Path<String>) -> Answer {
    let paper_id = id(&paper).ok_or_else(|| citizen.missing())?;
    let request = GetPaperFileRequest { paper_id };
    let file = citizen.call::<GetPaperFile>(OWN_PAPERS, &request).await?;
    let kind = file.media_type.as_deref();
    let file = Download::coded(file.file_name, kind, file.bytes.as_deref());
    Ok(file.ok_or_else(|| citizen.missing())?.into_response())
}

pub(super) async fn signed(citizen: Citizen, Path(paper): Path<String>) -> Answer {
    let paper = Paper::load(&citizen, &paper).await?;
    let jws = paper.view.jws.ok_or_else(|| citizen.missing())?;
    let stem = paper.view.file_name.unwrap_or_else(|| paper.id.clone());
    let stem = stem
        .rsplit_once('.')
        .map_or(stem.as_str(), |(stem, _)| stem);
    let file = Download::new(format!("{stem}.jws"), "application/jose", jws);
    Ok(file.into_response())
}
