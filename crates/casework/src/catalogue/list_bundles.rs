use dean06_content as content;
use dean06_contracts::casework::{BundleRow, LegOfBundle, ListBundlesRequest, ListBundlesResponse};
use dean06_kernel::{Text, search_key};
use dean06_mediator::{Context, Reply, ServiceError};

use super::limit;
use crate::clocks::TOTAL;
use crate::edition::Edition;
use crate::room::Casework;
use crate::views::DEFAULT_ROWS;

/// The interlinked procedures in force today, by title.
pub(crate) async fn list_bundles(
    room: Casework,
    _context: Context,
    request: ListBundlesRequest,
) -> Result<Reply<ListBundlesResponse>, ServiceError> {
    let limit = usize::from(request.limit.unwrap_or(DEFAULT_ROWS));
    let edition = room.editions.current();
    let today = room.sources.today();
    let mut procedures: Vec<(String, &content::Bundle)> = edition
        .content
        .bundles()
        .filter(|procedure| procedure.law.holds_on(today))
        .map(|procedure| (order(procedure), procedure))
        .collect();
    procedures.sort_by(|a, b| a.0.cmp(&b.0));
    let after = request.cursor.as_deref().unwrap_or_default();
    let mut rows = procedures
        .into_iter()
        .filter(|(order, _)| order.as_str() > after);
    let page: Vec<_> = rows.by_ref().take(limit).collect();
    let next_cursor = rows
        .next()
        .and_then(|_| page.last())
        .map(|(order, _)| order.clone());
    let rows = page.into_iter().map(|(_, procedure)| BundleRow {
        slug: Some(procedure.slug.clone()),
        family: Some(procedure.family.clone()),
        procedure_code: Some(procedure.procedure_code.clone()),
        title: Some(procedure.title.clone()),
        summary: Some(procedure.summary.clone()),
        category: Some(procedure.category.clone()),
        legs: Some(legs(edition, procedure)),
    });
    Ok(Reply::public(ListBundlesResponse {
        rows: Some(rows.collect()),
        next_cursor,
    }))
}

/// By title; two of one title by slug. It is also where a page ends, so it fits into a cursor.
fn order(procedure: &content::Bundle) -> String {
    let title: String = search_key(&procedure.title.vi).chars().take(100).collect();
    format!("{title}/{}", procedure.slug)
}

/// The legs as the catalogue shows them.
pub(super) fn legs(edition: &Edition, procedure: &content::Bundle) -> Vec<LegOfBundle> {
    let legs = procedure.legs().iter();
    legs.map(|rule| leg(edition, procedure, rule)).collect()
}

fn leg(edition: &Edition, procedure: &content::Bundle, rule: &content::Leg) -> LegOfBundle {
    let content = &edition.content;
    let title = |id: &str| -> Text {
        let service = procedure.leg(id).map_or(id, |leg| leg.service.as_str());
        edition.service_title(service)
    };
    let service = content.service(&rule.service);
    let organisation = service.and_then(|service| {
        let mut kinds = content.organisation_kinds();
        kinds.find(|kind| kind.id == service.competent.kind)
    });
    LegOfBundle {
        id: Some(rule.id.clone()),
        service: Some(rule.service.clone()),
        title: Some(title(&rule.id)),
        organisation: organisation.map(|kind| kind.title.clone()),
        optional: Some(rule.optional),
        after: Some(rule.after.iter().map(|id| title(id)).collect()),
        limit: service
            .and_then(|service| service.clock(TOTAL))
            .and_then(|clock| limit(&edition.words.clocks, clock)),
    }
}
