//! The first page: what a citizen may need, and what waits for this one.

use axum::response::IntoResponse;
use dean06_contracts::casework::{
    DossierRow, DraftRow, ListDossiers, ListDossiersRequest, ListDrafts, ListDraftsRequest,
    ListServices, ListServicesRequest, ServiceRow,
};
use dean06_ui::{Card, Cards, Markup, PageResponse};

use super::progress::{dossier_item, draft_item, tasks};
use super::services::{cards, search};
use crate::frame::{APPLICATION, Answer, PUBLIC, Shell, Stop, Visit, heading, quiet};

/// How many drafts and dossiers stand on the first page.
const SHOWN: u16 = 3;

/// What waits for a citizen.
#[derive(Default)]
struct Waiting {
    drafts: Vec<DraftRow>,
    dossiers: Vec<DossierRow>,
}

pub(super) async fn show(visit: Visit) -> Answer {
    let request = ListServicesRequest::default();
    let services = visit.call::<ListServices>(PUBLIC, &request).await?;
    let waiting = if visit.shell.is_citizen() {
        Some(waiting(&visit).await?)
    } else {
        None
    };
    let services = services.rows.unwrap_or_default();
    Ok(page(&visit.shell, &services, waiting).into_response())
}

async fn waiting(visit: &Visit) -> Result<Waiting, Stop> {
    let drafts = ListDraftsRequest {
        limit: Some(SHOWN),
        cursor: None,
    };
    let dossiers = ListDossiersRequest {
        limit: Some(SHOWN),
        cursor: None,
    };
    let (drafts, dossiers) = futures::try_join!(
        visit.call::<ListDrafts>(APPLICATION, &drafts),
        visit.call::<ListDossiers>(APPLICATION, &dossiers),
    )?;
    Ok(Waiting {
        drafts: drafts.rows.unwrap_or_default(),
        dossiers: dossiers.rows.unwrap_or_default(),
    })
}

fn page(shell: &Shell, services: &[ServiceRow], waiting: Option<Waiting>) -> PageResponse {
    let mut content = vec![search(shell, "")];
    if let Some(waiting) = waiting {
        let mut items: Vec<_> = waiting
            .drafts
            .iter()
            .map(|row| draft_item(shell, row))
            .collect();
        items.extend(waiting.dossiers.iter().map(|row| dossier_item(shell, row)));
        if !items.is_empty() {
            content.push(heading(&shell.t("portal-home-waiting")));
            content.push(tasks(items));
        }
    } else if shell.is_nobody() {
        content.push(quiet(&shell.t("portal-home-lead")));
    }
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
        card("portal-nav-my-data", "/my-data", "portal-home-my-data"),
        card("portal-nav-use", "/my-data/use", "portal-home-use"),
        card("portal-nav-verify", "/verify", "portal-home-verify"),
    ])
    .into()
}
