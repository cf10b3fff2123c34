//! My applications and dossiers.

use axum::response::IntoResponse;
use dean06_contracts::casework::{
    ListDossiers, ListDossiersRequest, ListDossiersResponse, ListDrafts, ListDraftsRequest,
    ListDraftsResponse,
};
use dean06_ui::{Button, EmptyState, Markup, PageResponse, Pagination};

use super::progress::{dossier_item, draft_item, tasks};
use crate::frame::{APPLICATION, Address, Answer, Citizen, Shell, heading, news};

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
    let (drafts, dossiers) = futures::try_join!(
        citizen.call::<ListDrafts>(APPLICATION, &drafts),
        citizen.call::<ListDossiers>(APPLICATION, &dossiers),
    )?;
    let drafts = if first {
        drafts
    } else {
        ListDraftsResponse::default()
    };
    let news = news(&citizen, NEWS);
    Ok(page(&citizen.shell, drafts, dossiers, news).into_response())
}

fn page(
    shell: &Shell,
    drafts: ListDraftsResponse,
    dossiers: ListDossiersResponse,
    news: Markup,
) -> PageResponse {
    let drafts = drafts.rows.unwrap_or_default();
    let rows = dossiers.rows.unwrap_or_default();
    let mut content = vec![news];
    if drafts.is_empty() && rows.is_empty() {
        let none = EmptyState::new(
            shell.t("portal-dossiers-none"),
            shell.t("portal-dossiers-none-text"),
        )
        .action(Button::primary(shell.t("portal-dossiers-start")).href("/services"));
        content.push(none.into());
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
    shell
        .page(shell.t("portal-dossiers-title"))
        .markup(Markup::join(content))
}
