//! What stands beside a dossier: its state, its clock, who has it, the steps, the papers, the
//! history.

use askama::Template;
use dean06_ui::{ClockLine, Markup, Tag, Timeline};

use super::chain::chain;
use super::dossier::Desk;
use super::forms::{Forms, Step};
use crate::frame::{Shell, status_tone};
use crate::portal::{actor, papers, timeline_entry};

#[derive(Template)]
#[template(path = "desk_side.html")]
pub(super) struct Side {
    pub title: String,
    state: Tag,
    clock: Option<ClockLine>,
    holder: String,
    nothing: Option<String>,
    steps: Vec<Step>,
    papers: Option<(String, Vec<(String, String)>)>,
    chain: Option<(String, Markup)>,
    history_title: String,
    history: Timeline,
}

impl askama::filters::HtmlSafe for Side {}

/// The side of the page.
pub(super) fn side(shell: &Shell, desk: &Desk, forms: &Forms) -> Side {
    let view = &desk.view;
    let status = shell.say(view.status_text.as_ref());
    let clock = view.clock.clone().unwrap_or_default();
    let steps = forms.steps(shell, desk);
    Side {
        title: shell.t("desk-side"),
        state: Tag::new(status_tone(view.status.unwrap_or_default()), status),
        clock: shell.clock_line(
            &clock,
            &shell.t("desk-clock"),
            &shell.t("desk-clock-paused"),
        ),
        holder: holder(shell, desk),
        nothing: steps.is_empty().then(|| shell.t("desk-no-step")),
        steps,
        papers: paper_links(shell, desk),
        chain: chain(shell, desk, forms.key()),
        history_title: shell.t("desk-history"),
        history: Timeline::new(
            view.timeline
                .iter()
                .flatten()
                .map(|step| timeline_entry(shell, step, actor(shell, step)))
                .collect(),
        ),
    }
}

/// Who has it, since when.
fn holder(shell: &Shell, desk: &Desk) -> String {
    let Some(holder) = &desk.view.holder else {
        return shell.t("desk-holder-none");
    };
    let since = shell.moment(holder.since);
    if holder.me == Some(true) {
        return shell.tw("desk-holder-me", &[("since", since.into())]);
    }
    let name = holder.name.clone().unwrap_or_default();
    shell.tw(
        "desk-holder-other",
        &[("name", name.into()), ("since", since.into())],
    )
}

/// The heading, and the papers with their addresses.
fn paper_links(shell: &Shell, desk: &Desk) -> Option<(String, Vec<(String, String)>)> {
    let address = format!("/desk/dossiers/{}", desk.id);
    let result = (desk.view.has_result == Some(true)).then(|| {
        [
            (shell.t("desk-result"), format!("{address}/result")),
            (
                shell.t("papers-download-pdf"),
                format!("{address}/result.pdf"),
            ),
        ]
    });
    let timeline = desk.view.timeline.as_deref().unwrap_or_default();
    let slips = papers(timeline).map(|paper| {
        (
            shell.t(paper.label),
            format!("{address}/slips/{}", paper.name),
        )
    });
    let links: Vec<_> = result.into_iter().flatten().chain(slips).collect();
    (!links.is_empty()).then(|| (shell.t("portal-papers"), links))
}

impl From<Side> for Markup {
    fn from(side: Side) -> Self {
        Self::render(&side).unwrap_or_default()
    }
}
