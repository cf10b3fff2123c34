//! The file of the paper that a dossier ended with, for its applicant and for its officers.

use axum::response::IntoResponse;
use dean06_contracts::documents::{
    GetPaperFile, GetPaperFileRequest, GetPaperOfDossier, GetPaperOfDossierRequest, PaperView,
};
use dean06_mediator::Ask;
use dean06_ui::{Button, Buttons, Markup};

use crate::frame::{Answer, Download, Stop, Visit, paragraph};

/// The paper of a dossier, once it is made.
async fn find(visit: &Visit, purpose: &str, dossier_id: &str) -> Result<Option<PaperView>, Stop> {
    let request = GetPaperOfDossierRequest {
        dossier_id: dossier_id.to_owned(),
    };
    let ask = Ask::new(&visit.actor, purpose).in_case(dossier_id);
    visit.find::<GetPaperOfDossier>(ask, &request).await
}

/// The file of the paper of a dossier; a page that says to wait while it is being made. `back` is
/// the page of the dossier.
pub(crate) async fn download(visit: &Visit, purpose: &str, id: &str, back: &str) -> Answer {
    let dossier_id = crate::frame::id(id).ok_or_else(|| visit.missing())?;
    let paper = find(visit, purpose, &dossier_id).await?;
    let Some(paper_id) = paper.and_then(|paper| paper.paper_id) else {
        return Ok(being_made(visit, &format!("{back}{dossier_id}")));
    };
    let request = GetPaperFileRequest { paper_id };
    let file = visit
        .call_in::<GetPaperFile>(purpose, &dossier_id, &request)
        .await?;
    let kind = file.media_type.as_deref();
    let file = Download::coded(file.file_name, kind, file.bytes.as_deref());
    Ok(file.ok_or_else(|| visit.missing())?.into_response())
}

fn being_made(visit: &Visit, back: &str) -> axum::response::Response {
    let shell = &visit.shell;
    let back = Button::primary(shell.t("portal-dossier-open")).href(back);
    let content = [
        paragraph(&shell.t("papers-being-made-text")),
        Buttons::new([back]).into(),
    ];
    shell
        .page(shell.t("papers-being-made"))
        .markup(Markup::join(content))
        .into_response()
}
