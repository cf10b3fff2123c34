//! Slips and results as the office keeps them.

use axum::{extract::Path, http::HeaderMap, response::IntoResponse};
use dean06_contracts::casework::{GetSlip, GetSlipRequest};

use crate::frame::{Answer, CASE_HANDLING, Officer};
use crate::portal::{download_result, load_result, result_page, site, slip_kind, slip_page};

pub(super) async fn slip(officer: Officer, Path((id, kind)): Path<(String, String)>) -> Answer {
    let dossier_id = crate::frame::id(&id).ok_or_else(|| officer.missing())?;
    let kind = slip_kind(&kind).ok_or_else(|| officer.missing())?;
    let request = GetSlipRequest {
        dossier_id: dossier_id.clone(),
        kind,
    };
    let slip = officer
        .call_in::<GetSlip>(CASE_HANDLING, &dossier_id, &request)
        .await?;
    let back = format!("/desk/dossiers/{dossier_id}");
    Ok(slip_page(&officer.shell, &slip, &back).into_response())
}

pub(super) async fn result(officer: Officer, Path(id): Path<String>, headers: HeaderMap) -> Answer {
    let (id, result) = load_result(&officer, CASE_HANDLING, &id).await?;
    let back = format!("/desk/dossiers/{id}");
    Ok(result_page(&officer.shell, &result, &back, &site(&headers)).into_response())
}

pub(super) async fn download(officer: Officer, Path(id): Path<String>) -> Answer {
    download_result(&officer, CASE_HANDLING, &id).await
}
