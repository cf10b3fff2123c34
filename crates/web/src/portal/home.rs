//! The first page: what waits for a citizen, and what one may need.

use axum::response::IntoResponse;
use dean06_contracts::casework::{
    AgreementRow, BundleRow, BundleState, DossierRow, DraftRow, ListAgreements,
    ListAgreementsRequest, ListBundles, ListBundlesRequest, ListDossiers, ListDossiersRequest,
    ListDrafts, ListDraftsRequest, ListOwnBundles, ListOwnBundlesRequest, ListServices,
    ListServicesRequest, OwnBundleRow, ServiceRow,
};
use dean06_ui::{Button, Card, Cards, Markup, Notice, PageResponse, TaskList, Tone};

use super::progress::{alone, dossier_item, draft_item, tasks};
use super::services::{cards, search};
use crate::agreements::agreement_item;
use crate::bundles::{bundle_cards, bundle_item};
use crate::frame::{APPLICATION, Answer, PUBLIC, Shell, Stop, Visit, heading, link, quiet};

/// How many drafts and dossiers stand on the first page.
const SHOWN: u16 = 3;
/// How many interlinked applications and questions are looked through for what waits.
const LOOKED_AT: u16 = 20;

/// What waits for a citizen.
#[derive(Default)]
struct Waiting {
    bundles: Vec<OwnBundleRow>,
    agreements: Vec<AgreementRow>,
    drafts: Vec<DraftRow>,
    dossiers: Vec<DossierRow>,
}

pub(super) async fn show(mut visit: Visit) -> Answer {
    let services = ListServicesRequest::default();
    let bundles = ListBundlesRequest::default();
    let (services, bundles) =
        futures::try_join!(visit.call::<ListServices>(PUBLIC, &services), async {
            Ok(visit.aside::<ListBundles>(PUBLIC, &bundles).await)
        },)?;
    let waiting = if visit.shell.is_citizen() {
        let (waiting, unread) = futures::join!(waiting(&visit), visit.unread());
        visit.shell.unread = unread;
        Some(waiting?)
    } else {
        None
    };
    let services = services.rows.unwrap_or_default();
    let bundles = bundles.and_then(|bundles| bundles.rows).unwrap_or_default();
    Ok(page(&visit.shell, &services, &bundles, waiting).into_response())
}

async fn waiting(visit: &Visit) -> Result<Waiting, Stop> {
    let drafts = ListDraftsRequest {
        limit: Some(SHOWN),
        cursor: None,
    };
    let dossiers = ListDossiersRequest {
        limit: Some(LOOKED_AT),
        cursor: None,
    };
    let bundles = ListOwnBundlesRequest {
        limit: Some(LOOKED_AT),
        cursor: None,
    };
    let agreements = ListAgreementsRequest {
        limit: Some(LOOKED_AT),
        cursor: None,
    };
    let (drafts, dossiers, bundles, agreements) = futures::join!(
        visit.call::<ListDrafts>(APPLICATION, &drafts),
        visit.call::<ListDossiers>(APPLICATION, &dossiers),
        visit.aside::<ListOwnBundles>(APPLICATION, &bundles),
        visit.aside::<ListAgreements>(APPLICATION, &agreements),
    );
    let dossiers = dossiers?.rows.unwrap_or_default();
    let bundles = bundles.and_then(|bundles| bundles.rows).unwrap_or_default();
    let agreements = agreements.and_then(|asked| asked.rows).unwrap_or_default();
    Ok(Waiting {
        bundles: bundles.into_iter().filter(is_under_way).collect(),
        agreements: agreements
            .into_iter()
            .filter(|row| row.open == Some(true))
            .collect(),
        drafts: drafts?.rows.unwrap_or_default(),
        dossiers: alone(dossiers).take(usize::from(SHOWN)).collect(),
    })
}

/// Whether an application is not at its end.
fn is_under_way(row: &OwnBundleRow) -> bool {
    matches!(row.state, Some(BundleState::Draft | BundleState::Running))
}

fn page(
    shell: &Shell,
    services: &[ServiceRow],
    bundles: &[BundleRow],
    waiting: Option<Waiting>,
) -> PageResponse {
    let mut content = Vec::new();
    match waiting {
        Some(waiting) => content.push(awaited(shell, &waiting)),
        None if shell.is_nobody() => content.push(quiet(&shell.t("portal-home-lead"))),
        None => {}
    }
    if !bundles.is_empty() {
        content.push(heading(&shell.t("bundle-events")));
        content.push(bundle_cards(shell, bundles));
    }
    content.push(search(shell, ""));
    for (category, rows) in by_category(services) {
        let title = shell.tw("portal-event", &[("category", category.into())]);
        content.push(heading(&title));
        content.push(cards(shell, &rows));
    }
    content.push(heading(&shell.t("portal-home-more")));
    content.push(more(shell));
    shell
        .page(shell.t("portal-home-title"))
        .markup(Markup::join(content))
}

/// Forms that were filled in because an office told us, questions, messages, then what goes on.
fn awaited(shell: &Shell, waiting: &Waiting) -> Markup {
    let (prepared, bundles): (Vec<_>, Vec<_>) = waiting
        .bundles
        .iter()
        .partition(|row| row.prepared == Some(true) && row.state == Some(BundleState::Draft));
    let mut content: Vec<Markup> = prepared.into_iter().map(|row| ready(shell, row)).collect();
    if !waiting.agreements.is_empty() {
        let items = waiting
            .agreements
            .iter()
            .map(|row| agreement_item(shell, row));
        let notice = Notice::new(Tone::Waiting, shell.t("agree-home"))
            .markup(TaskList::new(items.collect()).into());
        content.push(notice.into());
    }
    if shell.unread > 0 {
        let text = shell.tw("inbox-home", &[("n", shell.unread.into())]);
        content.push(Markup::join([
            Markup::trusted("<p>"),
            link("/my/messages", &text),
            Markup::trusted("</p>"),
        ]));
    }
    let items: Vec<_> = bundles
        .into_iter()
        .map(|row| bundle_item(shell, row))
        .chain(waiting.drafts.iter().map(|row| draft_item(shell, row)))
        .chain(waiting.dossiers.iter().map(|row| dossier_item(shell, row)))
        .collect();
    if !items.is_empty() {
        content.push(heading(&shell.t("portal-home-waiting")));
        content.push(tasks(items));
    }
    Markup::join(content)
}

/// A form that waits for its applicant.
fn ready(shell: &Shell, row: &OwnBundleRow) -> Markup {
    let id = row.bundle_id.as_deref().unwrap_or_default();
    let open = Button::primary(shell.t("bundle-ready-open")).href(crate::bundles::address(id));
    let title = shell.say(row.title.as_ref());
    Notice::new(Tone::Info, shell.t("bundle-ready"))
        .text(&shell.tw("bundle-ready-text", &[("title", title.into())]))
        .markup(open.into())
        .into()
}

/// Services by their category, in the order in which the categories come first.
fn by_category(services: &[ServiceRow]) -> Vec<(&str, Vec<ServiceRow>)> {
    let mut categories: Vec<(&str, Vec<ServiceRow>)> = Vec::new();
    for row in services {
        let category = row.category.as_deref().unwrap_or_default();
        match categories.iter_mut().find(|(known, _)| *known == category) {
            Some((_, rows)) => rows.push(row.clone()),
            None => categories.push((category, vec![row.clone()])),
        }
    }
    categories
}

fn more(shell: &Shell) -> Markup {
    let card = |title: &str, href: &str, text: &str| Card::new(shell.t(title), href, shell.t(text));
    Cards::new(vec![
        card("papers-nav", "/my/papers", "papers-home"),
        card("portal-nav-my-data", "/my-data", "portal-home-my-data"),
        card("portal-nav-use", "/my-data/use", "portal-home-use"),
        card("portal-nav-verify", "/verify", "portal-home-verify"),
    ])
    .into()
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{
        AgreementRow, BundleRow, BundleState, DossierRow, OwnBundleRow,
    };
    use dean06_kernel::Text;

    use super::{Waiting, page};
    use crate::frame::testing::{anybody, citizen};

    fn text(text: &str) -> Text {
        Text::new(text, text)
    }

    fn birth() -> BundleRow {
        BundleRow {
            family: Some("birth".to_owned()),
            title: Some(text("Liên thông khai sinh")),
            ..BundleRow::default()
        }
    }

    #[test]
    fn what_waits_stands_before_what_may_be_needed() {
        let mut shell = citizen();
        shell.unread = 2;
        let waiting = Waiting {
            bundles: vec![OwnBundleRow {
                bundle_id: Some("b".to_owned()),
                title: Some(text("Liên thông khai sinh")),
                state: Some(BundleState::Draft),
                prepared: Some(true),
                ..OwnBundleRow::default()
            }],
            agreements: vec![AgreementRow {
                agreement_id: Some("a".to_owned()),
                title: Some(text("Đăng ký thường trú")),
                applicant: Some("Lò Thị Mai".to_owned()),
                open: Some(true),
                ..AgreementRow::default()
            }],
            dossiers: vec![DossierRow {
                dossier_id: Some("d".to_owned()),
                title: Some(text("Đăng ký tạm trú")),
                ..DossierRow::default()
            }],
            drafts: Vec::new(),
        };
        let html = page(&shell, &[], &[birth()], Some(waiting))
            .html()
            .to_owned();
        let at = |text: &str| {
            html.find(text)
                .unwrap_or_else(|| panic!("{text} in {html}"))
        };
        assert!(at("href=\"/my/bundles/b\"") < at("href=\"/my/agreements/a\""));
        assert!(at("2 thông báo chưa đọc") < at("href=\"/dossiers/d\""));
        assert!(at("href=\"/dossiers/d\"") < at("Có em bé mới sinh?"));
        assert!(html.contains("Thông báo (2)"));
        assert_eq!(html.matches("class=\"button\"").count(), 1);
    }

    #[test]
    fn a_stranger_sees_the_events_of_life_first() {
        let html = page(&anybody(), &[], &[birth()], None).html().to_owned();
        assert!(html.contains("Đăng nhập để"));
        assert!(html.find("Có em bé mới sinh?") < html.find("role=\"search\""));
    }
}
