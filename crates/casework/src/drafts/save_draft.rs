use dean06_content::{Page, Service};
use dean06_contracts::Contract;
use dean06_contracts::FieldProblem;
use dean06_contracts::casework::{SaveDraft, SaveDraftRequest, SaveDraftResponse};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::WriteError;
use serde_json::Value;

use super::open_draft::OpenDraft;
use crate::command::Key;
use crate::desk::invalid;
use crate::error::{no_draft, write_failed};
use crate::form::{read_section, section_of};
use crate::registers::{Age, Filled};
use crate::room::Casework;
use crate::rows::Draft;

/// Why a page is not saved.
#[derive(Clone, Copy, Debug, thiserror::Error)]
enum NotSaved {
    #[error("the draft was saved elsewhere in the meantime")]
    Changed,
    #[error("the draft was submitted")]
    Submitted,
    #[error("the draft was thrown away")]
    Gone,
}

/// Saves one page. What was typed is kept, right or wrong, and what is wrong is told.
pub(crate) async fn save_draft(
    room: Casework,
    context: Context,
    request: SaveDraftRequest,
) -> Result<Reply<SaveDraftResponse>, ServiceError> {
    let mut open = OpenDraft::find(&room, &context, &request.draft_id).await?;
    let edition = open.edition.clone();
    let service = edition
        .content
        .service(&open.draft.service)
        .ok_or_else(crate::error::no_service)?;
    let words = &edition.words.mend;
    let page = service
        .form()
        .pages()
        .iter()
        .find(|page| page.section == request.section)
        .ok_or_else(|| invalid("/section", words.unknown_section.clone()))?;
    let typed =
        read_section(service.form(), page, &request.data, words).map_err(ServiceError::Invalid)?;
    open.draft
        .data
        .insert(page.section.clone(), Value::Object(typed));
    // What follows from the page is found out before the write, which awaits nothing else.
    let filled = open.fill(service, Age::FreshIsEnough).await?;
    let problems = open.judge(service, &filled)?.problems;
    open.draft.answers = filled.answers.clone();
    let answer = SaveDraftResponse {
        version: None,
        errors: Some(of_page(page, problems)),
        next_section: next_section(service, page, &filled)?,
    };
    let saved = save(&open, &context, &request, answer).await?;
    Ok(Reply::public(saved))
}

async fn save(
    open: &OpenDraft,
    context: &Context,
    request: &SaveDraftRequest,
    answer: SaveDraftResponse,
) -> Result<SaveDraftResponse, ServiceError> {
    let key = &Key::new(
        SaveDraft::NAME,
        &open.draft.draft_id,
        context.actor.id(),
        context.command_key()?,
    );
    let (draft, section, now, answer) = (&open.draft, &request.section, open.now, &answer);
    let result = open
        .room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(before) = tx.recall(key.contract, &key.key).await? {
                    return Ok(before);
                }
                let refused = |reason| Err(WriteError::Refused(reason));
                let (party, id) = (&draft.party_id, &draft.draft_id);
                let begun = Draft::begin_save(tx, party, id, now).await?;
                let Some(mut stored) = Draft::find(tx, party, id).await? else {
                    return refused(NotSaved::Gone);
                };
                if !begun {
                    return refused(NotSaved::Submitted);
                }
                if request
                    .version
                    .is_some_and(|seen| seen != stored.version - 1)
                {
                    return refused(NotSaved::Changed);
                }
                // Two pages that are saved at once are both kept.
                let typed = draft.data.get(section).cloned().unwrap_or_default();
                stored.data.insert(section.clone(), typed);
                stored.answers = draft.answers.clone();
                stored.save(tx).await?;
                let answer = SaveDraftResponse {
                    version: Some(stored.version),
                    ..answer.clone()
                };
                let answer = serde_json::to_value(answer)
                    .map_err(|error| sea_orm::DbErr::Json(error.to_string()))?;
                tx.remember(key.contract, &key.key, &answer).await?;
                Ok(answer)
            })
        })
        .await;
    match result {
        Ok(answer) => serde_json::from_value(answer).map_err(ServiceError::internal),
        Err(WriteError::Refused(NotSaved::Changed)) => Err(ServiceError::conflict("draft-changed")),
        Err(WriteError::Refused(NotSaved::Submitted)) => {
            Err(ServiceError::conflict("draft-submitted"))
        }
        Err(WriteError::Refused(NotSaved::Gone)) => Err(no_draft()),
        Err(error) => Err(write_failed(error)),
    }
}

fn of_page(page: &Page, problems: Vec<FieldProblem>) -> Vec<FieldProblem> {
    let on_page = |problem: &FieldProblem| section_of(&problem.pointer) == page.section;
    problems.into_iter().filter(on_page).collect()
}

/// The next page that applies.
fn next_section(
    service: &Service,
    page: &Page,
    filled: &Filled,
) -> Result<Option<String>, ServiceError> {
    let pages = service.form().pages().iter();
    let after = pages
        .skip_while(|other| other.section != page.section)
        .skip(1);
    for next in after {
        if service
            .page_shown(next, &filled.context)
            .map_err(ServiceError::internal)?
        {
            return Ok(Some(next.section.clone()));
        }
    }
    Ok(None)
}
