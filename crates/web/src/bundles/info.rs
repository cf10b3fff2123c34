//! One interlinked procedure: what it is, who acts, how long, what is needed, and where that is
//! written.

use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{
    BundleInfo, BundleState, ComponentView, GetBundleInfo, GetBundleInfoRequest, GetService,
    GetServiceRequest, LegOfBundle, ListOwnBundles, ListOwnBundlesRequest, OwnBundleRow,
    ServiceView,
};
use dean06_ui::{
    Button, Buttons, Chain, ChainLink, Hidden, Link, Markup, Notice, PageResponse, SummaryList,
    SummaryRow, Tag, TaskList, Tone,
};

use super::address;
use super::items::bundle_item;
use super::leg::plan;
use crate::frame::{
    APPLICATION, Address, Answer, CommandKey, PUBLIC, Shell, Visit, law, paragraph,
};
use crate::portal::clock_row;

pub(super) async fn show(visit: Visit, Path(family): Path<String>) -> Answer {
    // Messages name an application by its key alone.
    if let Some(bundle) = crate::frame::id(&family) {
        return Ok(Redirect::to(&address(&bundle)).into_response());
    }
    let request = GetBundleInfoRequest {
        family: Some(family),
        slug: None,
    };
    let info = visit.call::<GetBundleInfo>(PUBLIC, &request).await?;
    let services = info.legs.iter().flatten();
    let services = services.filter_map(|leg| {
        let slug = leg.service.clone()?;
        let visit = &visit;
        Some(async move {
            let request = GetServiceRequest { slug };
            visit.call::<GetService>(PUBLIC, &request).await
        })
    });
    let services = futures::future::try_join_all(services).await?;
    let begun = if visit.shell.is_citizen() {
        begun(&visit, &info).await
    } else {
        Vec::new()
    };
    let key = CommandKey::new(&visit.web.sources);
    Ok(page(&visit.shell, &info, &services, &begun, &key).into_response())
}

/// Applications of the same procedure that wait to be filled in.
async fn begun(visit: &Visit, info: &BundleInfo) -> Vec<OwnBundleRow> {
    let request = ListOwnBundlesRequest::default();
    let own = visit.aside::<ListOwnBundles>(APPLICATION, &request).await;
    let rows = own.and_then(|own| own.rows).unwrap_or_default();
    rows.into_iter()
        .filter(|row| row.state == Some(BundleState::Draft) && row.title == info.title)
        .collect()
}

#[derive(Template)]
#[template(path = "bundle_info.html")]
struct Content {
    summary: String,
    begun: Markup,
    action: String,
    key: Option<Hidden>,
    buttons: Buttons,
    start_hint: String,
    legs: (String, Chain),
    provided: (String, Vec<String>),
    asked: (String, Vec<String>),
    facts: SummaryList,
    law: Markup,
}

fn page(
    shell: &Shell,
    info: &BundleInfo,
    services: &[ServiceView],
    begun: &[OwnBundleRow],
    key: &CommandKey,
) -> PageResponse {
    let family = info.family.as_deref().unwrap_or_default();
    let address = format!("/bundles/{family}");
    let legs = info.legs.iter().flatten();
    let content = Content {
        summary: shell.say(info.summary.as_ref()).to_owned(),
        begun: waiting(shell, begun),
        action: format!("{address}/start"),
        key: shell.is_citizen().then(|| key.field()),
        buttons: Buttons::new(start(shell, &address, begun.is_empty())),
        start_hint: shell.t(if shell.is_citizen() {
            "portal-start-hint"
        } else if shell.is_nobody() {
            "portal-start-hint-nobody"
        } else {
            "portal-start-hint-officer"
        }),
        legs: (
            shell.t("bundle-legs"),
            Chain::new(legs.map(|leg| part(shell, leg)).collect()),
        ),
        provided: (
            shell.t("portal-service-provided"),
            components(shell, services, "register"),
        ),
        asked: (
            shell.t("portal-service-asked"),
            components(shell, services, "form"),
        ),
        facts: facts(shell, info),
        law: law(shell, info.acts.as_ref(), info.confidence.as_deref()),
    };
    shell
        .page(shell.say(info.title.as_ref()))
        .crumbs(vec![Link::new(shell.t("portal-nav-services"), "/services")])
        .body(&content)
}

/// An application that is there already, so that nobody begins another by mistake.
fn waiting(shell: &Shell, begun: &[OwnBundleRow]) -> Markup {
    if begun.is_empty() {
        return Markup::default();
    }
    let items = begun.iter().map(|row| bundle_item(shell, row));
    Notice::new(Tone::Info, shell.t("bundle-begun"))
        .markup(TaskList::new(items.collect()).into())
        .into()
}

/// The button that starts, or leads to signing in.
fn start(shell: &Shell, address: &str, first: bool) -> Option<Button> {
    if shell.is_citizen() {
        Some(if first {
            Button::primary(shell.t("portal-start"))
        } else {
            Button::secondary(shell.t("bundle-start-another"))
        })
    } else if shell.is_nobody() {
        let sign_in = Address::new("/sign-in").with("continue", address);
        Some(Button::primary(shell.t("portal-start-sign-in")).href(sign_in))
    } else {
        None
    }
}

fn part(shell: &Shell, leg: &LegOfBundle) -> ChainLink {
    let tag = if leg.optional == Some(true) {
        Tag::new(Tone::Info, shell.t("bundle-leg-optional"))
    } else {
        Tag::new(Tone::Neutral, shell.t("bundle-leg-always"))
    };
    let after = leg.after.as_deref().unwrap_or_default();
    let plan = plan(shell, leg.organisation.as_ref(), leg.limit.as_ref(), after);
    let link = ChainLink::new(shell.say(leg.title.as_ref()), tag);
    plan.iter()
        .fold(link, |link, line| link.markup(paragraph(line)))
}

/// What the legs need, each thing once.
fn components(shell: &Shell, services: &[ServiceView], from: &str) -> Vec<String> {
    let components = services
        .iter()
        .flat_map(|service| service.components.iter().flatten());
    let wanted = |component: &&ComponentView| component.from.as_deref() == Some(from);
    let mut titles: Vec<String> = Vec::new();
    for component in components.filter(wanted) {
        let title = shell.say(component.title.as_ref()).to_owned();
        if !titles.contains(&title) {
            titles.push(title);
        }
    }
    titles
}

fn facts(shell: &Shell, info: &BundleInfo) -> SummaryList {
    let code = info.procedure_code.clone().unwrap_or_default();
    let clocks = info.clocks.iter().flatten();
    let rows = clocks
        .map(|clock| clock_row(shell, clock))
        .chain([SummaryRow::new(shell.t("portal-service-code"), code)]);
    SummaryList::new(&shell.words, rows.collect())
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{
        BundleInfo, BundleState, ClockOfService, LegOfBundle, OwnBundleRow,
    };

    use super::super::testing::{key, text};
    use super::page;
    use crate::frame::Shell;
    use crate::frame::testing::{anybody, citizen};

    fn html(shell: &Shell, begun: &[OwnBundleRow]) -> String {
        let info = BundleInfo {
            family: Some("birth".to_owned()),
            procedure_code: Some("3.000722".to_owned()),
            title: Some(text("Liên thông khai sinh")),
            summary: Some(text("Một lần khai.")),
            legs: Some(vec![LegOfBundle {
                title: Some(text("Cấp thẻ bảo hiểm y tế")),
                organisation: Some(text("Cơ quan bảo hiểm xã hội")),
                limit: Some(text("1 ngày làm việc")),
                after: Some(vec![text("Đăng ký khai sinh")]),
                ..LegOfBundle::default()
            }]),
            clocks: Some(vec![ClockOfService {
                id: Some("total".to_owned()),
                limit: Some(text("3 ngày làm việc")),
                confidence: Some("third-party".to_owned()),
            }]),
            ..BundleInfo::default()
        };
        page(shell, &info, &[], begun, &key()).html().to_owned()
    }

    #[test]
    fn it_says_who_acts_how_long_and_after_what() {
        let html = html(&anybody(), &[]);
        for part in [
            "Cơ quan bảo hiểm xã hội giải quyết.",
            "Bắt đầu sau khi xong: Đăng ký khai sinh.",
            "3 ngày làm việc",
            "Theo nguồn tham khảo",
            "3.000722",
            "/sign-in?continue=%2Fbundles%2Fbirth",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn what_was_begun_is_offered_first() {
        let row = OwnBundleRow {
            bundle_id: Some("b".to_owned()),
            title: Some(text("Liên thông khai sinh")),
            state: Some(BundleState::Draft),
            prepared: Some(true),
            ..OwnBundleRow::default()
        };
        let html = html(&citizen(), &[row]);
        assert!(html.contains("href=\"/my/bundles/b\""));
        assert!(html.contains("action=\"/bundles/birth/start\""));
        assert!(html.contains("class=\"button secondary\""));
    }
}
