use dean06_contracts::casework::{
    ResultField, Verdict, VerifyResult, VerifyResultRequest, VerifyResultResponse,
};
use dean06_contracts::documents::{
    PaperField, PaperVerdict, VerdictReason, VerifyPaperRequest, VerifyPaperResponse,
};
use dean06_mediator::{Ask, Context, Reply, ServiceError};

use super::{by_pdf, by_qr};
use crate::error::invalid;
use crate::room::Documents;

/// The purpose for which casework is asked about a code.
const PURPOSE: &str = "public-information";

/// Whether a paper is genuine and in force. What it shows is told by casework, which writes down
/// whose data it told; this room adds what became of the signatures of a file.
pub(crate) async fn verify_paper(
    room: Documents,
    context: Context,
    request: VerifyPaperRequest,
) -> Result<Reply<VerifyPaperResponse>, ServiceError> {
    let answer = match (request.pdf, request.qr, request.code) {
        (Some(pdf), None, None) => by_pdf::verify(&room, &context, &pdf).await?,
        (None, Some(qr), None) => by_qr::verify(&room, &context, &qr).await?,
        (None, None, Some(code)) => {
            let asked = VerifyResultRequest {
                code: Some(code.trim().chars().take(LONGEST_CODE).collect()),
                ..VerifyResultRequest::default()
            };
            told(casework(&room, &context, &asked).await?)
        }
        _ => return Err(invalid("", room.settings.mend.exactly_one.clone())),
    };
    let verdict = answer.verdict.map_or("none", name);
    metrics::counter!("dean06_documents_verified_total", "verdict" => verdict).increment(1);
    Ok(Reply::public(answer))
}

/// What casework takes for a code.
const LONGEST_CODE: usize = 40;

/// What casework says of a result.
pub(super) async fn casework(
    room: &Documents,
    context: &Context,
    request: &VerifyResultRequest,
) -> Result<VerifyResultResponse, ServiceError> {
    let actor = room.seal.on_behalf_of(context.actor.principal());
    let ask = Ask::new(&actor, PURPOSE);
    Ok(room.mediator.call::<VerifyResult>(ask, request).await?)
}

/// Casework's word in the words of this room. A wrong code and an unknown one get the same answer.
pub(super) fn told(said: VerifyResultResponse) -> VerifyPaperResponse {
    let replaced = said.replaced_by.is_some();
    let (verdict, reason) = match said.verdict {
        Some(Verdict::Valid) => (PaperVerdict::Valid, VerdictReason::InOrder),
        Some(Verdict::Revoked) if replaced => (PaperVerdict::Replaced, VerdictReason::Replaced),
        Some(Verdict::Revoked) => (PaperVerdict::Revoked, VerdictReason::TakenBack),
        Some(Verdict::Expired) => (PaperVerdict::Expired, VerdictReason::Expired),
        Some(Verdict::Invalid) => (PaperVerdict::Invalid, VerdictReason::Changed),
        Some(Verdict::Unknown) | None => (PaperVerdict::Unknown, VerdictReason::UnknownCode),
    };
    VerifyPaperResponse {
        verdict: Some(verdict),
        reasons: Some(vec![reason]),
        kind: said.kind,
        title: said.title,
        number: said.number,
        issued_at: said.issued_at,
        valid_to: said.valid_to,
        issuer: said.issuer,
        signatures: None,
        fields: said
            .fields
            .map(|fields| fields.into_iter().map(field).collect()),
    }
}

/// An answer that says nothing but why.
pub(super) fn refused(verdict: PaperVerdict, reason: VerdictReason) -> VerifyPaperResponse {
    VerifyPaperResponse {
        verdict: Some(verdict),
        reasons: Some(vec![reason]),
        ..VerifyPaperResponse::default()
    }
}

fn field(field: ResultField) -> PaperField {
    PaperField {
        id: field.id,
        label: field.label,
        value: field.value,
    }
}

fn name(verdict: PaperVerdict) -> &'static str {
    match verdict {
        PaperVerdict::Valid => "valid",
        PaperVerdict::Revoked => "revoked",
        PaperVerdict::Replaced => "replaced",
        PaperVerdict::Expired => "expired",
        PaperVerdict::Invalid => "invalid",
        PaperVerdict::Unknown => "unknown",
    }
}
