//! My applications and dossiers.

use axum::response::IntoResponse;
use dean06_contracts::casework::{
    ListDossiers, ListDossiersRequest, ListDossiersResponse, ListDrafts, ListDraftsRequest,
    ListDraftsResponse, ListOwnBundles, ListOwnBundlesRequest, ListOwnBundlesResponse,
};
use dean06_ui::{Button, EmptyState, Markup, PageResponse, Pagination, TaskItem};

use super::progress::{alone, dossier_item, draft_item, tasks};
use crate::bundles::bundle_item;
use crate::frame::{APPLICATION, Address, Answer, Citizen, Shell, Stop, heading, link, news};

/// What may just have been done, as the address of this page says it.
const NEWS: &[&str] = &["saved", "discarded"];

/// The lists of this page, each with pages of its own: the first page of all, or a further one of
/// the list that the address names.
const BUNDLES: &str = "bundles";
const DRAFTS: &str = "drafts";
const DOSSIERS: &str = "cursor";

/// What this page shows.
#[derive(Default)]
struct Lists {
    bundles: ListOwnBundlesResponse,
    drafts: ListDraftsResponse,
    dossiers: ListDossiersResponse,
}

pub(super) async fn show(citizen: Citizen) -> Answer {
    let place = |list: &str| citizen.query.text(list).map(str::to_owned);
    let lists = if let Some(cursor) = place(BUNDLES) {
        Lists {
            bundles: bundles(&citizen, Some(cursor)).await?,
            ..Lists::default()
        }
    } else if let Some(cursor) = place(DRAFTS) {
        Lists {
            drafts: drafts(&citizen, Some(cursor)).await?,
            ..Lists::default()
        }
    } else if let Some(cursor) = place(DOSSIERS) {
        Lists {
            dossiers: dossiers(&citizen, Some(cursor)).await?,
            ..Lists::default()
        }
    } else {
        let (bundles, drafts, dossiers) = futures::join!(
            bundles(&citizen, None),
            drafts(&citizen, None),
            dossiers(&citizen, None),
        );
        Lists {
            bundles: bundles?,
            drafts: drafts?,
            dossiers: dossiers?,
        }
    };
    let news = news(&citizen, NEWS);
    Ok(page(&citizen.shell, lists, news).into_response())
}

async fn bundles(
    citizen: &Citizen,
    cursor: Option<String>,
) -> Result<ListOwnBundlesResponse, Stop> {
    let limit = None;
    let request = ListOwnBundlesRequest { limit, cursor };
    citizen.call::<ListOwnBundles>(APPLICATION, &request).await
}

async fn drafts(citizen: &Citizen, cursor: Option<String>) -> Result<ListDraftsResponse, Stop> {
    let limit = None;
    let request = ListDraftsRequest { limit, cursor };
    citizen.call::<ListDrafts>(APPLICATION, &request).await
}

async fn dossiers(citizen: &Citizen, cursor: Option<String>) -> Result<ListDossiersResponse, Stop> {
    let limit = None;
    let request = ListDossiersRequest { limit, cursor };
    citizen.call::<ListDossiers>(APPLICATION, &request).await
}

fn page(shell: &Shell, lists: Lists, news: Markup) -> PageResponse {
    let bundles = lists.bundles.rows.unwrap_or_default();
    let drafts = lists.drafts.rows.unwrap_or_default();
    let rows: Vec<_> = alone(lists.dossiers.rows.unwrap_or_default()).collect();
    let mut content = vec![news];
    let more = lists.dossiers.next_cursor.is_some();
    if bundles.is_empty() && drafts.is_empty() && rows.is_empty() && !more {
        let none = EmptyState::new(
            shell.t("portal-dossiers-none"),
            shell.t("portal-dossiers-none-text"),
        )
        .action(Button::primary(shell.t("portal-dossiers-start")).href("/services"));
        content.push(none.into());
    }
    let bundles = bundles.iter().map(|row| bundle_item(shell, row)).collect();
    let drafts = drafts.iter().map(|row| draft_item(shell, row)).collect();
    let dossiers = rows.iter().map(|row| dossier_item(shell, row)).collect();
    for (title, name, items, next) in [
        (
            "bundle-heading",
            BUNDLES,
            bundles,
            lists.bundles.next_cursor,
        ),
        (
            "portal-drafts-heading",
            DRAFTS,
            drafts,
            lists.drafts.next_cursor,
        ),
        (
            "portal-dossiers-heading",
            DOSSIERS,
            dossiers,
            lists.dossiers.next_cursor,
        ),
    ] {
        content.extend(list(shell, title, name, items, next));
    }
    content.push(Markup::join([
        Markup::trusted("<p>"),
        link("/my/agreements", &shell.t("agree-link")),
        Markup::trusted("</p>"),
    ]));
    shell
        .page(shell.t("portal-dossiers-title"))
        .markup(Markup::join(content))
}

/// A list with the way to its next page; nothing for an empty one without a next page.
fn list(
    shell: &Shell,
    title: &str,
    name: &str,
    items: Vec<TaskItem>,
    next: Option<String>,
) -> Vec<Markup> {
    let mut content = Vec::new();
    let title = shell.t(title);
    if !items.is_empty() {
        content.push(heading(&title));
        content.push(tasks(items));
    }
    if let Some(cursor) = next {
        let next = Address::new("/dossiers").with(name, &cursor).to_string();
        let pages = Pagination::new(&shell.words, None, Some(next)).of(&title);
        content.push(pages.into());
    }
    content
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{
        DossierRow, DraftRow, ListDossiersResponse, ListDraftsResponse, ListOwnBundlesResponse,
        OwnBundleRow,
    };
    use dean06_kernel::Text;
    use dean06_ui::Markup;

    use super::{Lists, page};
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
        let bundles = ListOwnBundlesResponse {
            rows: Some(vec![bundle]),
            next_cursor: None,
        };
        let lists = Lists {
            bundles,
            dossiers,
            ..Lists::default()
        };
        let page = page(&citizen(), lists, Markup::default());
        assert!(page.html().contains("href=\"/my/bundles/b\""));
        assert!(page.html().contains("href=\"/dossiers/alone\""));
        assert!(!page.html().contains("href=\"/dossiers/leg\""));
    }

    #[test]
    fn every_list_leads_to_its_next_page() {
        let title = Some(Text::new("Khai sinh", "Birth"));
        let next = |list: &str| Some(format!("{list}-2"));
        let lists = || Lists {
            bundles: ListOwnBundlesResponse {
                rows: Some(vec![OwnBundleRow::default()]),
                next_cursor: next("b"),
            },
            drafts: ListDraftsResponse {
                rows: Some(vec![DraftRow {
                    title: title.clone(),
                    ..DraftRow::default()
                }]),
                next_cursor: next("d"),
            },
            dossiers: ListDossiersResponse {
                rows: Some(Vec::new()),
                next_cursor: next("c"),
            },
        };
        let all = page(&citizen(), lists(), Markup::default());
        for address in [
            "/dossiers?bundles=b-2",
            "/dossiers?drafts=d-2",
            "/dossiers?cursor=c-2",
        ] {
            assert!(
                all.html().contains(&format!("href=\"{address}\"")),
                "{address}"
            );
        }
        let last = Lists {
            bundles: ListOwnBundlesResponse {
                next_cursor: None,
                ..lists().bundles
            },
            ..Lists::default()
        };
        let last = page(&citizen(), last, Markup::default());
        assert!(!last.html().contains("href=\"/dossiers?"));
    }
}
