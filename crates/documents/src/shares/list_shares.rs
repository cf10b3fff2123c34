use dean06_contracts::documents::{
    ListSharesRequest, ListSharesResponse, OpeningView, ShareRow, ShareState,
};
use dean06_mediator::{Context, Reply, ServiceError};

use crate::cursor::Cursor;
use crate::error::database;
use crate::papers::rows_wanted;
use crate::rights::citizen;
use crate::room::Documents;
use crate::rows::{Opening, Paper, Share};

/// How many openings of each link are told.
const OPENINGS: i64 = 20;

/// The links that the caller made, the latest first.
pub(crate) async fn list_shares(
    room: Documents,
    context: Context,
    request: ListSharesRequest,
) -> Result<Reply<ListSharesResponse>, ServiceError> {
    let caller = citizen(&context)?;
    let after = Cursor::parse(request.cursor.as_deref())?;
    let limit = rows_wanted(request.limit);
    let more = i64::try_from(limit + 1).unwrap_or(i64::MAX);
    let paper = request.paper_id.as_deref();
    let mut found = Share::page(room.store.read(), caller, paper, after.as_ref(), more)
        .await
        .map_err(database)?;
    let next_cursor = (found.len() > limit).then(|| {
        found.truncate(limit);
        let last = found.last();
        last.map(|last| Cursor::at(last.shared_at, &last.share_id).to_string())
    });
    let mut rows = Vec::with_capacity(found.len());
    for share in found {
        rows.push(row(&room, share).await?);
    }
    let body = ListSharesResponse {
        rows: Some(rows),
        next_cursor: next_cursor.flatten(),
    };
    Ok(Reply::about(caller, body))
}

async fn row(room: &Documents, share: Share) -> Result<ShareRow, ServiceError> {
    let read = room.store.read();
    let openings = Opening::latest(read, &share, OPENINGS)
        .await
        .map_err(database)?;
    let paper = Paper::find(read, share.person, &share.paper_id)
        .await
        .map_err(database)?;
    let state = match &paper {
        Some(_) => share.state(room.sources.now_micros()),
        None => ShareState::Ended,
    };
    Ok(ShareRow {
        share_id: Some(share.share_id),
        paper_id: Some(share.paper_id),
        title: paper.map(|paper| paper.title),
        shared_at: Some(share.shared_at),
        until: Some(share.until),
        state: Some(state),
        opened: Some(share.opened),
        openings: Some(openings.iter().map(view).collect()),
    })
}

fn view(opening: &Opening) -> OpeningView {
    OpeningView {
        at: Some(opening.at),
        client: Some(opening.client),
        with_file: Some(opening.with_file),
    }
}
