//! Begins an interlinked application.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{StartBundle, StartBundleRequest};

use super::address;
use crate::frame::{APPLICATION, Answer, Citizen, CommandKey, Posted};

pub(super) async fn start(
    citizen: Citizen,
    Path(family): Path<String>,
    Posted(form): Posted,
) -> Answer {
    let key = CommandKey::of(&form, &citizen.web.sources);
    let request = StartBundleRequest {
        family: family.clone(),
    };
    let started = citizen
        .command::<StartBundle>(APPLICATION, &family, key.as_str(), &request)
        .await
        .map_err(|error| citizen.stop(&error))?;
    let bundle = started.bundle_id.unwrap_or_default();
    Ok(Redirect::to(&address(&bundle)).into_response())
}
