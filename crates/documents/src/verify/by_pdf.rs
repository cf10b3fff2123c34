use std::sync::Arc;

use dean06_contracts::casework::VerifyResultRequest;
use dean06_contracts::documents::{PaperVerdict, VerdictReason, VerifyPaperResponse};
use dean06_mediator::{Context, ServiceError};

use super::verify_paper::{casework, refused, told};
use crate::blobs::digest;
use crate::error::database;
use crate::room::Documents;
use crate::rows::{Key, Paper};
use crate::uploads::decoded;

/// The largest file that is looked at, in bytes.
const LARGEST: u64 = 10_000_000;

/// Judges the signatures of a file, then asks whether it was issued here and is in force.
///
/// A file that was kept here is known by its digest: it is genuine even if the certificate of a
/// signature has ended or was revoked since, which is told beside.
pub(super) async fn verify(
    room: &Documents,
    context: &Context,
    pdf: &str,
) -> Result<VerifyPaperResponse, ServiceError> {
    let file = decoded(room, "/pdf", pdf, LARGEST)?;
    let sha256 = digest(&file);
    let trust = room
        .signers
        .trust()
        .await
        .map_err(ServiceError::unavailable)?;
    let (notary, now) = (Arc::clone(&room.options.notary), room.sources.now());
    let judged = tokio::task::spawn_blocking(move || notary.judge(&file, &trust, now))
        .await
        .map_err(ServiceError::internal)?;
    let Ok(judged) = judged else {
        return Ok(refused(PaperVerdict::Invalid, VerdictReason::NotAPdf));
    };
    let code = code_of(room, &sha256).await?;
    let Some(code) = code else {
        let reasons = match judged.against.as_slice() {
            [] if judged.signatures.is_empty() => vec![VerdictReason::NotSigned],
            [] => vec![VerdictReason::NotIssuedHere],
            against => against.to_vec(),
        };
        return Ok(VerifyPaperResponse {
            verdict: Some(PaperVerdict::Invalid),
            reasons: Some(reasons),
            signatures: Some(judged.signatures),
            ..VerifyPaperResponse::default()
        });
    };
    let asked = VerifyResultRequest {
        code: Some(code),
        ..VerifyResultRequest::default()
    };
    let mut answer = told(casework(room, context, &asked).await?);
    let mut reasons = answer.reasons.take().unwrap_or_default();
    if !judged.against.is_empty() {
        reasons.retain(|reason| *reason != VerdictReason::InOrder);
        reasons.extend(judged.against);
    }
    reasons.sort_unstable();
    answer.reasons = Some(reasons);
    answer.signatures = Some(judged.signatures);
    Ok(answer)
}

/// The code of the paper that was issued here with exactly this file.
async fn code_of(room: &Documents, sha256: &str) -> Result<Option<String>, ServiceError> {
    let found = Paper::by_key(room.store.read(), &Key::Digest(sha256.to_owned()))
        .await
        .map_err(database)?;
    Ok(found.into_iter().find_map(|paper| Some(paper.issue?.code)))
}
