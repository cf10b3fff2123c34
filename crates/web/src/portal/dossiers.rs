//! My applications and dossiers.

use axum::response::IntoResponse;
use dean06_contracts::PAGE_LIMIT;
use dean06_contracts::casework::{
    ListDossiers, ListDossiersRequest, ListDossiersResponse, ListDrafts, ListDraftsRequest,
    ListDraftsResponse, ListOwnBundles, ListOwnBundlesRequest, OwnBundleRow,
};
use dean06_ui::{Button, EmptyState, Markup, PageResponse, Pagination};

use super::progress::{alone, dossier_item, draft_item, tasks};
use crate::bundles::bundle_item;
use crate::frame::{APPLICATION, Address, Answer, Citizen, Shell, heading, link, news};

/// What may just have been done, as the address of this page says it.
const NEWS: &[&str] = &["saved", "discarded"];

pub(super) async fn show(citizen: Citizen) -> Answer {
    let cursor = citizen.query.text("cursor").map(str::to_owned);
    let first = cursor.is_none();
    let drafts = ListDraftsRequest::default();
    let dossiers = ListDossiersRequest {
        limit: None,
        cursor,
    };
    let bundles = ListOwnBundlesRequest {
        limit: Some(PAGE_LIMIT),
        cursor: None,
    };
    let (drafts, dossiers, bundles) = futures::join!(
        citizen.call::<ListDrafts>(APPLICATION, &drafts),
        citizen.call::<ListDossiers>(APPLICATION, &dossiers),
        citizen.aside::<ListOwnBundles>(APPLICATION, &bundles),
    );
    let (mut drafts, dossiers) = (drafts?, dossiers?);
    let mut bundles = bundles.and_then(|bundles| bundles.rows).unwrap_or_default();
    if !first {
        drafts = ListDraftsResponse::default();
        bundles.clear();
    }
    let news = news(&citizen, NEWS);
    Ok(page(&citizen.shell, &bundles, drafts, dossiers, news).into_response())
}

fn page(
    shell: &Shell,
    bundles: &[OwnBundleRow],
    drafts: ListDraftsResponse,
    dossiers: ListDossiersResponse,
    news: Markup,
) -> PageResponse {
    let drafts = drafts.rows.unwrap_or_default();
    let rows: Vec<_> = alone(dossiers.rows.unwrap_or_default()).collect();
    let mut content = vec![news];
    if bundles.is_empty() && drafts.is_empty() && rows.is_empty() {
        let none = EmptyState::new(
            shell.t("portal-dossiers-none"),
            shell.t("portal-dossiers-none-text"),
        )
        .action(Button::primary(shell.t("portal-dossiers-start")).href("/services"));
        content.push(none.into());
    }
    if !bundles.is_empty() {
        content.push(heading(&shell.t("bundle-heading")));
        let items = bundles.iter().map(|row| bundle_item(shell, row));
        content.push(tasks(items.collect()));
    }
    if !drafts.is_empty() {
        content.push(heading(&shell.t("portal-drafts-heading")));
        content.push(tasks(
            drafts.iter().map(|row| draft_item(shell, row)).collect(),
        ));
    }
    if !rows.is_empty() {
        content.push(heading(&shell.t("portal-dossiers-heading")));
        content.push(tasks(
            rows.iter().map(|row| dossier_item(shell, row)).collect(),
        ));
    }
    let next = dossiers.next_cursor.map(|cursor| {
        Address::new("/dossiers")
            .with("cursor", &cursor)
            .to_string()
    });
    content.push(Pagination::new(&shell.words, None, next).into());
    content.push(Markup::join([
        Markup::trusted("<p>"),
        link("/my/agreements", &shell.t("agree-link")),
        Markup::trusted("</p>"),
    ]));
    shell
        .page(shell.t("portal-dossiers-title"))
        .markup(Markup::join(content))
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{
        DossierRow, ListDossiersResponse, ListDraftsResponse, OwnBundleRow,
    };
    use dean06_kernel::Text;
    use dean06_ui::Markup;

    use super::page;
    use crate::frame::testing::citizen;

    #[test]
    fn dossiers_of_an_interlinked_application_stand_on_its_page() {
        let title = Some(Text::new("Khai sinh", "Birth"));
        let row = |id: &str, bundle: Option<&str>| DossierRow {
            dossier_id: Some(id.to_owned()),
            title: title.clone(),
            bundle_id: bundle.map(str::to_owned),
            ..DossierRow::default()
        };
        let dossiers = ListDossiersResponse {
            rows: Some(vec![row("leg", Some("b")), row("alone", None)]),
            next_cursor: None,
        };
        let bundle = OwnBundleRow {
            bundle_id: Some("b".to_owned()),
            title: title.clone(),
            ..OwnBundleRow::default()
        };
        let drafts = ListDraftsResponse::default();
        let page = page(&citizen(), &[bundle], drafts, dossiers, Markup::default());
        assert!(page.html().contains("href=\"/my/bundles/b\""));
        assert!(page.html().contains("href=\"/dossiers/alone\""));
        assert!(!page.html().contains("href=\"/dossiers/leg\""));
    }
}
