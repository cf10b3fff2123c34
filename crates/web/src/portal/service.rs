//! One service: what it is for, how long, how much, what is needed, and where that is written.

use askama::Template;
use axum::{extract::Path, response::IntoResponse};
use dean06_contracts::casework::{
    ClockOfService, ComponentView, GetService, GetServiceRequest, ServiceView,
};
use dean06_kernel::Dong;
use dean06_ui::{Button, Buttons, Hidden, Link, Markup, PageResponse, SummaryList, SummaryRow};

use crate::frame::{Address, Answer, CommandKey, PUBLIC, Shell, Visit, confidence, related_notice};

pub(super) async fn show(visit: Visit, Path(slug): Path<String>) -> Answer {
    let request = GetServiceRequest { slug };
    let service = visit.call::<GetService>(PUBLIC, &request).await?;
    let key = CommandKey::new(&visit.web.sources);
    Ok(page(&visit.shell, &service, &key).into_response())
}

#[derive(Template)]
#[template(path = "service.html")]
struct Content {
    summary: String,
    action: String,
    key: Option<Hidden>,
    buttons: Buttons,
    start_hint: String,
    facts: SummaryList,
    provided: (String, Vec<String>),
    asked: (String, Vec<String>),
    related: (String, Markup),
    law: (String, String, Option<String>),
}

fn page(shell: &Shell, service: &ServiceView, key: &CommandKey) -> PageResponse {
    let slug = service.slug.as_deref().unwrap_or_default();
    let address = format!("/services/{slug}");
    let content = Content {
        summary: shell.say(service.summary.as_ref()).to_owned(),
        action: format!("{address}/start"),
        key: shell.is_citizen().then(|| key.field()),
        buttons: Buttons::new(start(shell, &address)),
        start_hint: shell.t(if shell.is_citizen() {
            "portal-start-hint"
        } else if shell.is_nobody() {
            "portal-start-hint-nobody"
        } else {
            "portal-start-hint-officer"
        }),
        facts: facts(shell, service),
        provided: (
            shell.t("portal-service-provided"),
            components(shell, service, "register"),
        ),
        asked: (
            shell.t("portal-service-asked"),
            components(shell, service, "form"),
        ),
        related: (
            shell.t("portal-related"),
            related_notice(shell, service.related.as_deref().unwrap_or_default()),
        ),
        law: law(shell, service),
    };
    let title = shell.say(service.title.as_ref());
    shell
        .page(title)
        .crumbs(vec![Link::new(shell.t("portal-nav-services"), "/services")])
        .body(&content)
}

/// The one button: it starts, or leads to signing in.
fn start(shell: &Shell, address: &str) -> Option<Button> {
    if shell.is_citizen() {
        Some(Button::primary(shell.t("portal-start")))
    } else if shell.is_nobody() {
        let sign_in = Address::new("/sign-in").with("continue", address);
        Some(Button::primary(shell.t("portal-start-sign-in")).href(sign_in))
    } else {
        None
    }
}

fn facts(shell: &Shell, service: &ServiceView) -> SummaryList {
    let row = |label: &str, value: String| SummaryRow::new(shell.t(label), value);
    let mut rows = Vec::new();
    let level = service.level.as_deref().unwrap_or_default();
    rows.push(row(
        "portal-service-how",
        shell.tw("portal-level", &[("level", level.into())]),
    ));
    for clock in service.clocks.iter().flatten() {
        rows.push(clock_row(shell, clock));
    }
    let fee = service.fee.map(|fee| shell.words.fee(Dong::new(fee)));
    rows.push(row(
        "portal-service-fee",
        fee.unwrap_or_else(|| shell.t("portal-service-fee-unknown")),
    ));
    rows.push(row(
        "portal-service-result",
        shell.say(service.result.as_ref()).to_owned(),
    ));
    rows.push(row(
        "portal-service-code",
        service.procedure_code.clone().unwrap_or_default(),
    ));
    SummaryList::new(&shell.words, rows)
}

fn clock_row(shell: &Shell, clock: &ClockOfService) -> SummaryRow {
    let id = clock.id.as_deref().unwrap_or_default();
    let label = shell.tw("portal-service-clock", &[("clock", id.into())]);
    let limit = Markup::from(shell.say(clock.limit.as_ref()));
    let doubt = confidence(shell, clock.confidence.as_deref());
    let value = match doubt {
        Some(doubt) => Markup::join([
            limit,
            Markup::trusted("<p class=\"source\">"),
            Markup::from(doubt),
            Markup::trusted("</p>"),
        ]),
        None => limit,
    };
    SummaryRow::new(label, value)
}

fn components(shell: &Shell, service: &ServiceView, from: &str) -> Vec<String> {
    let components = service.components.iter().flatten();
    let wanted = |component: &&ComponentView| component.from.as_deref() == Some(from);
    components
        .filter(wanted)
        .map(|component| shell.say(component.title.as_ref()).to_owned())
        .collect()
}

/// The heading, where the rules stand, and what is to be known about that.
fn law(shell: &Shell, service: &ServiceView) -> (String, String, Option<String>) {
    (
        shell.t("portal-service-law"),
        service.source.clone().unwrap_or_default(),
        confidence(shell, service.confidence.as_deref()),
    )
}
