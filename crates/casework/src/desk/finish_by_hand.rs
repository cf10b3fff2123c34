use dean06_contracts::Contract;
use dean06_contracts::casework::{DossierState, FinishByHand, FinishByHandRequest};
use dean06_mediator::{Context, Reply, ServiceError};

use super::approve::{PATIENCE, present};
use super::at_desk::{AtDesk, invalid, written};
use crate::command::{self, Stride};
use crate::course::Step;
use crate::effect;
use crate::room::Casework;
use crate::rows::ByHand;

/// Records that a decision was carried out in the register by hand. The message to the register is
/// taken back for good; what the register holds now is looked up and signed, at once if it answers.
pub(crate) async fn finish_by_hand(
    room: Casework,
    context: Context,
    request: FinishByHandRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    let planned = plan(&desk, &request).await;
    command::take(&room, &desk.key(FinishByHand::NAME)?, planned).await?;
    let mut dossier = present(&desk).await?;
    if dossier.standing().approved {
        let effect = effect::beside(&room, &dossier.party_id, &dossier.dossier_id);
        // Whether the wait ends by the result or by the clock, the dossier tells what is so.
        let _ = tokio::time::timeout(PATIENCE, effect).await;
        dossier = present(&desk).await?;
    }
    Ok(desk.reply(command::state(&dossier)))
}

async fn plan(desk: &AtDesk, request: &FinishByHandRequest) -> Result<Stride, ServiceError> {
    let standing = desk.begin(Step::ByHand, request.version)?;
    let trouble = effect::trouble(&desk.room, &desk.edition, &desk.dossier).await?;
    if !trouble.is_some_and(|trouble| trouble.by_hand) {
        return Err(ServiceError::refused("by-hand-not-yet"));
    }
    let reference = filled(desk, "/reference", &request.reference)?;
    let note = filled(desk, "/note", &request.note)?;
    let mut stride = desk.stride(Step::ByHand, standing);
    stride.entry.internal_note = Some(format!("{reference}: {note}"));
    if let Some(approval) = &mut stride.after.matters.approval {
        approval.by_hand = Some(ByHand {
            officer: desk.context.actor.reference().clone(),
            at: desk.now,
            reference,
        });
    }
    stride.timer = Some(effect::timer(&desk.dossier, desk.now));
    Ok(stride)
}

/// A text that must not be empty.
fn filled(desk: &AtDesk, pointer: &str, text: &str) -> Result<String, ServiceError> {
    let text = written(&desk.edition, pointer, text)?;
    if text.is_empty() {
        let mend = &desk.edition.words.mend;
        return Err(invalid(pointer, mend.reason_empty.clone()));
    }
    Ok(text)
}
