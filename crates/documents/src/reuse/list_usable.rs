use dean06_contracts::documents::{ListUsableRequest, ListUsableResponse, PaperState};
use dean06_mediator::{Context, Reply, ServiceError};

use crate::cursor::Cursor;
use crate::error::database;
use crate::papers::{row, rows_wanted};
use crate::rights::store_of;
use crate::room::Documents;
use crate::rows::Paper;

/// Papers of a kind that are in force, the latest first. A page may hold fewer rows than were
/// wanted although more follow: those not in force are left out.
pub(crate) async fn list_usable(
    room: Documents,
    context: Context,
    request: ListUsableRequest,
) -> Result<Reply<ListUsableResponse>, ServiceError> {
    let after = Cursor::parse(request.cursor.as_deref())?;
    let person = store_of(&room, &context, request.person_id).await?;
    let limit = rows_wanted(request.limit);
    let more = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let kind = Some(request.kind.as_str());
    let mut found = Paper::page(room.store.read(), person, kind, after.as_ref(), more)
        .await
        .map_err(database)?;
    let next_cursor = (found.len() > limit).then(|| {
        found.truncate(limit);
        let last = found.last();
        last.map(|last| Cursor::at(last.issued_at, &last.paper_id).to_string())
    });
    let today = room.sources.today();
    let usable = found
        .into_iter()
        .filter(|paper| paper.state(today) == PaperState::Valid);
    let body = ListUsableResponse {
        rows: Some(usable.map(|paper| row(paper, today)).collect()),
        next_cursor: next_cursor.flatten(),
    };
    Ok(Reply::about(person, body))
}
