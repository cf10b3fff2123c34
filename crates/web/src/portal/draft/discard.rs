//! Throws an application away, after asking once.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{DiscardDraft, DiscardDraftRequest};
use dean06_ui::{Button, Buttons, PageResponse};

use super::Draft;
use crate::frame::{APPLICATION, Answer, Citizen, Posted, Shell, form, id, paragraph};

pub(super) async fn ask(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let draft = Draft::load(&citizen, &id).await?;
    if draft.bundle().is_some() {
        // A leg is not thrown away by itself.
        return Ok(Redirect::to(&draft.home()).into_response());
    }
    Ok(page(&citizen.shell, &draft).into_response())
}

pub(super) async fn discard(
    citizen: Citizen,
    Path(draft_id): Path<String>,
    Posted(_): Posted,
) -> Answer {
    let draft_id = id(&draft_id).ok_or_else(|| citizen.missing())?;
    let request = DiscardDraftRequest {
        draft_id: draft_id.clone(),
    };
    citizen
        .command::<DiscardDraft>(APPLICATION, &draft_id, &draft_id, &request)
        .await
        .map_err(|error| citizen.stop(&error))?;
    Ok(Redirect::to("/dossiers?news=discarded").into_response())
}

fn page(shell: &Shell, draft: &Draft) -> PageResponse {
    let buttons = Buttons::new([
        Button::danger(shell.t("portal-discard-yes")),
        Button::secondary(shell.t("portal-discard-no")).href(draft.address(None)),
    ]);
    let content = form(
        &format!("/drafts/{}/discard", draft.id),
        [paragraph(&shell.t("portal-discard-text")), buttons.into()],
    );
    shell
        .focused(shell.t("portal-discard-title"))
        .caption(shell.say(draft.view.title.as_ref()))
        .back(draft.address(None))
        .markup(content)
}
