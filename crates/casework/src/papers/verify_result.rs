use dean06_contracts::casework::{Verdict, VerifyResultRequest, VerifyResultResponse};
use dean06_mediator::{Context, Reply, ServiceError};
use jsonwebtoken::jwk::JwkSet;

use crate::desk::invalid;
use crate::error::{database, write_failed};
use crate::room::Casework;
use crate::rows::Stored;
use crate::signing::{KeyError, ResultCode, jws, keys};

/// Whether a paper was issued and is unchanged; for everybody. It tells nothing that the paper does
/// not show: a code has 128 random bits, and stands on the paper only.
pub(crate) async fn verify_result(
    room: Casework,
    _context: Context,
    request: VerifyResultRequest,
) -> Result<Reply<VerifyResultResponse>, ServiceError> {
    let code = match (&request.code, &request.jws) {
        (Some(code), None) => code.parse::<ResultCode>().ok(),
        (None, Some(presented)) => match jws::verify(&keys(&room).await?, presented.trim()) {
            Ok(payload) => payload
                .get("code")
                .and_then(|code| code.as_str())
                .and_then(|code| code.parse().ok()),
            Err(reason) => {
                tracing::debug!(%reason, "a presented result is not ours");
                return Ok(Reply::public(verdict(Verdict::Invalid)));
            }
        },
        _ => {
            let words = &room.editions.current().words.mend;
            return Err(invalid("/code", words.exactly_one.clone()));
        }
    };
    let Some(code) = code else {
        return Ok(Reply::public(verdict(Verdict::Unknown)));
    };
    let found = Stored::by_code(room.store.read(), &code.to_string())
        .await
        .map_err(database)?;
    let Some(stored) = found else {
        return Ok(Reply::public(verdict(Verdict::Unknown)));
    };
    // A genuine signature under a code that belongs to another paper is not this paper.
    if request
        .jws
        .as_deref()
        .is_some_and(|presented| presented.trim() != stored.jws)
    {
        return Ok(Reply::public(verdict(Verdict::Invalid)));
    }
    let verdict = match stored.revoked_at {
        Some(_) => Verdict::Revoked,
        None => Verdict::Valid,
    };
    Ok(told(verdict, stored))
}

async fn keys(room: &Casework) -> Result<JwkSet, ServiceError> {
    keys::public(&room.store)
        .await
        .map_err(|error| match error {
            KeyError::Database(error) => write_failed(error),
            error @ KeyError::Signing(_) => ServiceError::internal(error),
        })
}

fn verdict(verdict: Verdict) -> VerifyResultResponse {
    VerifyResultResponse {
        verdict: Some(verdict),
        ..VerifyResultResponse::default()
    }
}

fn told(verdict: Verdict, stored: Stored) -> Reply<VerifyResultResponse> {
    let paper = stored.paper;
    let body = VerifyResultResponse {
        verdict: Some(verdict),
        kind: Some(paper.kind),
        title: Some(paper.title),
        number: Some(paper.number),
        issued_at: Some(stored.issued_at),
        issuer: Some(paper.issuer),
        fields: Some(paper.fields.into_iter().map(Into::into).collect()),
    };
    Reply::about_all(stored.subjects, body)
}
