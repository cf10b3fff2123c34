//! The catalogue of services, and the search in it.

use axum::response::IntoResponse;
use dean06_contracts::casework::{
    ListServices, ListServicesRequest, ListServicesResponse, ServiceRow,
};
use dean06_ui::{Button, Card, Cards, EmptyState, Field, Markup, PageResponse, Pagination};

use crate::frame::{Address, Answer, PUBLIC, Shell, Visit, filter_form, quiet};

/// The longest text that is looked for, in characters.
const SEARCH_LIMIT: usize = 100;

pub(super) async fn show(visit: Visit) -> Answer {
    let text = visit.query.text("q");
    let text: Option<String> = text.map(|text| text.chars().take(SEARCH_LIMIT).collect());
    let request = ListServicesRequest {
        text: text.clone(),
        limit: None,
        cursor: visit.query.text("cursor").map(str::to_owned),
    };
    let found = visit.call::<ListServices>(PUBLIC, &request).await?;
    Ok(page(&visit.shell, text.as_deref().unwrap_or_default(), found).into_response())
}

fn page(shell: &Shell, text: &str, found: ListServicesResponse) -> PageResponse {
    let rows = found.rows.unwrap_or_default();
    let next = found.next_cursor.map(|cursor| {
        Address::new("/services")
            .with_some("q", (!text.is_empty()).then_some(text))
            .with("cursor", &cursor)
            .to_string()
    });
    let list = if rows.is_empty() {
        EmptyState::new(
            shell.t("portal-services-none"),
            shell.t("portal-services-none-text"),
        )
        .action(Button::secondary(shell.t("portal-services-all")).href("/services"))
        .into()
    } else {
        cards(shell, &rows)
    };
    let count = quiet(&shell.tw(
        "portal-services-found",
        &[("n", rows.len().into()), ("text", text.into())],
    ));
    let content = [
        search(shell, text),
        if text.is_empty() || rows.is_empty() {
            Markup::default()
        } else {
            count
        },
        list,
        Pagination::new(&shell.words, None, next).into(),
    ];
    shell
        .page(shell.t("portal-services-title"))
        .markup(Markup::join(content))
}

/// The field in which a service is looked for.
pub(super) fn search(shell: &Shell, text: &str) -> Markup {
    filter_form(
        "/services",
        &shell.t("portal-search-form"),
        [
            Field::text(&shell.words, "q", shell.t("portal-search"))
                .value(text)
                .into(),
            Button::secondary(shell.t("portal-search-button")).into(),
        ],
    )
}

/// Services side by side.
pub(super) fn cards(shell: &Shell, rows: &[ServiceRow]) -> Markup {
    let cards = rows.iter().map(|row| {
        Card::new(
            shell.say(row.title.as_ref()),
            format!("/services/{}", row.slug.as_deref().unwrap_or_default()),
            shell.say(row.summary.as_ref()),
        )
    });
    Cards::new(cards.collect()).into()
}
