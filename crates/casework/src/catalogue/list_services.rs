use dean06_content::Service;
use dean06_contracts::casework::{ListServicesRequest, ListServicesResponse, ServiceRow};
use dean06_kernel::search_key;
use dean06_mediator::{Context, Reply, ServiceError};

use crate::drafts::is_offered;
use crate::room::Casework;
use crate::views::DEFAULT_ROWS;

/// The public services on offer, by title. The words that are looked for may stand anywhere in
/// title or summary, in either language, with or without diacritics.
pub(crate) async fn list_services(
    room: Casework,
    _context: Context,
    request: ListServicesRequest,
) -> Result<Reply<ListServicesResponse>, ServiceError> {
    let limit = usize::from(request.limit.unwrap_or(DEFAULT_ROWS));
    let content = &room.editions.current().content;
    let today = room.sources.today();
    let wanted = search_key(request.text.as_deref().unwrap_or_default());
    let mut services: Vec<(String, &Service)> = content
        .services()
        .filter(|service| is_offered(service, today) && fits(service, &wanted))
        .map(|service| (order(service), service))
        .collect();
    services.sort_by(|a, b| a.0.cmp(&b.0));
    let after = request.cursor.as_deref().unwrap_or_default();
    let mut rows = services
        .into_iter()
        .filter(|(order, _)| order.as_str() > after);
    let page: Vec<_> = rows.by_ref().take(limit).collect();
    let next_cursor = rows
        .next()
        .and_then(|_| page.last())
        .map(|(order, _)| order.clone());
    Ok(Reply::public(ListServicesResponse {
        rows: Some(page.into_iter().map(|(_, service)| row(service)).collect()),
        next_cursor,
    }))
}

/// By title; two of one title by slug. It is also where a page ends, so it fits into a cursor.
fn order(service: &Service) -> String {
    let title: String = search_key(&service.title.vi).chars().take(100).collect();
    format!("{title}/{}", service.slug)
}

fn fits(service: &Service, wanted: &str) -> bool {
    let texts = [&service.title, &service.summary];
    let text = texts
        .map(|text| format!("{} {}", text.vi, text.en))
        .join(" ");
    let text = search_key(&text);
    wanted.split_whitespace().all(|word| text.contains(word))
}

fn row(service: &Service) -> ServiceRow {
    ServiceRow {
        slug: Some(service.slug.clone()),
        procedure_code: Some(service.procedure_code.clone()),
        title: Some(service.title.clone()),
        summary: Some(service.summary.clone()),
        category: Some(service.category.clone()),
    }
}
