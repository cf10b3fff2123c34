use dean06_contracts::casework::{
    LegState, ListOwnBundlesRequest, ListOwnBundlesResponse, OwnBundleRow,
};
use dean06_mediator::{Context, Reply, ServiceError};

use crate::drafts::party_of;
use crate::error::database;
use crate::room::Casework;
use crate::rows::{Bundle, Leg};
use crate::views::{Cursor, DEFAULT_ROWS};

/// The applicant's own interlinked applications, the latest first.
pub(crate) async fn list_own_bundles(
    room: Casework,
    context: Context,
    request: ListOwnBundlesRequest,
) -> Result<Reply<ListOwnBundlesResponse>, ServiceError> {
    let party = party_of(&context)?;
    let limit = request.limit.unwrap_or(DEFAULT_ROWS);
    let before = Cursor::parse(request.cursor.as_deref())?.unwrap_or(Cursor::at(i64::MAX, ""));
    let mut bundles = Bundle::page(
        room.store.read(),
        &party,
        before.at,
        &before.id,
        limit.saturating_add(1),
    )
    .await
    .map_err(database)?;
    let more = bundles.len() > usize::from(limit);
    bundles.truncate(limit.into());
    let next_cursor = bundles
        .last()
        .filter(|_| more)
        .map(|last| Cursor::at(last.started_at, &last.bundle_id).to_string());
    let mut rows = Vec::with_capacity(bundles.len());
    for bundle in bundles {
        rows.push(row(&room, bundle).await?);
    }
    let body = ListOwnBundlesResponse {
        rows: Some(rows),
        next_cursor,
    };
    Ok(Reply::about_all(context.actor.person(), body))
}

async fn row(room: &Casework, bundle: Bundle) -> Result<OwnBundleRow, ServiceError> {
    let legs = Leg::of_bundle(room.store.read(), &bundle.party_id, &bundle.bundle_id)
        .await
        .map_err(database)?;
    let edition = match &bundle.content_digest {
        Some(digest) => room.edition(digest).await?,
        None => room.editions.current().clone(),
    };
    let procedure = edition.content.bundle(&bundle.slug);
    let wanted = legs
        .iter()
        .filter(|leg| leg.chosen && leg.state != LegState::NotChosen);
    let count = |number: usize| u32::try_from(number).ok();
    let ended = wanted.clone().filter(|leg| leg.state.is_final()).count();
    let words = &room.editions.current().words.chain;
    Ok(OwnBundleRow {
        title: procedure.map(|procedure| procedure.title.clone()),
        state: Some(bundle.state),
        state_text: Some(words.state(bundle.state)),
        prepared: Some(bundle.opened_by.is_some()),
        due_at: bundle.due_at.filter(|_| bundle.finished_at.is_none()),
        legs_done: count(ended),
        legs_total: count(wanted.count()),
        started_at: Some(bundle.started_at),
        submitted_at: bundle.submitted_at,
        bundle_id: Some(bundle.bundle_id),
        number: bundle.number,
        about: bundle.about,
    })
}
