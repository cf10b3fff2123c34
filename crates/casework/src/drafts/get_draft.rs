use dean06_content::Service;
use dean06_contracts::casework::{DraftView, Flag, GetDraftRequest};
use dean06_kernel::{PersonId, Text};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{NoRefusal, WriteError};

use super::open_draft::OpenDraft;
use crate::edition::fill;
use crate::error::write_failed;
use crate::form::{Open, View, pages};
use crate::registers::{Age, Filled};
use crate::room::Casework;
use crate::rows::Draft;
use crate::views;

/// A draft, filled from the registers. A register that does not answer leaves its fields to be
/// typed, and the draft says so.
pub(crate) async fn get_draft(
    room: Casework,
    context: Context,
    request: GetDraftRequest,
) -> Result<Reply<DraftView>, ServiceError> {
    let open = OpenDraft::find(&room, &context, &request.draft_id).await?;
    let service = open.service()?;
    let head = DraftView {
        draft_id: Some(open.draft.draft_id.clone()),
        service: Some(service.slug.clone()),
        title: Some(service.title.clone()),
        version: Some(open.draft.version),
        saved_at: Some(open.draft.saved_at),
        dossier_id: open.draft.dossier_id.clone(),
        ..DraftView::default()
    };
    // Once submitted, the dossier shows what was declared.
    if head.dossier_id.is_some() {
        return Ok(Reply::about_all(context.actor.person(), head));
    }
    let filled = open.fill(service, Age::FreshIsEnough).await?;
    if filled.answers != open.draft.answers {
        keep(&open, &filled).await?;
    }
    let judgement = open.judge(service, &filled)?;
    let organisation = open.competent(service, &filled)?;
    let view = View {
        edition: &open.edition,
        service,
        filled: &filled,
        today: open.today,
        open: Open::All,
        problems: &judgement.problems,
        typed: &open.draft.data,
    };
    let ready =
        judgement.problems.is_empty() && judgement.obstacle().is_none() && organisation.is_some();
    let mut notices = silent(&open, service, &filled);
    notices.extend(judgement.struck.iter().map(|check| views::flag(check)));
    let body = DraftView {
        pages: Some(pages(&view, request.section.as_deref())?),
        notices: Some(notices),
        related: Some(views::related(service, &filled.context)?),
        ready: Some(ready),
        organisation: organisation.map(|organisation| organisation.name),
        ..head
    };
    let subjects: Vec<PersonId> = context
        .actor
        .person()
        .into_iter()
        .chain(filled.answers.persons())
        .collect();
    Ok(Reply::about_all(subjects, body))
}

/// Keeps the answers, so that the next page does not ask the registers again.
async fn keep(open: &OpenDraft, filled: &Filled) -> Result<(), ServiceError> {
    let draft = &Draft {
        answers: filled.answers.clone(),
        ..open.draft.clone()
    };
    open.room
        .store
        .write(|tx| {
            Box::pin(async move {
                draft.keep_answers(tx).await?;
                Ok::<(), WriteError<NoRefusal>>(())
            })
        })
        .await
        .map_err(write_failed)
}

/// Tells which registers did not answer.
fn silent(open: &OpenDraft, service: &Service, filled: &Filled) -> Vec<Flag> {
    let words = &open.edition.words.registers.silent_draft;
    let registers = filled.answers.silent(&open.edition, service);
    let tell = |register: Text| Flag {
        id: Some("register-silent".to_owned()),
        effect: Some("flag".to_owned()),
        message: Some(fill(words, "register", &register)),
        confidence: None,
        pointer: None,
    };
    registers.into_iter().map(tell).collect()
}
