//! The course of an interlinked application: each leg with its state, its date and who acts next.

use askama::Template;
use dean06_contracts::casework::{LegState, LegView};
use dean06_ui::{
    Button, Buttons, Chain, ChainLink, ClockLine, Markup, PageResponse, SummaryList, SummaryRow,
    Tag, Tone,
};

use super::leg::{agreement, state, titles};
use super::tasks::known;
use super::{Own, items};
use crate::frame::{Shell, link, paragraph};

#[derive(Template)]
#[template(path = "bundle.html")]
struct Content {
    notices: Markup,
    state: Tag,
    sent: String,
    clock: Option<ClockLine>,
    legs_title: String,
    legs: Chain,
    more: Option<(String, String, Button)>,
}

pub(super) fn page(shell: &Shell, bundle: &Own, news: Markup) -> PageResponse {
    let view = &bundle.view;
    let clock = view.clock.clone().unwrap_or_default();
    let legs = bundle.legs().iter();
    let legs = legs.filter(|leg| leg.state != Some(LegState::NotChosen));
    let content = Content {
        notices: Markup::join([news, known(shell, bundle)]),
        state: Tag::new(tone(bundle), shell.say(view.state_text.as_ref())),
        sent: sent(shell, bundle),
        clock: shell.clock_line(
            &clock,
            &shell.t("bundle-clock"),
            &shell.t("portal-clock-paused"),
        ),
        legs_title: shell.t("bundle-legs"),
        legs: Chain::new(legs.map(|leg| part(shell, bundle, leg)).collect()),
        more: (view.can_withdraw == Some(true)).then(|| {
            let withdraw = Button::plain(shell.t("bundle-withdraw"))
                .href(format!("{}/withdraw", bundle.address()));
            (
                shell.t("portal-more"),
                shell.t("bundle-withdraw-what"),
                withdraw,
            )
        }),
    };
    shell
        .page(bundle.title(shell))
        .caption(bundle.caption(shell))
        .crumbs(Own::crumbs(shell))
        .body(&content)
}

/// How the whole looks: good only where every wanted part has its result.
fn tone(bundle: &Own) -> Tone {
    let failed = bundle.wanted().any(|leg| leg.state != Some(LegState::Done));
    match items::tone(bundle.view.state) {
        Tone::Good if failed => Tone::Neutral,
        tone => tone,
    }
}

/// When it was sent, and when its last leg came to its end.
fn sent(shell: &Shell, bundle: &Own) -> String {
    let view = &bundle.view;
    let at = shell.moment(view.submitted_at);
    match view.finished_at {
        Some(end) => shell.tw(
            "bundle-sent-ended",
            &[("at", at.into()), ("end", shell.moment(Some(end)).into())],
        ),
        None => shell.tw("bundle-sent", &[("at", at.into())]),
    }
}

/// A leg: what comes next, until when, who has it, and what its applicant can do.
fn part(shell: &Shell, bundle: &Own, leg: &LegView) -> ChainLink {
    let next = shell.say(leg.next.as_ref());
    let link = ChainLink::new(shell.say(leg.title.as_ref()), state(shell, leg));
    let link = if next.is_empty() {
        link
    } else {
        link.markup(paragraph(next))
    };
    let clock = leg.clock.as_ref().and_then(|clock| {
        shell.clock_line(
            clock,
            &shell.t("portal-clock-result"),
            &shell.t("portal-clock-paused"),
        )
    });
    let running = matches!(leg.state, Some(LegState::Running));
    let link = match clock.filter(|_| running) {
        Some(clock) => link.markup(clock),
        None => link,
    };
    let facts = facts(shell, leg);
    let link = if facts.is_empty() {
        link
    } else {
        link.markup(SummaryList::new(&shell.words, facts))
    };
    link.markup(ways(shell, bundle, leg))
}

fn facts(shell: &Shell, leg: &LegView) -> Vec<SummaryRow> {
    let row = |label: &str, value: Markup| SummaryRow::new(shell.t(label), value);
    let mut rows = Vec::new();
    if let Some(reason) = &leg.reason {
        rows.push(row("bundle-reason", shell.words.of(reason).into()));
    }
    if let Some(asked) = &leg.agreement {
        rows.push(row("bundle-agreement", agreement(shell, asked).into()));
    }
    let waits = leg.waits_for.as_deref().unwrap_or_default();
    if !waits.is_empty() && leg.state == Some(LegState::Waiting) && leg.next.is_none() {
        rows.push(row("bundle-waits-for", titles(shell, waits).into()));
    }
    if let Some(organisation) = &leg.organisation {
        let organisation = shell.words.of(organisation);
        rows.push(row("bundle-organisation", organisation.into()));
    }
    if let (Some(id), Some(number)) = (&leg.dossier_id, &leg.dossier_number) {
        let own = link(&format!("/dossiers/{id}"), number);
        rows.push(row("portal-number", own));
    }
    let former = leg.former_dossiers.as_deref().unwrap_or_default();
    if !former.is_empty() {
        let links = former.iter().map(|id| {
            let link = link(&format!("/dossiers/{id}"), &shell.t("bundle-former-open"));
            Markup::join([Markup::trusted("<p>"), link, Markup::trusted("</p>")])
        });
        rows.push(row("bundle-former", Markup::join(links)));
    }
    rows
}

/// What the applicant can do with a leg.
fn ways(shell: &Shell, bundle: &Own, leg: &LegView) -> Buttons {
    let dossier = leg.dossier_id.as_deref().unwrap_or_default();
    let id = leg.leg_id.as_deref().unwrap_or_default();
    let own = format!("{}/legs/{id}", bundle.address());
    let supplement = (leg.supplement_asked == Some(true)).then(|| {
        Button::primary(shell.t("portal-supplement-answer"))
            .href(format!("/dossiers/{dossier}/supplement"))
    });
    let result = (leg.has_result == Some(true)).then(|| {
        Button::secondary(shell.t("portal-result-open")).href(format!("/dossiers/{dossier}/result"))
    });
    let appeal = (leg.can_appeal == Some(true))
        .then(|| Button::secondary(shell.t("bundle-appeal")).href(format!("{own}/appeal")));
    let withdraw = (leg.can_withdraw == Some(true))
        .then(|| Button::plain(shell.t("bundle-withdraw-leg")).href(format!("{own}/withdraw")));
    Buttons::new([supplement, result, appeal, withdraw].into_iter().flatten())
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{AgreementOfLeg, LegState};
    use dean06_ui::Markup;

    use super::super::Own;
    use super::super::testing::{running, text};
    use super::page;
    use crate::frame::testing::{NOW, citizen, citizen_in_english};

    fn html(bundle: &Own) -> String {
        page(&citizen(), bundle, Markup::default())
            .html()
            .to_owned()
    }

    #[test]
    fn each_leg_says_where_it_stands_and_what_can_be_done() {
        let html = html(&running());
        for part in [
            "<p class=\"caption\">Hồ sơ H26-9</p>",
            "Xong toàn bộ trước 16:00 thứ Tư, 25/11/2026 (còn 2 ngày làm việc)",
            "<h3>Đăng ký khai sinh</h3><span class=\"tag good\">Đã có kết quả</span>",
            "href=\"/dossiers/o-birth/result\"",
            "<span class=\"tag bad\">Không được giải quyết</span>",
            "Chỗ ở chưa có giấy tờ.",
            "href=\"/my/bundles/b/legs/residence/appeal\"",
            "href=\"/dossiers/o-former\"",
            "href=\"/my/bundles/b/withdraw\"",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("Cấp thẻ căn cước"), "it was not wanted");
    }

    #[test]
    fn a_leg_that_waits_says_for_whom() {
        let mut bundle = running();
        if let Some(leg) = bundle.view.legs.iter_mut().flatten().nth(1) {
            leg.state = Some(LegState::AwaitingAgreement);
            leg.state_text = Some(text("Chờ ý kiến đồng ý"));
            leg.can_appeal = None;
            leg.can_withdraw = Some(true);
            leg.agreement = Some(AgreementOfLeg {
                asked_name: Some("Tòng Thị Phương".to_owned()),
                asked_at: Some(NOW),
                ..AgreementOfLeg::default()
            });
        }
        let html = html(&bundle);
        assert!(html.contains("Đã hỏi ý kiến Tòng Thị Phương"));
        assert!(html.contains("href=\"/my/bundles/b/legs/residence/withdraw\""));
    }

    #[test]
    fn english_readers_read_english() {
        let page = page(&citizen_in_english(), &running(), Markup::default());
        assert!(page.html().contains("Everything is done"));
    }
}
