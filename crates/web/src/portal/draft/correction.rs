//! Explains how a value of a register is corrected, from within a form.

use axum::{extract::Path, response::IntoResponse};

use super::Draft;
use crate::frame::{Answer, Citizen, Wrong};

pub(super) async fn show(citizen: Citizen, Path((id, section)): Path<(String, String)>) -> Answer {
    let draft = Draft::load(&citizen, &id).await?;
    let pointer = citizen.query.get("field").unwrap_or_default();
    let page = draft.pages().iter().find(|page| page.section == section);
    let field = page.and_then(|page| page.fields.iter().find(|f| f.pointer == pointer));
    let (Some(field), shell) = (field, &citizen.shell) else {
        return Err(citizen.missing());
    };
    let Some(source) = &field.source else {
        return Err(citizen.missing());
    };
    let wrong = Wrong {
        label: shell.words.of(&field.label),
        value: shell.say(field.display.as_ref()),
        register: shell.words.of(&source.title),
        source: shell.words.of(&source.title),
        owner: source.service.split('.').next().unwrap_or_default(),
        back: draft.address(Some(&section)),
        back_label: "portal-correction-back",
    };
    Ok(wrong.page(shell).into_response())
}
