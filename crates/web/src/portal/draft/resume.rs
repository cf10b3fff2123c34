//! Goes on where the application was left.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};

use super::Draft;
use crate::frame::{Answer, Citizen};

pub(super) async fn resume(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let draft = Draft::load(&citizen, &id).await?;
    let next = draft.first_incomplete().map(|page| page.section.as_str());
    Ok(Redirect::to(&draft.address(next)).into_response())
}
