//! Drafts and dossiers as lines of a task list.

use dean06_contracts::casework::{DossierRow, DraftRow};
use dean06_ui::{Markup, Tag, TaskItem, TaskList, Tone};
use jiff::civil::Date;

use crate::frame::{Shell, local, status_tag};

/// Dossiers that are no leg of an interlinked application: those stand on its page.
pub(super) fn alone(rows: Vec<DossierRow>) -> impl Iterator<Item = DossierRow> {
    rows.into_iter().filter(|row| row.bundle_id.is_none())
}

/// Until when a draft stays if nobody goes on with it.
pub(super) fn kept(shell: &Shell, until: Option<Date>) -> Option<String> {
    let date = shell.words.full_date(until?);
    Some(shell.tw("portal-kept-until", &[("date", date.into())]))
}

/// A draft, which leads to its next page.
pub(super) fn draft_item(shell: &Shell, row: &DraftRow) -> TaskItem {
    let id = row.draft_id.as_deref().unwrap_or_default();
    let saved = shell.moment(row.saved_at);
    let mut note = shell.tw("portal-draft-note", &[("saved", saved.into())]);
    if let Some(kept) = kept(shell, row.kept_until) {
        note = format!("{note} {kept}");
    }
    TaskItem::new(
        shell.say(row.title.as_ref()),
        Tag::new(Tone::Neutral, shell.t("portal-draft-state")),
    )
    .href(format!("/drafts/{id}"))
    .note(note)
}

/// A dossier, with what is awaited.
pub(super) fn dossier_item(shell: &Shell, row: &DossierRow) -> TaskItem {
    let id = row.dossier_id.as_deref().unwrap_or_default();
    TaskItem::new(about(shell, row), status_tag(shell, row.status))
        .href(format!("/dossiers/{id}"))
        .note(note(shell, row))
}

/// The lines under one another.
pub(super) fn tasks(items: Vec<TaskItem>) -> Markup {
    TaskList::new(items).into()
}

fn about(shell: &Shell, row: &DossierRow) -> String {
    let title = shell.say(row.title.as_ref());
    match row.about.as_deref() {
        Some(about) => shell.tw(
            "portal-title-about",
            &[("title", title.into()), ("about", about.into())],
        ),
        None => title.to_owned(),
    }
}

/// The status in words, the number, and until when.
fn note(shell: &Shell, row: &DossierRow) -> String {
    let number = row.number.as_deref().unwrap_or_default();
    let status = shell.say(row.status_text.as_ref());
    // The last statuses have no limit any more, and a clock that stands has none now.
    let due = row
        .due_at
        .filter(|_| matches!(row.status, Some(1 | 2 | 4 | 6)));
    let due = due.and_then(local);
    match due {
        Some(due) => shell.tw(
            "portal-dossier-note-due",
            &[
                ("number", number.into()),
                ("status", status.into()),
                ("due", shell.words.full_date_time(due).into()),
            ],
        ),
        None => shell.tw(
            "portal-dossier-note",
            &[("number", number.into()), ("status", status.into())],
        ),
    }
}
