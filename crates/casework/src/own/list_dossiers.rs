use dean06_contracts::casework::{DossierRow, ListDossiersRequest, ListDossiersResponse};
use dean06_kernel::Text;
use dean06_mediator::{Context, Reply, ServiceError};

use crate::drafts::party_of;
use crate::edition::Edition;
use crate::error::database;
use crate::room::Casework;
use crate::rows::Dossier;
use crate::views::{self, Cursor, DEFAULT_ROWS};

/// The applicant's own dossiers, the latest first.
pub(crate) async fn list_dossiers(
    room: Casework,
    context: Context,
    request: ListDossiersRequest,
) -> Result<Reply<ListDossiersResponse>, ServiceError> {
    let party = party_of(&context)?;
    let limit = request.limit.unwrap_or(DEFAULT_ROWS);
    let before = Cursor::parse(request.cursor.as_deref())?.unwrap_or(Cursor::at(i64::MAX, ""));
    let mut dossiers = Dossier::page(
        room.store.read(),
        &party,
        before.at,
        &before.id,
        limit.saturating_add(1),
    )
    .await
    .map_err(database)?;
    let more = dossiers.len() > usize::from(limit);
    dossiers.truncate(limit.into());
    let next_cursor = dossiers
        .last()
        .filter(|_| more)
        .map(|last| Cursor::at(last.submitted_at, &last.dossier_id).to_string());
    let edition = room.editions.current();
    let body = ListDossiersResponse {
        rows: Some(dossiers.into_iter().map(|d| row(edition, d)).collect()),
        next_cursor,
    };
    Ok(Reply::about_all(context.actor.person(), body))
}

fn row(edition: &Edition, dossier: Dossier) -> DossierRow {
    let title = edition.content.service(&dossier.service).map_or_else(
        || Text::new(dossier.service.as_str(), dossier.service.as_str()),
        |service| service.title.clone(),
    );
    DossierRow {
        title: Some(title),
        status: Some(dossier.status.code()),
        status_text: Some(views::status_for_applicant(edition, dossier.status)),
        due_at: dossier.due_at.filter(|_| !dossier.status.is_final()),
        submitted_at: Some(dossier.submitted_at),
        dossier_id: Some(dossier.dossier_id),
        number: Some(dossier.number),
        about: dossier.about,
        bundle_id: dossier.bundle_id,
    }
}
