//! Everything in the store as one archive.

use axum::response::IntoResponse;
use dean06_contracts::documents::{ExportPapers, ExportPapersRequest};

use crate::frame::{Answer, Citizen, Download, OWN_PAPERS};

pub(super) async fn download(citizen: Citizen) -> Answer {
    let person = citizen.query.text("person");
    let request = ExportPapersRequest {
        person_id: person.and_then(|text| text.parse().ok()),
    };
    let archive = citizen.call::<ExportPapers>(OWN_PAPERS, &request).await?;
    let kind = archive.media_type.as_deref();
    let file = Download::coded(archive.file_name, kind, archive.bytes.as_deref());
    Ok(file.ok_or_else(|| citizen.missing())?.into_response())
}
