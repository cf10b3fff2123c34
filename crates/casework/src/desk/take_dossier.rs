use dean06_contracts::Contract;
use dean06_contracts::casework::{DossierState, TakeDossier, TakeDossierRequest};
use dean06_mediator::{Context, Reply, ServiceError};

use super::actions::Holding;
use super::at_desk::{AtDesk, invalid};
use crate::command::Stride;
use crate::course::Step;
use crate::room::Casework;
use crate::rows::Held;

/// Takes a dossier to work on it; from a colleague only with a note, which stays in the history.
pub(crate) async fn take_dossier(
    room: Casework,
    context: Context,
    request: TakeDossierRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    desk.take(TakeDossier::NAME, plan(&desk, &request)).await
}

fn plan(desk: &AtDesk, request: &TakeDossierRequest) -> Result<Stride, ServiceError> {
    let standing = desk.begin(Step::Take, request.version)?;
    let note = desk.note(request.note.as_deref())?;
    match desk.holding() {
        Holding::Me => return Err(ServiceError::refused("dossier-step-not-possible")),
        Holding::Other if note.is_none() => {
            let mend = desk.edition.words.mend.note_for_takeover.clone();
            return Err(invalid("/note", mend));
        }
        Holding::Nobody | Holding::Other => {}
    }
    let mut stride = desk.stride(Step::Take, standing);
    stride.entry.internal_note = note;
    stride.after.matters.holder = Some(Held {
        officer: desk.context.actor.reference().clone(),
        since: desk.now,
    });
    Ok(stride)
}
