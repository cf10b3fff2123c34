//! The application has arrived: its number, what happens next, when, and who acts.

use askama::Template;
use axum::{extract::Path, response::IntoResponse};
use dean06_contracts::casework::LegView;
use dean06_ui::{Button, Buttons, ClockLine, Confirmation, PageResponse};

use super::Own;
use super::leg::{agreement, plan};
use crate::frame::{Answer, Citizen, Shell};

pub(super) async fn show(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let bundle = Own::load(&citizen, &id).await?;
    if bundle.is_draft() {
        return Err(super::check::elsewhere(&bundle));
    }
    Ok(page(&citizen.shell, &bundle).into_response())
}

#[derive(Template)]
#[template(path = "bundle_submitted.html")]
struct Content {
    confirmation: Confirmation,
    next_title: String,
    clock: Option<ClockLine>,
    steps: Vec<(String, Vec<String>)>,
    told: Vec<String>,
    buttons: Buttons,
}

fn page(shell: &Shell, bundle: &Own) -> PageResponse {
    let view = &bundle.view;
    let number = view.number.as_deref().unwrap_or_default();
    let clock = view.clock.clone().unwrap_or_default();
    let content = Content {
        confirmation: Confirmation::new(shell.t("portal-submitted-title"))
            .number(shell.t("portal-number"), number),
        next_title: shell.t("portal-submitted-next"),
        clock: shell.clock_line(
            &clock,
            &shell.t("bundle-clock"),
            &shell.t("portal-clock-paused"),
        ),
        steps: bundle.wanted().map(|leg| step(shell, leg)).collect(),
        told: vec![shell.t("bundle-told"), shell.t("bundle-alone")],
        buttons: Buttons::new([
            Button::primary(shell.t("bundle-follow")).href(bundle.address()),
            Button::print(&shell.words),
        ]),
    };
    shell
        .page(shell.t("portal-submitted-title"))
        .own_heading()
        .body(&content)
}

/// A leg with what comes next in it.
fn step(shell: &Shell, leg: &LegView) -> (String, Vec<String>) {
    let title = shell.say(leg.title.as_ref()).to_owned();
    let asked = leg.agreement.as_ref().map(|asked| agreement(shell, asked));
    let limit = leg.limit.as_ref();
    let lines = if let Some(next) = &leg.next {
        // It names who acts and what is awaited.
        let next = shell.words.of(next).to_owned();
        [next]
            .into_iter()
            .chain(plan(shell, None, limit, &[]))
            .collect()
    } else {
        let after = leg.waits_for.as_deref().unwrap_or_default();
        plan(shell, leg.organisation.as_ref(), limit, after)
    };
    (title, lines.into_iter().chain(asked).collect())
}

#[cfg(test)]
mod tests {
    use super::super::testing::running;
    use super::page;
    use crate::frame::testing::citizen;

    #[test]
    fn it_says_what_comes_next_when_and_who_acts() {
        let html = page(&citizen(), &running()).html().to_owned();
        for part in [
            "<h1>Đã nhận hồ sơ của bạn</h1>",
            "<strong>H26-9</strong>",
            "trước 16:00 thứ Tư, 25/11/2026 (còn 2 ngày làm việc)",
            "<h3>Đăng ký khai sinh</h3>",
            "Ủy ban nhân dân phường Ba Đình giải quyết.",
            "href=\"/my/bundles/b\"",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert_eq!(html.matches("<h1>").count(), 1);
    }
}
