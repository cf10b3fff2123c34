//! The course of a dossier: what happened, what goes on, what comes.

use dean06_contracts::casework::{DossierView, TimelineEntry as Step};
use dean06_ui::{Timeline, TimelineEntry};

use crate::frame::{Shell, written};

/// Steps that the applicant takes.
const OWN_STEPS: &[&str] = &["submitted", "supplement-answered", "withdrawn"];

/// Who took a step, and for whom.
pub(crate) fn actor(shell: &Shell, step: &Step) -> Option<String> {
    let name = step.actor.as_ref()?;
    Some(match &step.organisation {
        Some(organisation) => format!("{name}, {}", shell.words.of(organisation)),
        None => name.clone(),
    })
}

/// A step that was taken.
pub(crate) fn timeline_entry(shell: &Shell, step: &Step, who: Option<String>) -> TimelineEntry {
    let text = shell.say(step.text.as_ref());
    let entry = TimelineEntry::done(shell.moment(step.at), text);
    let entry = match who {
        Some(who) => entry.by(who),
        None => entry,
    };
    match step.note.as_deref() {
        Some(note) => entry.body(written(note)),
        None => entry,
    }
}

/// Everything in its order, for the applicant.
pub(super) fn course(shell: &Shell, dossier: &DossierView) -> Timeline {
    let steps = dossier.timeline.iter().flatten().rev();
    let mut entries: Vec<TimelineEntry> = steps
        .map(|step| {
            let own = step
                .kind
                .as_deref()
                .is_some_and(|kind| OWN_STEPS.contains(&kind));
            let who = if own {
                Some(shell.t("portal-you"))
            } else {
                actor(shell, step)
            };
            timeline_entry(shell, step, who)
        })
        .collect();
    entries.extend(now(shell, dossier));
    entries.extend(later(shell, dossier));
    Timeline::new(entries)
}

/// What goes on, for as long as somebody must still act.
fn now(shell: &Shell, dossier: &DossierView) -> Option<TimelineEntry> {
    let status = dossier.status?;
    if !matches!(status, 1 | 2 | 4 | 5 | 6) {
        return None;
    }
    let clock = dossier.clock.clone().unwrap_or_default();
    let limit = clock.due_at.filter(|_| clock.paused != Some(true));
    let limit = limit.and_then(|at| shell.due(at, clock.working_days_left));
    let when = limit.map_or_else(
        || shell.t("portal-course-now"),
        |(at, due)| shell.words.deadline(at, due),
    );
    let entry = TimelineEntry::now(when, shell.say(dossier.status_text.as_ref()));
    let waits_for_applicant = matches!(status, 5 | 6);
    Some(if waits_for_applicant {
        entry.by(shell.t("portal-you"))
    } else {
        entry.by(shell.say(dossier.organisation.as_ref()))
    })
}

fn later(shell: &Shell, dossier: &DossierView) -> Option<TimelineEntry> {
    matches!(dossier.status?, 1 | 2 | 4 | 5 | 6).then(|| {
        TimelineEntry::later(
            shell.t("portal-course-later-when"),
            shell.t("portal-course-later"),
        )
    })
}
