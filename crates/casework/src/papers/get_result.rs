use dean06_contracts::casework::{GetResultRequest, ResultView};
use dean06_mediator::{Context, Reply, ServiceError};

use super::visible;
use crate::error::database;
use crate::room::Casework;
use crate::rows::Stored;

/// The signed result of a dossier, for its applicant and the officers of the organisation.
pub(crate) async fn get_result(
    room: Casework,
    context: Context,
    request: GetResultRequest,
) -> Result<Reply<ResultView>, ServiceError> {
    let (dossier, _) = visible(&room, &context, &request.dossier_id).await?;
    let stored = Stored::of_dossier(room.store.read(), &dossier.party_id, &dossier.dossier_id)
        .await
        .map_err(database)?
        .ok_or_else(|| ServiceError::not_found("no-result-yet"))?;
    let paper = stored.paper;
    let body = ResultView {
        kind: Some(paper.kind),
        title: Some(paper.title),
        number: Some(paper.number),
        issued_at: Some(stored.issued_at),
        valid_to: paper.valid_to,
        issuer: Some(paper.issuer),
        signer: Some(paper.signer),
        fields: Some(paper.fields.into_iter().map(Into::into).collect()),
        jws: Some(stored.jws),
        code: Some(stored.code),
        place_and_date: paper.place_and_date,
        office: paper.office,
        qr: paper.qr,
        revoked_at: stored.revoked_at,
        revocation: stored.revocation.map(|revocation| revocation.reason),
    };
    Ok(Reply::about_all(stored.subjects, body))
}
