//! Begins an application.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{StartDraft, StartDraftRequest};

use crate::frame::{APPLICATION, Answer, Citizen, CommandKey, Posted};

pub(super) async fn start(
    citizen: Citizen,
    Path(slug): Path<String>,
    Posted(form): Posted,
) -> Answer {
    let key = CommandKey::of(&form, &citizen.web.sources);
    let request = StartDraftRequest {
        service: slug.clone(),
        copy_from_dossier: None,
    };
    let started = citizen
        .command::<StartDraft>(APPLICATION, &slug, key.as_str(), &request)
        .await
        .map_err(|error| citizen.stop(&error))?;
    let draft = started.draft_id.unwrap_or_default();
    Ok(Redirect::to(&format!("/drafts/{draft}?begin=yes")).into_response())
}
