//! An interlinked application: what is to be filled in before it is sent, its course afterwards.

use axum::{extract::Path, response::IntoResponse};

use super::{Own, course, tasks};
use crate::frame::{Answer, Citizen, CommandKey, news};

/// What may just have been done, as the address of this page says it.
const NEWS: &[&str] = &[
    "saved",
    "chosen",
    "moved",
    "leg-withdrawn",
    "bundle-withdrawn",
    "appealed",
];

pub(super) async fn show(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let bundle = Own::load(&citizen, &id).await?;
    let shell = &citizen.shell;
    let news = news(&citizen, NEWS);
    let page = if bundle.is_draft() {
        let key = CommandKey::new(&citizen.web.sources);
        tasks::page(shell, &bundle, &key, news)
    } else {
        course::page(shell, &bundle, news)
    };
    Ok(page.into_response())
}
