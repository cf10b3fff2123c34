//! Parts of answers that several data services show.

mod cursor;

use dean06_content::{Check, CheckEffect, Context, Service};
use dean06_contracts::casework::{AttachedView, Flag, RelatedView, SupplementView, TimelineEntry};
use dean06_kernel::{PersonId, Text};
use dean06_mediator::{ActorKind, ServiceError};

use crate::course::{Status, Step};
use crate::edition::Edition;
use crate::rows::{Dossier, Entry};

pub(crate) use cursor::Cursor;

/// Rows of a page when the request does not say.
pub(crate) const DEFAULT_ROWS: u16 = 20;

/// The statuses as the law names them, for officers.
const STATUSES: &str = "dossier-statuses";
/// The statuses as the applicant reads them.
const STATUS_WORDS: &str = "dossier-status-words";

/// The legal word for a status.
pub(crate) fn status_text(edition: &Edition, status: Status) -> Text {
    edition.label(STATUSES, &status.to_string())
}

/// A status as it is told to the applicant.
pub(crate) fn status_for_applicant(edition: &Edition, status: Status) -> Text {
    edition.label(STATUS_WORDS, &status.to_string())
}

/// A check that came up.
pub(crate) fn flag(check: &Check) -> Flag {
    let effect = match check.effect {
        CheckEffect::Flag => "flag",
        CheckEffect::Refuse => "refuse",
        CheckEffect::Redirect => "redirect",
    };
    Flag {
        id: Some(check.id.clone()),
        effect: Some(effect.to_owned()),
        message: Some(check.message.clone()),
        confidence: Some(check.confidence.to_string()),
        pointer: check.field.clone(),
    }
}

/// Other procedures that fit the case.
pub(crate) fn related(
    service: &Service,
    context: &Context,
) -> Result<Vec<RelatedView>, ServiceError> {
    let fitting = service.related(context).map_err(ServiceError::internal)?;
    let views = fitting.into_iter().map(|related| RelatedView {
        title: Some(related.title.clone()),
        text: Some(related.text.clone()),
    });
    Ok(views.collect())
}

/// The papers of the store that a dossier uses.
pub(crate) fn papers(service: &Service, dossier: &Dossier) -> Vec<AttachedView> {
    let attached = dossier.matters.attached.iter();
    let views = attached.map(|attached| AttachedView {
        pointer: Some(attached.pointer.clone()),
        label: service
            .form()
            .field(&attached.pointer)
            .map(|field| field.label.clone()),
        paper_id: Some(attached.paper.paper_id.clone()),
        title: Some(attached.paper.title.clone()),
        sha256: attached.sha256.clone(),
    });
    views.collect()
}

/// The supplement request that waits for an answer.
pub(crate) fn supplement(dossier: &Dossier) -> Option<SupplementView> {
    let asked = dossier.matters.supplement.as_ref()?;
    (dossier.status == Status::SupplementAsked).then(|| SupplementView {
        items: Some(asked.items.clone()),
        reason: Some(asked.reason.clone()),
        sections: Some(asked.sections.clone()),
        asked_at: Some(asked.asked_at),
    })
}

/// The history for officers.
pub(crate) fn desk_timeline(edition: &Edition, entries: Vec<Entry>) -> Vec<TimelineEntry> {
    let told = entries.into_iter().map(|entry| {
        let note = entry.internal_note.clone().or_else(|| entry.note.clone());
        timeline_entry(edition, entry, note)
    });
    told.collect()
}

/// The history for the applicant: what goes on inside the office is left out, and so are notes to
/// colleagues.
pub(crate) fn own_timeline(edition: &Edition, entries: Vec<Entry>) -> Vec<TimelineEntry> {
    let inside = [
        Step::Take.kind(),
        Step::Approve.kind(),
        Step::SetBack.kind(),
    ];
    let told = entries
        .into_iter()
        .filter(|entry| !inside.contains(&entry.kind.as_str()))
        .map(|entry| {
            let note = entry.note.clone();
            timeline_entry(edition, entry, note)
        });
    told.collect()
}

fn timeline_entry(edition: &Edition, entry: Entry, note: Option<String>) -> TimelineEntry {
    // A room acts by itself: nobody is to be named.
    let named = !matches!(entry.actor.kind, ActorKind::System | ActorKind::Anonymous);
    let org = entry.actor.org.as_ref().filter(|_| named);
    let organisation = org.map(|org| edition.organisation(org));
    let actor = named.then_some(entry.actor.name);
    TimelineEntry {
        at: Some(entry.at),
        text: Some(edition.words.step(&entry.kind)),
        kind: Some(entry.kind),
        actor,
        organisation,
        note,
    }
}

/// Everybody whose data stand in an answer about a dossier, each once.
pub(crate) fn subjects(dossier: &Dossier, more: Vec<PersonId>) -> Vec<PersonId> {
    let mut subjects: Vec<PersonId> = dossier
        .applicant_id()
        .into_iter()
        .chain(dossier.answers.persons())
        .chain(more)
        .collect();
    subjects.sort_unstable();
    subjects.dedup();
    subjects
}
