//! The application has arrived: its number, what happens next, when, and who acts.

use askama::Template;
use axum::{extract::Path, response::IntoResponse};
use dean06_ui::{Button, Buttons, ClockLine, Confirmation, Markup, PageResponse};

use super::Own;
use crate::frame::{Answer, Citizen, Shell, related_notice};

pub(super) async fn show(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let dossier = Own::load(&citizen, &id).await?;
    Ok(page(&citizen.shell, &dossier).into_response())
}

#[derive(Template)]
#[template(path = "submitted.html")]
struct Content {
    confirmation: Confirmation,
    next_title: String,
    steps: Vec<String>,
    clock: Option<ClockLine>,
    related: Markup,
    buttons: Buttons,
}

fn page(shell: &Shell, dossier: &Own) -> PageResponse {
    let view = &dossier.view;
    let number = view.number.as_deref().unwrap_or_default();
    let organisation = shell.say(view.organisation.as_ref());
    let organisation = [("organisation", organisation.into())];
    let clock = view.clock.clone().unwrap_or_default();
    let content = Content {
        confirmation: Confirmation::new(shell.t("portal-submitted-title"))
            .number(shell.t("portal-number"), number),
        next_title: shell.t("portal-submitted-next"),
        steps: vec![
            shell.tw("portal-submitted-intake", &organisation),
            shell.t("portal-submitted-supplement"),
            shell.t("portal-submitted-result"),
        ],
        clock: shell.clock_line(
            &clock,
            &shell.t("portal-clock-result"),
            &shell.t("portal-clock-paused"),
        ),
        related: related_notice(shell, view.related.as_deref().unwrap_or_default()),
        buttons: Buttons::new([
            Button::primary(shell.t("portal-dossier-open")).href(dossier.address()),
            Button::print(&shell.words),
        ]),
    };
    shell
        .page(shell.t("portal-submitted-title"))
        .own_heading()
        .body(&content)
}
