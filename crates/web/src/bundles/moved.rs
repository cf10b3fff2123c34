//! The law changed while an interlinked application was filled in: it moves to the procedure that is
//! in force now.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{MoveBundle, MoveBundleRequest};
use dean06_ui::{Button, Hidden, Markup, Notice, Tone};

use super::{Own, address};
use crate::frame::{APPLICATION, Answer, Citizen, CommandKey, Posted, Shell, form, id};

/// What changed, and the button that moves; nothing where nothing did.
pub(super) fn offer(shell: &Shell, bundle: &Own, key: &CommandKey) -> Option<Markup> {
    let to = bundle.view.moves_to.as_ref()?;
    let version = bundle.view.version.unwrap_or_default().to_string();
    let title = shell.words.of(to);
    let move_on = form(
        &format!("{}/move", bundle.address()),
        [
            key.field().into(),
            Hidden::new("version", version).into(),
            Button::primary(shell.t("bundle-move")).into(),
        ],
    );
    let notice = Notice::new(Tone::Waiting, shell.t("bundle-changed"))
        .text(&shell.tw("bundle-changed-text", &[("title", title.into())]))
        .markup(move_on);
    Some(notice.into())
}

pub(super) async fn move_on(
    citizen: Citizen,
    Path(bundle_id): Path<String>,
    Posted(posted): Posted,
) -> Answer {
    let bundle_id = id(&bundle_id).ok_or_else(|| citizen.missing())?;
    let key = CommandKey::of(&posted, &citizen.web.sources);
    let version = posted.get("version").and_then(|text| text.parse().ok());
    let request = MoveBundleRequest {
        bundle_id: bundle_id.clone(),
        version: version.unwrap_or_default(),
    };
    citizen
        .command::<MoveBundle>(APPLICATION, &bundle_id, key.as_str(), &request)
        .await
        .map_err(|error| citizen.stop(&error))?;
    let page = format!("{}?news=moved", address(&bundle_id));
    Ok(Redirect::to(&page).into_response())
}
