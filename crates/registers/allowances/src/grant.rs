//! An allowance for somebody who died, once.

use dean06_contracts::{
    Contract, FieldProblem,
    allowances::{Grant, GrantRequest, GrantResponse},
};
use dean06_kernel::{PersonName, PersonalNumber, is_unseen};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Sql, Tx, WriteError};
use sea_orm::DbErr;
use serde_json::{Value, json};

use crate::{
    Allowances,
    error::{unreadable, write_failed},
};

/// The code list of kinds.
const KINDS: &str = "allowance-kinds";

/// Why nothing was granted.
#[derive(Debug, thiserror::Error)]
pub(crate) enum GrantError {
    /// There is a grant of this kind for this person.
    #[error("this allowance was granted already")]
    AlreadyGranted,
}

impl From<GrantError> for ServiceError {
    fn from(error: GrantError) -> Self {
        match error {
            GrantError::AlreadyGranted => Self::refused("allowance-already-granted"),
        }
    }
}

/// Answers `allowances.grant/1`.
pub(crate) async fn grant(
    room: Allowances,
    context: Context,
    mut request: GrantRequest,
) -> Result<Reply<GrantResponse>, ServiceError> {
    let key = context.command_key()?;
    check(&room, &mut request)?;
    let grant_id = &room.sources.uuid().to_string();
    let recorded_at = room.sources.now_micros();
    let request = &request;
    let written = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(known) = recall(tx, key).await? {
                    return Ok(known);
                }
                // Of two that grant the same at once, the slower waits here, and if it brings the same
                // key, finds the response of the faster.
                if !insert(tx, request, grant_id, recorded_at).await? {
                    let known = recall(tx, key).await?;
                    return known.ok_or(WriteError::Refused(GrantError::AlreadyGranted));
                }
                let response = GrantResponse {
                    grant_id: Some(grant_id.clone()),
                    person_id: Some(request.person_id),
                    kind: Some(request.kind.clone()),
                    beneficiary: Some(request.beneficiary.clone()),
                    amount: request.amount,
                    decided_on: Some(request.decided_on),
                };
                tx.remember(Grant::NAME, key, &json!(response)).await?;
                Ok(response)
            })
        })
        .await;
    let response = written.map_err(write_failed)?;
    let beneficiary = response.beneficiary.as_ref();
    let beneficiary = beneficiary.and_then(|beneficiary| beneficiary.person_id);
    Ok(Reply::about_all(
        beneficiary.into_iter().chain([request.person_id]),
        response,
    ))
}

fn check(room: &Allowances, request: &mut GrantRequest) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    let mut wrong = |pointer: &str, code: &str| {
        problems.push(FieldProblem {
            pointer: pointer.to_owned(),
            text: room.mediator.problems().tell(422, code).detail,
        });
    };
    let kinds = room.content.code_list(KINDS);
    if kinds.and_then(|list| list.get(&request.kind)).is_none() {
        wrong("/kind", "code-unknown");
    }
    match PersonName::new(&request.beneficiary.name) {
        Ok(name) => name.as_str().clone_into(&mut request.beneficiary.name),
        Err(_) => wrong("/beneficiary/name", "name-not-usable"),
    }
    let number = request.beneficiary.personal_number.as_deref();
    if number.is_some_and(|number| number.parse::<PersonalNumber>().is_err()) {
        wrong("/beneficiary/personal_number", "number-not-usable");
    }
    if room.content.organisation(&request.org_id).is_none() {
        wrong("/org_id", "value-not-usable");
    }
    let relation = request.beneficiary.relation.as_deref();
    for (pointer, text) in [
        ("/beneficiary/relation", relation.unwrap_or("-")),
        ("/decided_by", &request.decided_by),
    ] {
        if text.trim().is_empty() || text.chars().any(is_unseen) {
            wrong(pointer, "text-not-usable");
        }
    }
    if request.decided_on > room.sources.today() {
        wrong("/decided_on", "date-in-future");
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(problems))
    }
}

async fn recall(tx: &Tx<'_>, key: &str) -> Result<Option<GrantResponse>, DbErr> {
    let known: Option<Value> = tx.recall(Grant::NAME, key).await?;
    known
        .map(serde_json::from_value)
        .transpose()
        .map_err(unreadable)
}

/// False if there is a grant of this kind already.
async fn insert(
    tx: &Tx<'_>,
    request: &GrantRequest,
    grant_id: &str,
    recorded_at: i64,
) -> Result<bool, DbErr> {
    let granted = tx
        .run(
            "INSERT INTO allowance_grant (person_id, kind, grant_id, beneficiary, amount, org_id,
               dossier_number, decided_by, decided_on, recorded_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (person_id, kind) DO NOTHING",
            [
                request.person_id.to_string().into(),
                request.kind.clone().into(),
                grant_id.into(),
                json!(request.beneficiary).into(),
                request.amount.into(),
                request.org_id.to_string().into(),
                request.dossier_number.clone().into(),
                request.decided_by.clone().into(),
                request.decided_on.to_string().into(),
                recorded_at.into(),
            ],
        )
        .await?;
    Ok(granted == 1)
}
