//! Goes on where the application was left; one that was just begun starts at its first page, also
//! where nothing is to be typed on it.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};

use super::Draft;
use crate::frame::{Answer, Citizen};

pub(super) async fn resume(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let draft = Draft::load(&citizen, &id).await?;
    let page = if citizen.query.get("begin").is_some() {
        draft.pages().first()
    } else {
        draft.first_incomplete()
    };
    let section = page.map(|page| page.section.as_str());
    Ok(Redirect::to(&draft.address(section)).into_response())
}
