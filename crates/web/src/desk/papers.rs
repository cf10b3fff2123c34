//! Slips and results as the office keeps them.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode},
    response::IntoResponse,
};
use dean06_contracts::casework::{GetSlip, GetSlipRequest};
use dean06_contracts::documents::{GetPaperFile, GetPaperFileRequest};
use dean06_mediator::Ask;
use dean06_ui::{Button, Buttons, Markup, PageResponse};

use crate::frame::{Answer, CASE_HANDLING, Download, Officer, Shell, paragraph};
use crate::papers::download_of_dossier;
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

/// A paper of the applicant's store that the form of this dossier uses.
pub(super) async fn attached(
    officer: Officer,
    Path((id, paper)): Path<(String, String)>,
) -> Answer {
    let dossier_id = crate::frame::id(&id).ok_or_else(|| officer.missing())?;
    let paper_id = crate::frame::id(&paper).ok_or_else(|| officer.missing())?;
    let request = GetPaperFileRequest { paper_id };
    let ask = Ask::new(&officer.actor, CASE_HANDLING).in_case(&dossier_id);
    let Some(file) = officer.find::<GetPaperFile>(ask, &request).await? else {
        return Ok(gone(&officer.shell, &dossier_id).into_response());
    };
    let kind = file.media_type.as_deref();
    let file = Download::coded(file.file_name, kind, file.bytes.as_deref());
    Ok(file.ok_or_else(|| officer.missing())?.into_response())
}

/// Its owner may have thrown it away since.
fn gone(shell: &Shell, dossier_id: &str) -> PageResponse {
    let back = Button::primary(shell.t("portal-dossier-open"))
        .href(format!("/desk/dossiers/{dossier_id}"));
    let content = [
        paragraph(&shell.t("desk-attached-gone-text")),
        Buttons::new([back]).into(),
    ];
    shell
        .page(shell.t("desk-attached-gone"))
        .status(StatusCode::NOT_FOUND)
        .markup(Markup::join(content))
}

pub(super) async fn file(officer: Officer, Path(id): Path<String>) -> Answer {
    download_of_dossier(&officer, CASE_HANDLING, &id, "/desk/dossiers/").await
}

pub(super) async fn download(officer: Officer, Path(id): Path<String>) -> Answer {
    download_result(&officer, CASE_HANDLING, &id).await
}
