//! The end of a health card before its last day.

use dean06_contracts::{
    Contract, FieldProblem,
    health_insurance::{EndCard, EndCardRequest, EndCardResponse},
};
use dean06_kernel::{PersonId, is_unseen};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Sql, Tx, WriteError};
use sea_orm::DbErr;
use serde_json::json;

use crate::{
    HealthInsurance,
    error::{unreadable, write_failed},
    insured::{End, Insured, day},
    room::source,
};

/// Why a card was not ended.
#[derive(Debug, thiserror::Error)]
pub(crate) enum EndCardError {
    /// The person has no card that could end.
    #[error("the person has no card in force")]
    NoCard,
}

impl From<EndCardError> for ServiceError {
    fn from(error: EndCardError) -> Self {
        match error {
            EndCardError::NoCard => Self::refused("no-card-in-force"),
        }
    }
}

/// Answers `health-insurance.end-card/1`.
pub(crate) async fn end_card(
    room: HealthInsurance,
    context: Context,
    request: EndCardRequest,
) -> Result<Reply<EndCardResponse>, ServiceError> {
    let key = context.command_key()?;
    check(&room, &request)?;
    let (request, source, case) = (&request, &source(&context), context.case.as_deref());
    let recorded_at = room.sources.now_micros();
    let written = room
        .store
        .write(|tx| {
            Box::pin(async move {
                let insured = Insured::take(tx, request.person_id).await?;
                if let Some(known) = tx.recall(EndCard::NAME, key).await? {
                    return Ok(serde_json::from_value(known).map_err(unreadable)?);
                }
                let response = if let Some(number) = insured.card_from(request.ended_on) {
                    let end = End {
                        ended_on: request.ended_on,
                        reason: &request.reason,
                        by_death: false,
                        case,
                        source,
                        recorded_at,
                    };
                    insured.end(tx, number, end).await?;
                    EndCardResponse {
                        person_id: Some(request.person_id),
                        card_number: Some(number.to_owned()),
                        ended_on: Some(request.ended_on),
                        ended_by_death: Some(false),
                    }
                } else {
                    let ended = ended_by_death(tx, request.person_id).await?;
                    ended.ok_or(WriteError::Refused(EndCardError::NoCard))?
                };
                tx.remember(EndCard::NAME, key, &json!(response)).await?;
                Ok(response)
            })
        })
        .await;
    let response = written.map_err(write_failed)?;
    Ok(Reply::about(request.person_id, response))
}

fn check(room: &HealthInsurance, request: &EndCardRequest) -> Result<(), ServiceError> {
    let mut problems = Vec::new();
    let mut wrong = |pointer: &str, code: &str| {
        problems.push(FieldProblem {
            pointer: pointer.to_owned(),
            text: room.mediator.problems().tell(422, code).detail,
        });
    };
    let hidden = |c: char| is_unseen(c) && c != '\n';
    if request.reason.trim().is_empty() || request.reason.chars().any(hidden) {
        wrong("/reason", "text-not-usable");
    }
    if request.ended_on > room.sources.today() {
        wrong("/ended_on", "date-in-future");
    }
    if problems.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(problems))
    }
}

/// The card that the person's death ended.
async fn ended_by_death(tx: &Tx<'_>, person: PersonId) -> Result<Option<EndCardResponse>, DbErr> {
    let row = tx
        .row(
            "SELECT card_number, ended_on FROM health_card_end
             WHERE person_id = ? AND by_death = 1",
            [person.to_string().into()],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(EndCardResponse {
        person_id: Some(person),
        card_number: row.try_get("", "card_number")?,
        ended_on: day(&row, "ended_on")?,
        ended_by_death: Some(true),
    }))
}
