use std::time::Duration;

use dean06_contracts::Contract;
use dean06_contracts::casework::{Approve, ApproveRequest, DossierState};
use dean06_mediator::{Context, Reply, ServiceError};

use super::actions::role_for;
use super::at_desk::AtDesk;
use super::open_dossier::ask_now;
use crate::command::{self, Stride};
use crate::course::Step;
use crate::effect;
use crate::error::{database, no_dossier};
use crate::registers::Age;
use crate::room::Casework;
use crate::rows::{Approval, Dossier};

/// How long the officer's page waits for the result. After that the result comes by itself.
pub(super) const PATIENCE: Duration = Duration::from_secs(5);

/// Decides in favour. The decision, and that its effect is due, are one write; the effect at the
/// owner of the register and the signed result follow, whatever happens to this process. The
/// officer normally sees the result at once.
pub(crate) async fn approve(
    room: Casework,
    context: Context,
    request: ApproveRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    let planned = plan(&desk, &request).await;
    command::take(&room, &desk.key(Approve::NAME)?, planned).await?;
    let mut dossier = present(&desk).await?;
    if dossier.standing().approved {
        // Whether the wait ends by the result or by the clock, the dossier tells what is so.
        let effect = effect::beside(&room, &dossier.party_id, &dossier.dossier_id);
        let _ = tokio::time::timeout(PATIENCE, effect).await;
        dossier = present(&desk).await?;
    }
    Ok(desk.reply(command::state(&dossier)))
}

/// The dossier as it stands now.
pub(super) async fn present(desk: &AtDesk) -> Result<Dossier, ServiceError> {
    let (party, dossier) = (&desk.dossier.party_id, &desk.dossier.dossier_id);
    Dossier::find(desk.room.store.read(), party, dossier)
        .await
        .map_err(database)?
        .ok_or_else(no_dossier)
}

async fn plan(desk: &AtDesk, request: &ApproveRequest) -> Result<Stride, ServiceError> {
    let standing = desk.begin(Step::Approve, request.version)?;
    let note = desk.note(request.note.as_deref())?;
    let service = desk.service()?;
    // Of a register that is silent now, what it told at the submission still counts.
    let mut filled = ask_now(desk, service, Age::AskAgain).await?;
    let officer = desk.context.actor.reference().clone();
    effect::decided_by(
        &mut filled.context,
        &desk.edition,
        &desk.dossier,
        &officer,
        desk.now,
    );
    let wish = service
        .effect_request(&filled.context)
        .map_err(ServiceError::internal)?
        .unwrap_or_default();
    let mut stride = desk.stride(Step::Approve, standing);
    // The paper will be made of the same answers as the effect.
    stride.after.answers = filled.answers;
    stride.entry.internal_note = note;
    stride.after.matters.approval = Some(Approval {
        role: role_for(service, desk.context.actor.roles(), Step::Approve),
        ..Approval::of(officer, desk.now, wish)
    });
    stride.timer = Some(effect::timer(&desk.dossier, desk.now));
    Ok(stride)
}
