use dean06_contracts::PAGE_LIMIT;
use dean06_contracts::documents::{ListPapersRequest, ListPapersResponse};
use dean06_mediator::{Context, Reply, ServiceError};

use super::view::row;
use crate::cursor::Cursor;
use crate::error::database;
use crate::rights::store_of;
use crate::room::Documents;
use crate::rows::Paper;

/// Rows of a page when the request does not say.
const DEFAULT_ROWS: u16 = 20;

/// How many rows a page has.
pub(crate) fn rows_wanted(limit: Option<u16>) -> usize {
    usize::from(limit.unwrap_or(DEFAULT_ROWS).clamp(1, PAGE_LIMIT))
}

/// The papers of a person, the latest first.
pub(crate) async fn list_papers(
    room: Documents,
    context: Context,
    request: ListPapersRequest,
) -> Result<Reply<ListPapersResponse>, ServiceError> {
    let after = Cursor::parse(request.cursor.as_deref())?;
    let person = store_of(&room, &context, request.person_id).await?;
    let limit = rows_wanted(request.limit);
    let kind = request.kind.as_deref();
    let more = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let mut found = Paper::page(room.store.read(), person, kind, after.as_ref(), more)
        .await
        .map_err(database)?;
    let next_cursor = (found.len() > limit).then(|| {
        found.truncate(limit);
        let last = found.last();
        last.map(|last| Cursor::at(last.issued_at, &last.paper_id).to_string())
    });
    let today = room.sources.today();
    let body = ListPapersResponse {
        rows: Some(found.into_iter().map(|paper| row(paper, today)).collect()),
        next_cursor: next_cursor.flatten(),
    };
    Ok(Reply::about(person, body))
}
