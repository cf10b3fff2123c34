use std::time::Duration;

use dean06_content::{CheckEffect, Service};
use dean06_contracts::Contract;
use dean06_contracts::casework::{Approve, ApproveRequest, DossierState};
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::OutboxEvent;
use serde_json::json;

use super::at_desk::AtDesk;
use super::open_dossier::ask_now;
use crate::command::{self, Stride};
use crate::course::Step;
use crate::effect::{self, DUE};
use crate::error::{check_refused, database, no_dossier};
use crate::registers::{Age, Filled};
use crate::room::Casework;
use crate::rows::{Approval, Dossier};

/// How long the officer's page waits for the result. After that the result comes by itself.
const PATIENCE: Duration = Duration::from_secs(5);

/// Decides in favour. The decision, and that its effect is due, are one write; the effect at the
/// owner of the register and the signed result follow by themselves, whatever happens to this
/// process. The officer normally sees the result at once.
pub(crate) async fn approve(
    room: Casework,
    context: Context,
    request: ApproveRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    let key = desk.key(Approve::NAME)?;
    let planned = plan(&desk, &request).await;
    let finished = room.watch.expect(&request.dossier_id);
    command::take(&room, &key, planned).await?;
    // Whether the wait ended by the result or by the clock, the dossier itself tells what is so.
    let _ = tokio::time::timeout(PATIENCE, finished).await;
    let dossier = Dossier::find(
        room.store.read(),
        &desk.dossier.party_id,
        &request.dossier_id,
    )
    .await
    .map_err(database)?
    .ok_or_else(no_dossier)?;
    Ok(desk.reply(command::state(&dossier)))
}

async fn plan(desk: &AtDesk, request: &ApproveRequest) -> Result<Stride, ServiceError> {
    let standing = desk.begin(Step::Approve, request.version)?;
    let note = desk.note(request.note.as_deref())?;
    let service = desk.service()?;
    // Of a register that is silent now, what it told at the submission still counts.
    let mut filled = ask_now(desk, service, Age::AskAgain).await?;
    refuse_by_checks(service, &filled)?;
    let officer = desk.context.actor.reference().clone();
    effect::decided_by(&mut filled.context, &desk.edition, &desk.dossier, &officer, desk.now);
    let wish = service
        .effect_request(&filled.context)
        .map_err(ServiceError::internal)?
        .unwrap_or_default();
    let mut stride = desk.stride(Step::Approve, standing);
    stride.entry.internal_note = note;
    stride.after.matters.approval = Some(Approval {
        officer,
        at: desk.now,
        request: wish,
        pending: true,
    });
    stride.event = Some(OutboxEvent {
        id: desk.room.sources.uuid(),
        topic: DUE.to_owned(),
        key: desk.dossier.party_id.clone(),
        body: json!({ "dossier_id": desk.dossier.dossier_id }),
    });
    Ok(stride)
}

fn refuse_by_checks(service: &Service, filled: &Filled) -> Result<(), ServiceError> {
    let struck = service
        .run_checks(&filled.context)
        .map_err(ServiceError::internal)?;
    match struck
        .into_iter()
        .find(|check| check.effect == CheckEffect::Refuse)
    {
        Some(check) => Err(check_refused(&check.message)),
        None => Ok(()),
    }
}
