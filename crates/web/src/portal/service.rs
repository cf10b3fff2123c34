//! One service: what it is for, how long, how much, what is needed, and where that is written.

use askama::Template;
use axum::{extract::Path, response::IntoResponse};
use dean06_contracts::casework::{
    ClockOfService, ComponentView, GetService, GetServiceRequest, ServiceView,
};
use dean06_kernel::Dong;
use dean06_ui::{
    Button, Buttons, Hidden, Link, Markup, Notice, PageResponse, SummaryList, SummaryRow, Tone,
};

use crate::frame::{
    Address, Answer, CommandKey, PUBLIC, Shell, Visit, confidence, law, link, related_notice,
};

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
    bundles: Markup,
    action: String,
    key: Option<Hidden>,
    buttons: Buttons,
    start_hint: String,
    facts: SummaryList,
    provided: (String, Vec<String>),
    asked: (String, Vec<String>),
    related: (String, Markup),
    law: Markup,
}

fn page(shell: &Shell, service: &ServiceView, key: &CommandKey) -> PageResponse {
    let slug = service.slug.as_deref().unwrap_or_default();
    let address = format!("/services/{slug}");
    let content = Content {
        summary: shell.say(service.summary.as_ref()).to_owned(),
        bundles: bundles(shell, service),
        action: format!("{address}/start"),
        key: shell.is_citizen().then(|| key.field()),
        buttons: Buttons::new(start(shell, &address).filter(|_| service.offered != Some(false))),
        start_hint: shell.t(if service.offered == Some(false) {
            "bundle-only"
        } else if shell.is_citizen() {
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
        law: law(shell, service.acts.as_ref(), service.confidence.as_deref()),
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

/// The interlinked procedures that do this one and others at once.
fn bundles(shell: &Shell, service: &ServiceView) -> Markup {
    let links: Vec<Markup> = service
        .bundles
        .iter()
        .flatten()
        .map(|bundle| {
            let family = bundle.family.as_deref().unwrap_or_default();
            let title = shell.say(bundle.title.as_ref());
            Markup::join([
                Markup::trusted("<p>"),
                link(&format!("/bundles/{family}"), title),
                Markup::trusted("</p>"),
            ])
        })
        .collect();
    if links.is_empty() {
        return Markup::default();
    }
    Notice::new(Tone::Info, shell.t("bundle-at-once"))
        .text(&shell.t("bundle-at-once-text"))
        .markup(Markup::join(links))
        .into()
}

/// Who may apply, in words.
fn applicants(shell: &Shell, service: &ServiceView) -> Option<String> {
    let who = service.applicants.as_deref()?;
    let who: Vec<String> = who
        .iter()
        .map(|who| shell.tw("portal-applicant", &[("who", who.as_str().into())]))
        .collect();
    (!who.is_empty()).then(|| shell.words.list(&who))
}

fn facts(shell: &Shell, service: &ServiceView) -> SummaryList {
    let row = |label: &str, value: String| SummaryRow::new(shell.t(label), value);
    let mut rows = Vec::new();
    if let Some(who) = applicants(shell, service) {
        rows.push(row("portal-service-who", who));
    }
    let level = service.level.as_deref().unwrap_or_default();
    rows.push(row(
        "portal-service-how",
        shell.tw("portal-level", &[("level", level.into())]),
    ));
    for clock in service.clocks.iter().flatten() {
        rows.push(clock_row(shell, clock));
    }
    if let Some(office) = service.office.as_ref() {
        rows.push(row(
            "portal-service-where",
            shell.words.of(office).to_owned(),
        ));
    }
    let fee = service.fee.map(|fee| shell.words.fee(Dong::new(fee)));
    let mut fee = fee.unwrap_or_else(|| shell.t("portal-service-fee-unknown"));
    if let Some(text) = service.fee_text.as_ref() {
        fee = format!("{fee}. {}", shell.words.of(text));
    }
    rows.push(row("portal-service-fee", fee));
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

/// A time limit, and how surely it is law.
pub(crate) fn clock_row(shell: &Shell, clock: &ClockOfService) -> SummaryRow {
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

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{BundleOfService, ServiceView};
    use dean06_kernel::{ManualClock, Sources, Text};

    use super::page;
    use crate::frame::CommandKey;
    use crate::frame::testing::{NOW, citizen};

    #[test]
    fn a_service_that_is_only_a_leg_leads_to_its_bundle() {
        let now = jiff::Timestamp::from_microsecond(NOW).unwrap();
        let sources = Sources::manual(std::sync::Arc::new(ManualClock::new(now)), 1);
        let service = |offered: bool| ServiceView {
            slug: Some("kite".to_owned()),
            title: Some(Text::new("Thả diều", "Kites")),
            applicants: Some(vec!["citizen".to_owned()]),
            offered: Some(offered),
            office: Some(Text::new("Công an cấp xã", "Police of a commune")),
            bundles: Some(vec![BundleOfService {
                family: Some("birth".to_owned()),
                title: Some(Text::new("Liên thông khai sinh", "Bundle")),
            }]),
            ..ServiceView::default()
        };
        let html = |offered| {
            let key = CommandKey::new(&sources);
            page(&citizen(), &service(offered), &key).html().to_owned()
        };
        let leg = html(false);
        assert!(leg.contains("href=\"/bundles/birth\""));
        assert!(leg.contains("Công dân"));
        assert!(leg.contains("Công an cấp xã"));
        assert!(!leg.contains("<button class=\"button\">"));
        assert!(html(true).contains("<button class=\"button\">"));
    }
}
