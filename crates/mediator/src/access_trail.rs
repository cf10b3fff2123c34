use dean06_contracts::ledger::{
    AccessProof, AccessRow, ProveAccess, ProveAccessRequest, WhoUsedMyData, WhoUsedMyDataRequest,
    WhoUsedMyDataResponse,
};
use dean06_ledger::{Ledger, ReadableRecord};

use crate::{Context, Registry, Reply, ServiceError};

/// Rows of a page when the request does not say.
const DEFAULT_ROWS: u16 = 20;

/// Serves "who used my data" and its proofs from the ledger.
pub(crate) fn serve(registry: &mut Registry, ledger: Ledger) {
    let proofs = ledger.clone();
    registry.serve::<ProveAccess, _, _>(move |context, request| {
        prove_access(proofs.clone(), context, request)
    });
    registry.serve::<WhoUsedMyData, _, _>(move |context, request| {
        who_used_my_data(ledger.clone(), context, request)
    });
}

async fn who_used_my_data(
    ledger: Ledger,
    _context: Context,
    request: WhoUsedMyDataRequest,
) -> Result<Reply<WhoUsedMyDataResponse>, ServiceError> {
    let before = match request.cursor.as_deref() {
        None => None,
        Some(text) => Some(
            text.parse::<u64>()
                .map_err(|_| ServiceError::refused("cursor-invalid"))?,
        ),
    };
    let limit = request.limit.unwrap_or(DEFAULT_ROWS);
    let page = ledger
        .of_person(request.person_id, before, limit)
        .await
        .map_err(ServiceError::unavailable)?;
    let response = WhoUsedMyDataResponse {
        next_cursor: page.next.map(|index| index.to_string()),
        rows: Some(page.records.into_iter().map(row).collect()),
    };
    Ok(Reply::about(request.person_id, response))
}

async fn prove_access(
    ledger: Ledger,
    _context: Context,
    request: ProveAccessRequest,
) -> Result<Reply<AccessProof>, ServiceError> {
    let (person, index) = (request.person_id, request.index);
    let proof = ledger.prove_access(person, index).await;
    let proof = proof.map_err(ServiceError::unavailable)?;
    let proof = proof.ok_or_else(|| ServiceError::conflict("proof-not-yet"))?;
    let proof = Some(proof.to_string());
    Ok(Reply::about(person, AccessProof { proof }))
}

fn row(readable: ReadableRecord) -> AccessRow {
    let record = readable.record;
    AccessRow {
        index: Some(readable.index),
        at: Some(record.at),
        by_myself: Some(record.actor_person == Some(record.person)),
        actor_name: Some(record.actor_name),
        actor_kind: Some(record.actor_kind),
        org_id: record.org.map(|org| org.to_string()),
        service: Some(record.service),
        purpose: Some(record.purpose),
        legal_basis: Some(record.legal_basis),
        case: record.case,
        fields: Some(record.fields),
    }
}
