//! What leaves the office: signed results, slips, and the answer to who doubts a paper.

mod get_paper_library;
mod get_result;
mod get_slip;
mod issue;
mod place;
mod public_keys;
mod revoke_result;
mod verify_result;

pub(crate) use get_paper_library::get_paper_library;
pub(crate) use get_result::get_result;
pub(crate) use get_slip::{get_slip, slips_of};
pub(crate) use issue::{Issue, IssueError, Issued, issue};
pub(crate) use public_keys::public_keys;
pub(crate) use revoke_result::revoke_result;
pub(crate) use verify_result::verify_result;

use std::sync::Arc;

use dean06_mediator::{ActorKind, Context, ServiceError};

use crate::desk;
use crate::drafts::party_of;
use crate::edition::Edition;
use crate::error::{database, no_dossier};
use crate::room::Casework;
use crate::rows::Dossier;

/// A dossier for its applicant, or for an officer who works on it.
async fn visible(
    room: &Casework,
    context: &Context,
    dossier: &str,
) -> Result<(Dossier, Arc<Edition>), ServiceError> {
    if context.actor.kind() == ActorKind::Officer {
        return desk::find(room, context, dossier).await;
    }
    let found = Dossier::find(room.store.read(), &party_of(context)?, dossier)
        .await
        .map_err(database)?
        .ok_or_else(no_dossier)?;
    let edition = room.edition(&found.content_digest).await?;
    Ok((found, edition))
}
