use dean06_contracts::casework::{Replacement, Verdict, VerifyResultRequest, VerifyResultResponse};
use dean06_mediator::{Context, Reply, ServiceError};
use jiff::civil::Date;
use jsonwebtoken::jwk::JwkSet;

use crate::desk::invalid;
use crate::error::{database, write_failed};
use crate::room::Casework;
use crate::rows::Stored;
use crate::signing::{KeyError, ResultCode, jws, keys, qr};

/// Whether a paper was issued and is unchanged; for everybody. It tells nothing that the paper does
/// not show: a code has 128 random bits, and stands on the paper only.
pub(crate) async fn verify_result(
    room: Casework,
    _context: Context,
    request: VerifyResultRequest,
) -> Result<Reply<VerifyResultResponse>, ServiceError> {
    let presented = match (&request.code, &request.jws, &request.qr) {
        (Some(code), None, None) => Ok(code.parse().ok()),
        (None, Some(jws), None) => code_of_jws(&keys(&room).await?, jws),
        (None, None, Some(qr)) => code_of_qr(&keys(&room).await?, qr)?,
        _ => {
            let words = &room.editions.current().words.mend;
            return Err(invalid("/code", words.exactly_one.clone()));
        }
    };
    let Ok(code) = presented else {
        return Ok(Reply::public(verdict(Verdict::Invalid)));
    };
    let Some(code) = code else {
        return Ok(Reply::public(verdict(Verdict::Unknown)));
    };
    let Some(stored) = by_code(&room, &code.to_string()).await? else {
        return Ok(Reply::public(verdict(Verdict::Unknown)));
    };
    // A genuine signature under a code that belongs to another paper is not this paper.
    let is_another = |presented: &Option<String>, kept: Option<&str>| {
        let presented = presented.as_deref().map(str::trim);
        presented.is_some() && presented != kept
    };
    if is_another(&request.jws, Some(&stored.jws))
        || is_another(&request.qr, stored.paper.qr.as_deref())
    {
        return Ok(Reply::public(verdict(Verdict::Invalid)));
    }
    let successor = stored
        .revocation
        .as_ref()
        .and_then(|revocation| revocation.replaced_by.as_deref());
    let replaced_by = match successor {
        Some(code) => by_code(&room, code).await?.map(|stored| Replacement {
            title: Some(stored.paper.title),
            number: Some(stored.paper.number),
            issued_at: Some(stored.issued_at),
        }),
        None => None,
    };
    Ok(told(stored, replaced_by, room.sources.today()))
}

/// What was presented is not ours.
struct NotGenuine;

/// The code in signed JSON that is ours.
fn code_of_jws(keys: &JwkSet, presented: &str) -> Result<Option<ResultCode>, NotGenuine> {
    match jws::verify(keys, presented.trim()) {
        Ok(payload) => Ok(payload
            .get("code")
            .and_then(|code| code.as_str())
            .and_then(|code| code.parse().ok())),
        Err(reason) => {
            tracing::debug!(%reason, "a presented result is not ours");
            Err(NotGenuine)
        }
    }
}

/// The code in a QR code that is ours.
fn code_of_qr(
    keys: &JwkSet,
    presented: &str,
) -> Result<Result<Option<ResultCode>, NotGenuine>, ServiceError> {
    let keys = serde_json::to_value(keys).map_err(ServiceError::internal)?;
    Ok(match qr::verify(&keys, presented) {
        Ok(qr) => Ok(qr.code.parse().ok()),
        Err(reason) => {
            tracing::debug!(%reason, "a presented QR code is not ours");
            Err(NotGenuine)
        }
    })
}

async fn by_code(room: &Casework, code: &str) -> Result<Option<Stored>, ServiceError> {
    Stored::by_code(room.store.read(), code)
        .await
        .map_err(database)
}

pub(super) async fn keys(room: &Casework) -> Result<JwkSet, ServiceError> {
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

fn told(
    stored: Stored,
    replaced_by: Option<Replacement>,
    today: Date,
) -> Reply<VerifyResultResponse> {
    let paper = stored.paper;
    let verdict = match (stored.revoked_at, paper.valid_to) {
        (Some(_), _) => Verdict::Revoked,
        (None, Some(last)) if last < today => Verdict::Expired,
        (None, _) => Verdict::Valid,
    };
    let body = VerifyResultResponse {
        verdict: Some(verdict),
        kind: Some(paper.kind),
        title: Some(paper.title),
        number: Some(paper.number),
        issued_at: Some(stored.issued_at),
        valid_to: paper.valid_to,
        issuer: Some(paper.issuer),
        fields: Some(paper.fields.into_iter().map(Into::into).collect()),
        revoked_at: stored.revoked_at,
        replaced_by,
    };
    Reply::about_all(stored.subjects, body)
}
