//! Where a dossier stands, what is awaited from whom until when, and everything that happened.

use askama::Template;
use axum::{extract::Path, response::IntoResponse};
use dean06_contracts::casework::DossierView;
use dean06_ui::{
    Button, Buttons, ClockLine, Hidden, Link, Markup, Notice, PageResponse, SummaryList, Tag,
    Timeline, Tone,
};

use super::Own;
use super::course::course;
use super::papers::of_kinds;
use crate::frame::{
    Answer, Citizen, CommandKey, Shell, list, local, news, related_notice, status_tag, written,
};
use crate::portal::form::summary;

/// What may just have been done, as the address of this page says it.
const NEWS: &[&str] = &["answered", "withdrawn"];

pub(super) async fn show(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let dossier = Own::load(&citizen, &id).await?;
    let key = CommandKey::new(&citizen.web.sources);
    let news = news(&citizen, NEWS);
    Ok(page(&citizen.shell, &dossier, &key, news).into_response())
}

#[derive(Template)]
#[template(path = "dossier.html")]
struct Content {
    notices: Markup,
    state: Tag,
    status: String,
    bundle: Option<(String, String)>,
    intake: Option<String>,
    clock: Option<ClockLine>,
    course_title: String,
    course: Timeline,
    papers: Option<(String, Vec<(String, String)>)>,
    declared_title: String,
    declared: Vec<(String, SummaryList)>,
    more: Option<(String, String)>,
    again: Option<(String, Hidden, Buttons)>,
    withdraw: Option<Button>,
}

fn page(shell: &Shell, dossier: &Own, key: &CommandKey, news: Markup) -> PageResponse {
    let view = &dossier.view;
    let address = dossier.address();
    let clock = view.clock.clone().unwrap_or_default();
    let again = view.can_apply_again.as_ref().map(|label| {
        let button = Button::secondary(shell.words.of(label));
        (
            format!("{address}/again"),
            key.field(),
            Buttons::new([button]),
        )
    });
    let withdraw = (view.can_withdraw == Some(true))
        .then(|| Button::plain(shell.t("portal-withdraw")).href(format!("{address}/withdraw")));
    let content = Content {
        notices: notices(shell, dossier, news),
        state: status_tag(shell, view.status),
        status: status_line(shell, view),
        bundle: view
            .bundle_id
            .as_deref()
            .map(|bundle| (shell.t("bundle-part-of"), crate::bundles::address(bundle))),
        intake: view.intake_due_at.and_then(local).map(|due| {
            let due = shell.words.full_date_time(due);
            shell.tw("portal-intake-due", &[("due", due.into())])
        }),
        clock: shell.clock_line(
            &clock,
            &shell.t("portal-clock-result"),
            &shell.t("portal-clock-paused"),
        ),
        course_title: shell.t("portal-course"),
        course: course(shell, view),
        papers: slips(shell, view, &address),
        declared_title: shell.t("portal-declared"),
        declared: view
            .pages
            .iter()
            .flatten()
            .map(|page| {
                let list = summary(shell, page, None);
                (shell.words.of(&page.title).to_owned(), list)
            })
            .collect(),
        more: (again.is_some() || withdraw.is_some())
            .then(|| (shell.t("portal-more"), shell.t("portal-more-text"))),
        again,
        withdraw,
    };
    shell
        .page(dossier.title(shell))
        .caption(dossier.caption(shell))
        .crumbs(vec![Link::new(shell.t("portal-nav-dossiers"), "/dossiers")])
        .body(&content)
}

fn status_line(shell: &Shell, view: &DossierView) -> String {
    let status = shell.say(view.status_text.as_ref());
    match view.organisation.as_ref() {
        Some(organisation) => shell.tw(
            "portal-status-line",
            &[
                ("status", status.into()),
                ("organisation", shell.words.of(organisation).into()),
            ],
        ),
        None => status.to_owned(),
    }
}

fn notices(shell: &Shell, dossier: &Own, news: Markup) -> Markup {
    let view = &dossier.view;
    let mut notices = vec![news];
    if let Some(asked) = &view.supplement {
        let items = asked.items.iter().flatten().map(String::as_str);
        let answer = Button::primary(shell.t("portal-supplement-answer"))
            .href(format!("{}/supplement", dossier.address()));
        let notice = Notice::new(Tone::Waiting, shell.t("portal-supplement-title"))
            .markup(written(asked.reason.as_deref().unwrap_or_default()))
            .markup(list(items))
            .markup(answer.into());
        notices.push(notice.into());
    }
    if let Some(refusal) = &view.refusal {
        let notice = Notice::new(Tone::Bad, shell.t("portal-refusal-title"))
            .markup(written(refusal))
            .text(&shell.t("portal-refusal-next"));
        notices.push(notice.into());
    }
    if view.has_result == Some(true) {
        let address = dossier.address();
        let buttons = Buttons::new([
            Button::primary(shell.t("portal-result-open")).href(format!("{address}/result")),
            Button::secondary(shell.t("papers-download-pdf")).href(format!("{address}/result.pdf")),
        ]);
        let notice = Notice::new(Tone::Good, shell.t("portal-result-title"))
            .text(&shell.t("portal-result-text"))
            .markup(buttons.into());
        notices.push(notice.into());
    }
    if view
        .clock
        .as_ref()
        .is_some_and(|clock| clock.extended == Some(true))
    {
        let notice = Notice::new(Tone::Info, shell.t("portal-extended-title"))
            .text(&shell.t("portal-extended-text"));
        notices.push(notice.into());
    }
    let related = view.related.as_deref().unwrap_or_default();
    notices.push(related_notice(shell, related));
    Markup::join(notices)
}

/// The heading, and each slip with its address.
fn slips(
    shell: &Shell,
    view: &DossierView,
    address: &str,
) -> Option<(String, Vec<(String, String)>)> {
    let kinds = view.slips.as_deref().unwrap_or_default();
    let slips: Vec<_> = of_kinds(kinds)
        .map(|paper| {
            (
                shell.t(paper.label),
                format!("{address}/slips/{}", paper.name),
            )
        })
        .collect();
    (!slips.is_empty()).then(|| (shell.t("portal-papers"), slips))
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{DossierView, SlipKind};
    use dean06_kernel::{ManualClock, Sources};
    use dean06_ui::Markup;

    use super::super::Own;
    use super::page;
    use crate::frame::CommandKey;
    use crate::frame::testing::{HOUR, NOW, citizen};

    #[test]
    fn a_dossier_names_its_slips_its_limits_and_its_application() {
        let now = jiff::Timestamp::from_microsecond(NOW).unwrap();
        let sources = Sources::manual(std::sync::Arc::new(ManualClock::new(now)), 1);
        let dossier = Own {
            id: "d".to_owned(),
            view: DossierView {
                status: Some(1),
                intake_due_at: Some(NOW + 8 * HOUR),
                slips: Some(vec![SlipKind::Refusal]),
                bundle_id: Some("b".to_owned()),
                has_result: Some(true),
                ..DossierView::default()
            },
        };
        let key = CommandKey::new(&sources);
        let page = page(&citizen(), &dossier, &key, Markup::default());
        for part in [
            "17:00 thứ Hai, 23/11/2026",
            "href=\"/dossiers/d/slips/refusal\"",
            "href=\"/my/bundles/b\"",
            "href=\"/dossiers/d/result.pdf\"",
        ] {
            assert!(page.html().contains(part), "{part} in {}", page.html());
        }
        assert!(!page.html().contains("slips/appointment"));
    }
}
