use dean06_contracts::casework::{DraftRow, ListDraftsRequest, ListDraftsResponse};
use dean06_kernel::Text;
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::Sql;

use super::{keep, party_of};
use crate::error::database;
use crate::room::Casework;
use crate::views::{Cursor, DEFAULT_ROWS};

/// The applicant's own applications that are not submitted yet, the latest first.
pub(crate) async fn list_drafts(
    room: Casework,
    context: Context,
    request: ListDraftsRequest,
) -> Result<Reply<ListDraftsResponse>, ServiceError> {
    let party = party_of(&context)?;
    let limit = usize::from(request.limit.unwrap_or(DEFAULT_ROWS));
    let after = Cursor::parse(request.cursor.as_deref())?.unwrap_or(Cursor::at(i64::MAX, ""));
    let one_more = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let rows = room
        .store
        .read()
        .rows(
            "SELECT draft_id, service, saved_at FROM draft
             WHERE party_id = ? AND dossier_id IS NULL AND bundle_id IS NULL
               AND (saved_at < ? OR (saved_at = ? AND draft_id < ?))
             ORDER BY saved_at DESC, draft_id DESC LIMIT ?",
            [
                party.into(),
                after.at.into(),
                after.at.into(),
                after.id.into(),
                one_more.into(),
            ],
        )
        .await
        .map_err(database)?;
    let edition = room.editions.current();
    let mut drafts = Vec::with_capacity(rows.len());
    for row in rows.iter().take(limit) {
        let service: String = row.try_get("", "service").map_err(database)?;
        let title = edition.content.service(&service).map_or_else(
            || Text::new(service.as_str(), service.as_str()),
            |service| service.title.clone(),
        );
        let saved_at = row.try_get("", "saved_at").map_err(database)?;
        drafts.push(DraftRow {
            draft_id: row.try_get("", "draft_id").map_err(database)?,
            title: Some(title),
            saved_at: Some(saved_at),
            kept_until: keep::kept_until(&room, saved_at),
            service: Some(service),
        });
    }
    let last = drafts.last().filter(|_| rows.len() > limit);
    let next_cursor = last.and_then(|row| {
        let cursor = Cursor::at(row.saved_at?, row.draft_id.as_deref()?);
        Some(cursor.to_string())
    });
    let body = ListDraftsResponse {
        rows: Some(drafts),
        next_cursor,
    };
    Ok(Reply::about_all(context.actor.person(), body))
}
