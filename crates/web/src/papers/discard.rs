//! Throws away a paper that its owner had put in, after asking once.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::documents::{DiscardUpload, DiscardUploadRequest};
use dean06_ui::{Button, Buttons, PageResponse};

use super::Paper;
use crate::frame::{Answer, Citizen, CommandKey, OWN_PAPERS, Posted, Shell, form, id, paragraph};

pub(super) async fn ask(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let paper = Paper::load(&citizen, &id).await?;
    if paper.view.can_discard != Some(true) {
        return Ok(Redirect::to(&paper.address()).into_response());
    }
    let key = CommandKey::new(&citizen.web.sources);
    Ok(page(&citizen.shell, &paper, &key).into_response())
}

pub(super) async fn discard(
    citizen: Citizen,
    Path(paper): Path<String>,
    Posted(posted): Posted,
) -> Answer {
    let paper_id = id(&paper).ok_or_else(|| citizen.missing())?;
    let key = CommandKey::of(&posted, &citizen.web.sources);
    let request = DiscardUploadRequest {
        paper_id: paper_id.clone(),
    };
    citizen
        .command::<DiscardUpload>(OWN_PAPERS, &paper_id, key.as_str(), &request)
        .await
        .map_err(|error| citizen.stop(&error))?;
    Ok(Redirect::to("/my/papers?news=paper-discarded").into_response())
}

fn page(shell: &Shell, paper: &Paper, key: &CommandKey) -> PageResponse {
    let address = paper.address();
    let buttons = Buttons::new([
        Button::danger(shell.t("papers-discard-yes")),
        Button::secondary(shell.t("portal-discard-no")).href(&address),
    ]);
    let content = form(
        &format!("{address}/discard"),
        [
            key.field().into(),
            paragraph(&shell.t("papers-discard-text")),
            buttons.into(),
        ],
    );
    shell
        .focused(shell.t("papers-discard-title"))
        .caption(shell.say(paper.view.title.as_ref()))
        .back(address)
        .markup(content)
}
