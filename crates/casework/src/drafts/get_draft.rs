use dean06_content::Service;
use dean06_contracts::casework::{DraftView, Flag, GetDraftRequest};
use dean06_kernel::{PersonId, Text};
use dean06_mediator::{Context, Reply, ServiceError};
use jiff::civil::Date;

use super::{keep, open_draft::OpenDraft};
use crate::edition::fill;
use crate::form::{Open, Titles, View, pages};
use crate::registers::{Age, Filled};
use crate::reuse::usable;
use crate::room::Casework;
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
        bundle_id: open.draft.bundle_id.clone(),
        leg_id: open.draft.leg_id.clone(),
        sealed: Some(open.draft.sealed),
        kept_until: kept_until(&room, &open),
        ..DraftView::default()
    };
    // Once submitted, the dossier shows what was declared.
    if head.dossier_id.is_some() {
        return Ok(Reply::about_all(context.actor.person(), head));
    }
    // What was submitted with the whole is shown as it was.
    let (age, typing) = if open.draft.sealed {
        (Age::AsKnown, Open::Nothing)
    } else {
        (Age::FreshIsEnough, Open::All)
    };
    let filled = open.fill(service, age).await?;
    if !open.draft.sealed && filled.answers != open.draft.answers {
        open.keep(&filled).await?;
    }
    let judgement = open.judge(service, &filled)?;
    let organisation = open.competent(service, &filled)?;
    let titles = Titles {
        procedure: open.procedure.clone(),
        papers: usable(&open, service).await,
    };
    let view = View {
        edition: &open.edition,
        service,
        filled: &filled,
        today: open.today,
        open: typing,
        titles: &titles,
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

/// The last day of a draft that stands alone and was not submitted.
fn kept_until(room: &Casework, open: &OpenDraft) -> Option<Date> {
    let draft = &open.draft;
    let stays = draft.dossier_id.is_some() || draft.bundle_id.is_some() || draft.sealed;
    (!stays).then(|| keep::kept_until(room, draft.saved_at))?
}

/// Tells which registers did not answer.
pub(crate) fn silent(open: &OpenDraft, service: &Service, filled: &Filled) -> Vec<Flag> {
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
