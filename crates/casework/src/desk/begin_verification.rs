use dean06_contracts::Contract;
use dean06_contracts::casework::{BeginVerification, BeginVerificationRequest, DossierState};
use dean06_mediator::{Context, Reply, ServiceError};

use super::at_desk::AtDesk;
use crate::clocks::{self, TOTAL, WITH_VERIFICATION};
use crate::command::{Stride, Whole};
use crate::course::Step;
use crate::error::database;
use crate::room::Casework;
use crate::rows::{Bundle, Extension};

/// Has something verified outside the registers (xác minh), once and before the limit passes. From
/// then on the longer limit holds that the content gives for it, and that of the whole with it.
pub(crate) async fn begin_verification(
    room: Casework,
    context: Context,
    request: BeginVerificationRequest,
) -> Result<Reply<DossierState>, ServiceError> {
    let desk = AtDesk::find(&room, &context, &request.dossier_id).await?;
    let planned = plan(&desk, &request).await;
    desk.take(BeginVerification::NAME, planned).await
}

async fn plan(desk: &AtDesk, request: &BeginVerificationRequest) -> Result<Stride, ServiceError> {
    let standing = desk.begin(Step::Verify, request.version)?;
    let reason = desk.reason(&request.reason)?;
    let service = desk.service()?;
    let dossier = &desk.dossier;
    let longer = service
        .clock(WITH_VERIFICATION)
        .ok_or_else(|| ServiceError::refused("verification-no-limit"))?;
    let former_due_at = dossier
        .due_at
        .filter(|due| desk.now < *due)
        .ok_or_else(|| ServiceError::refused("verification-too-late"))?;
    let due_at = clocks::lengthened(
        desk.edition.content.calendar(),
        service.clock(TOTAL),
        longer,
        dossier.submitted_at,
        former_due_at,
    )
    .ok_or_else(|| ServiceError::refused("extension-beyond-calendar"))?;
    let mut stride = desk.stride(Step::Verify, standing);
    stride.entry.note = Some(reason.clone());
    stride.after.due_at = Some(due_at);
    stride.after.matters.verification = Some(Extension {
        former_due_at,
        due_at,
        reason,
        at: desk.now,
        by: desk.context.actor.reference().clone(),
    });
    stride.whole = whole(desk).await?;
    Ok(stride)
}

/// The longer limit of the interlinked application that the dossier is a leg of.
async fn whole(desk: &AtDesk) -> Result<Option<Whole>, ServiceError> {
    let dossier = &desk.dossier;
    let Some(bundle_id) = &dossier.bundle_id else {
        return Ok(None);
    };
    let bundle = Bundle::find(desk.room.store.read(), &dossier.party_id, bundle_id)
        .await
        .map_err(database)?;
    let content = &desk.edition.content;
    let due_at = bundle.and_then(|bundle| {
        let longer = content.bundle(&bundle.slug)?.clock(WITH_VERIFICATION)?;
        let longer = clocks::due(content.calendar(), Some(longer), bundle.submitted_at?)?;
        bundle.due_at.filter(|due| *due < longer).map(|_| longer)
    });
    Ok(due_at.map(|due_at| Whole {
        bundle_id: bundle_id.clone(),
        due_at,
    }))
}
