//! What is to be filled in before an interlinked application is sent: one list, a line a leg.

use dean06_contracts::casework::{LegView, ObstacleView};
use dean06_ui::{
    Button, Buttons, Hidden, Markup, Notice, PageResponse, Tag, TaskItem, TaskList, Tone,
};

use super::leg::{agreement, plan, within};
use super::{Own, moved};
use crate::frame::{CommandKey, Shell, form, heading, link, on_screen, paragraph};

/// Obstacles that the list itself shows, or that a notice of their own offers to remove.
const SHOWN_OTHERWISE: &[&str] = &["leg-incomplete", "bundle-changed"];

pub(super) fn page(shell: &Shell, bundle: &Own, key: &CommandKey, news: Markup) -> PageResponse {
    let items = bundle
        .legs()
        .iter()
        .map(|leg| task(shell, bundle, leg, key));
    let content = [
        news,
        notices(shell, bundle, key),
        progress(shell, bundle),
        heading(&shell.t("bundle-tasks")),
        TaskList::new(items.collect()).into(),
        obstacles(shell, bundle),
        buttons(shell, bundle).into(),
        on_screen(&shell.t("bundle-saved-by-itself")),
    ];
    shell
        .page(bundle.title(shell))
        .caption(bundle.caption(shell))
        .crumbs(Own::crumbs(shell))
        .markup(Markup::join(content))
}

/// Why it was begun, what the applicant should know, and the law that changed meanwhile.
fn notices(shell: &Shell, bundle: &Own, key: &CommandKey) -> Markup {
    let view = &bundle.view;
    let occasion = view.occasion_text.as_ref().map(|text| {
        Notice::new(Tone::Info, shell.words.of(text))
            .text(&shell.t("bundle-occasion"))
            .into()
    });
    let known = known(shell, bundle);
    Markup::join(
        moved::offer(shell, bundle, key)
            .into_iter()
            .chain(occasion)
            .chain([known]),
    )
}

/// What the applicant should know.
pub(super) fn known(shell: &Shell, bundle: &Own) -> Markup {
    let notices = bundle.view.notices.iter().flatten().map(|text| {
        Notice::new(Tone::Waiting, shell.t("portal-check-flag"))
            .text(shell.words.of(text))
            .into()
    });
    Markup::join(notices)
}

fn progress(shell: &Shell, bundle: &Own) -> Markup {
    let total = bundle.wanted().count();
    let complete = bundle.wanted().filter(|leg| is_complete(leg)).count();
    paragraph(&shell.tw(
        "bundle-progress",
        &[("done", complete.into()), ("total", total.into())],
    ))
}

fn is_complete(leg: &LegView) -> bool {
    leg.draft_complete == Some(true)
}

fn task(shell: &Shell, bundle: &Own, leg: &LegView, key: &CommandKey) -> TaskItem {
    let chosen = leg.chosen != Some(false);
    let state = if !chosen {
        Tag::new(Tone::Neutral, shell.t("bundle-leg-not-chosen"))
    } else if is_complete(leg) {
        Tag::new(Tone::Good, shell.t("bundle-leg-complete"))
    } else {
        Tag::new(Tone::Waiting, shell.t("bundle-leg-to-fill"))
    };
    let title = shell.say(leg.title.as_ref());
    let item = TaskItem::new(title, state);
    let item = match leg.draft_id.as_deref().filter(|_| chosen) {
        Some(draft) => item.href(format!("/drafts/{draft}")),
        None => item,
    };
    let after = leg.waits_for.as_deref().unwrap_or_default();
    let lines = plan(shell, leg.organisation.as_ref(), leg.limit.as_ref(), after);
    let asked = leg.agreement.as_ref().filter(|_| chosen);
    let lines = lines
        .into_iter()
        .chain(asked.map(|asked| agreement(shell, asked)));
    let item = item.note(lines.collect::<Vec<_>>().join(" "));
    if leg.optional == Some(true) {
        item.body(choice(shell, bundle, leg, key))
    } else {
        item
    }
}

/// One button that adds an optional leg or leaves it out.
fn choice(shell: &Shell, bundle: &Own, leg: &LegView, key: &CommandKey) -> Markup {
    let (label, chosen) = if leg.chosen == Some(false) {
        ("bundle-choose", "yes")
    } else {
        ("bundle-leave-out", "no")
    };
    let title = shell.say(leg.title.as_ref());
    let label = shell.tw(label, &[("leg", within(title).into())]);
    let id = leg.leg_id.as_deref().unwrap_or_default();
    form(
        &format!("{}/choose", bundle.address()),
        [
            key.field().into(),
            Hidden::new("leg", id).into(),
            Button::plain(label).value("chosen", chosen).into(),
        ],
    )
}

/// What speaks against sending, beside pages that are not complete.
fn obstacles(shell: &Shell, bundle: &Own) -> Markup {
    let obstacles = bundle.view.obstacles.iter().flatten();
    let others: Vec<Markup> = obstacles
        .filter(|obstacle| {
            let kind = obstacle.kind.as_deref().unwrap_or_default();
            !SHOWN_OTHERWISE.contains(&kind)
        })
        .map(|obstacle| obstacle_line(shell, bundle, obstacle))
        .collect();
    if others.is_empty() {
        return Markup::default();
    }
    Notice::new(Tone::Bad, shell.t("portal-check-refuse"))
        .markup(Markup::join(others))
        .into()
}

/// An obstacle, with the way to where it is removed.
pub(super) fn obstacle_line(shell: &Shell, bundle: &Own, obstacle: &ObstacleView) -> Markup {
    let text = shell.say(obstacle.text.as_ref());
    match obstacle_address(bundle, obstacle) {
        Some(address) => Markup::join([
            Markup::trusted("<p>"),
            link(&address, text),
            Markup::trusted("</p>"),
        ]),
        None => paragraph(text),
    }
}

fn obstacle_address(bundle: &Own, obstacle: &ObstacleView) -> Option<String> {
    let leg = bundle.leg(obstacle.leg_id.as_deref()?)?;
    let draft = leg.draft_id.as_deref()?;
    Some(match obstacle.section.as_deref() {
        Some(section) => format!("/drafts/{draft}/{section}?from=bundle"),
        None => format!("/drafts/{draft}"),
    })
}

fn buttons(shell: &Shell, bundle: &Own) -> Buttons {
    let address = bundle.address();
    let next = bundle
        .wanted()
        .find(|leg| !is_complete(leg))
        .and_then(|leg| leg.draft_id.as_deref());
    let check = format!("{address}/check");
    // Where the law changed, moving on comes first.
    let ranked = if bundle.view.moves_to.is_some() {
        Button::secondary
    } else {
        Button::primary
    };
    let first = match next {
        Some(draft) => ranked(shell.t("portal-fill-on")).href(format!("/drafts/{draft}")),
        None => ranked(shell.t("portal-check-title")).href(&check),
    };
    let look = next.map(|_| Button::secondary(shell.t("bundle-look")).href(check));
    let discard = (bundle.view.can_withdraw == Some(true))
        .then(|| Button::plain(shell.t("portal-discard")).href(format!("{address}/withdraw")));
    Buttons::new([first].into_iter().chain(look).chain(discard))
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::ObstacleView;
    use dean06_ui::Markup;

    use super::super::Own;
    use super::super::testing::{draft, key, text};
    use super::page;
    use crate::frame::testing::citizen;

    fn html(bundle: &Own) -> String {
        page(&citizen(), bundle, &key(), Markup::default())
            .html()
            .to_owned()
    }

    #[test]
    fn the_list_says_what_is_filled_in_who_acts_and_where_to_go_on() {
        let html = html(&draft());
        for part in [
            "<h1>Liên thông khai sinh: Lò Ngọc Ánh</h1>",
            "Chúng tôi đã nhận được giấy chứng sinh của con bạn",
            "Đã điền đủ 1 trên 2 phần",
            "href=\"/drafts/d-birth\">Đăng ký khai sinh",
            "Ủy ban nhân dân phường Ba Đình giải quyết.",
            "Bắt đầu sau khi xong: Đăng ký khai sinh.",
            "Cần điền",
            "Thêm cấp thẻ căn cước vào hồ sơ",
            "name=\"chosen\" value=\"yes\"",
            "class=\"button\" href=\"/drafts/d-residence\"",
            "Xóa bản nháp",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!html.contains("href=\"/drafts/d-card\""), "not wanted");
    }

    #[test]
    fn once_all_is_filled_in_it_leads_to_the_page_before_sending() {
        let mut bundle = draft();
        for leg in bundle.view.legs.iter_mut().flatten() {
            leg.draft_complete = Some(true);
        }
        let html = html(&bundle);
        assert!(html.contains("class=\"button\" href=\"/my/bundles/b/check\""));
    }

    #[test]
    fn what_speaks_against_it_leads_to_where_it_is_mended() {
        let mut bundle = draft();
        let obstacle = |kind: &str| ObstacleView {
            kind: Some(kind.to_owned()),
            leg_id: Some("birth".to_owned()),
            section: Some("child".to_owned()),
            text: Some(text(kind)),
        };
        bundle.view.obstacles = Some(vec![obstacle("leg-incomplete"), obstacle("check")]);
        let html = html(&bundle);
        assert!(html.contains("href=\"/drafts/d-birth/child?from=bundle\">check"));
        assert!(!html.contains("leg-incomplete"));
    }

    #[test]
    fn a_law_that_changed_is_explained_and_the_move_offered() {
        let mut bundle = draft();
        bundle.view.moves_to = Some(text("Liên thông khai sinh mới"));
        let html = html(&bundle);
        assert!(html.contains("action=\"/my/bundles/b/move\""));
        assert!(html.contains("Liên thông khai sinh mới"));
        assert!(html.contains("name=\"version\" value=\"4\""));
    }
}
