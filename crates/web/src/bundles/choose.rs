//! The applicant wants an optional leg, or does not.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{ChooseLeg, ChooseLegRequest};

use super::address;
use crate::frame::{APPLICATION, Answer, Citizen, CommandKey, Posted, id};

pub(super) async fn choose(
    citizen: Citizen,
    Path(bundle_id): Path<String>,
    Posted(posted): Posted,
) -> Answer {
    let bundle_id = id(&bundle_id).ok_or_else(|| citizen.missing())?;
    let leg_id = posted.text("leg").ok_or_else(|| citizen.missing())?;
    let key = CommandKey::of(&posted, &citizen.web.sources);
    let request = ChooseLegRequest {
        bundle_id: bundle_id.clone(),
        leg_id: leg_id.to_owned(),
        chosen: posted.get("chosen") == Some("yes"),
    };
    citizen
        .command::<ChooseLeg>(APPLICATION, &bundle_id, key.as_str(), &request)
        .await
        .map_err(|error| citizen.stop(&error))?;
    let page = format!("{}?news=chosen", address(&bundle_id));
    Ok(Redirect::to(&page).into_response())
}
