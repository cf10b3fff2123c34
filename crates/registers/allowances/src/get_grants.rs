//! What was granted for somebody who died.

use dean06_contracts::allowances::{
    AllowanceGrant, Beneficiary, GetGrantsRequest, GetGrantsResponse,
};
use dean06_kernel::OrgId;
use dean06_mediator::{Reply, ServiceError};
use dean06_store::Sql;
use sea_orm::{DbErr, QueryResult};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    Allowances,
    error::{database, unreadable},
};

/// Answers `allowances.get-grants/1`.
pub(crate) async fn get_grants(
    room: Allowances,
    request: GetGrantsRequest,
) -> Result<Reply<GetGrantsResponse>, ServiceError> {
    let rows = room
        .store
        .read()
        .rows(
            "SELECT grant_id, kind, beneficiary, amount, org_id, dossier_number, decided_on
             FROM allowance_grant WHERE person_id = ? ORDER BY kind",
            [request.person_id.to_string().into()],
        )
        .await
        .map_err(database)?;
    let grants: Result<Vec<_>, DbErr> = rows.iter().map(read).collect();
    let grants = grants.map_err(database)?;
    let beneficiaries: Vec<_> = grants
        .iter()
        .filter_map(|grant| grant.beneficiary.as_ref()?.person_id)
        .collect();
    Ok(Reply::about_all(
        beneficiaries.into_iter().chain([request.person_id]),
        GetGrantsResponse {
            grants: Some(grants),
        },
    ))
}

fn read(row: &QueryResult) -> Result<AllowanceGrant, DbErr> {
    let beneficiary: Value = row.try_get("", "beneficiary")?;
    let org_id: String = row.try_get("", "org_id")?;
    let decided_on: String = row.try_get("", "decided_on")?;
    Ok(AllowanceGrant {
        grant_id: row.try_get("", "grant_id")?,
        kind: row.try_get("", "kind")?,
        beneficiary: Some(Beneficiary::deserialize(beneficiary).map_err(unreadable)?),
        amount: row.try_get("", "amount")?,
        org_id: Some(OrgId::new(org_id).map_err(unreadable)?),
        dossier_number: row.try_get("", "dossier_number")?,
        decided_on: Some(decided_on.parse().map_err(unreadable)?),
    })
}
