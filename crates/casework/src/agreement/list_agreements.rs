use dean06_contracts::casework::{AgreementRow, ListAgreementsRequest, ListAgreementsResponse};
use dean06_kernel::PersonId;
use dean06_mediator::{Context, Reply, ServiceError};

use super::person_of;
use crate::error::database;
use crate::room::Casework;
use crate::rows::Agreement;
use crate::views::{Cursor, DEFAULT_ROWS};

/// The questions to the person who acts, the latest first.
pub(crate) async fn list_agreements(
    room: Casework,
    context: Context,
    request: ListAgreementsRequest,
) -> Result<Reply<ListAgreementsResponse>, ServiceError> {
    let person = person_of(&context)?;
    let limit = request.limit.unwrap_or(DEFAULT_ROWS);
    let before = Cursor::parse(request.cursor.as_deref())?.unwrap_or(Cursor::at(i64::MAX, ""));
    let mut agreements = Agreement::page(
        room.store.read(),
        person,
        before.at,
        &before.id,
        limit.saturating_add(1),
    )
    .await
    .map_err(database)?;
    let more = agreements.len() > usize::from(limit);
    agreements.truncate(limit.into());
    let next_cursor = agreements
        .last()
        .filter(|_| more)
        .map(|last| Cursor::at(last.asked_at, &last.agreement_id).to_string());
    let applicants = agreements.iter().map(|agreement| &agreement.party_id);
    let applicants = applicants.filter_map(|party| party.parse::<PersonId>().ok());
    let subjects: Vec<PersonId> = std::iter::once(person).chain(applicants).collect();
    let edition = room.editions.current();
    let row = |agreement: Agreement| AgreementRow {
        title: Some(edition.service_title(&agreement.service)),
        open: Some(agreement.is_open()),
        agreement_id: Some(agreement.agreement_id),
        applicant: Some(agreement.applicant),
        asked_at: Some(agreement.asked_at),
        due_at: agreement.due_at,
        answered_at: agreement.answered_at,
        agreed: agreement.agreed,
    };
    let body = ListAgreementsResponse {
        rows: Some(agreements.into_iter().map(row).collect()),
        next_cursor,
    };
    Ok(Reply::about_all(subjects, body))
}
