//! Begins another application from the same start, for a twin for example.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{StartDraft, StartDraftRequest};

use super::Own;
use crate::frame::{APPLICATION, Answer, Citizen, CommandKey, Posted};

pub(super) async fn again(
    citizen: Citizen,
    Path(id): Path<String>,
    Posted(form): Posted,
) -> Answer {
    let dossier = Own::load(&citizen, &id).await?;
    let key = CommandKey::of(&form, &citizen.web.sources);
    let request = StartDraftRequest {
        service: dossier.view.service.clone().unwrap_or_default(),
        copy_from_dossier: Some(dossier.id.clone()),
    };
    let started = citizen
        .command::<StartDraft>(APPLICATION, &dossier.id, key.as_str(), &request)
        .await
        .map_err(|error| citizen.stop(&error))?;
    let draft = started.draft_id.unwrap_or_default();
    Ok(Redirect::to(&format!("/drafts/{draft}?begin=yes")).into_response())
}
