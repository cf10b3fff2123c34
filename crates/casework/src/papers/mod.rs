//! What leaves the office: signed results, slips, and the answer to who doubts a paper.

mod get_result;
mod get_slip;
mod issue;
mod verify_result;

pub(crate) use get_result::get_result;
pub(crate) use get_slip::get_slip;
pub(crate) use issue::{Issue, IssueError, issue};
pub(crate) use verify_result::verify_result;

use dean06_mediator::{ActorKind, Context, ServiceError};

use crate::drafts::party_of;
use crate::error::{database, no_dossier};
use crate::room::Casework;
use crate::rows::Dossier;

/// A dossier for its applicant, or for an officer of the organisation at which it lies.
async fn visible(
    room: &Casework,
    context: &Context,
    dossier: &str,
) -> Result<Dossier, ServiceError> {
    let read = room.store.read();
    let found = match (context.actor.kind(), context.actor.org()) {
        (ActorKind::Officer, Some(org)) => Dossier::find_at(read, org, dossier).await,
        _ => Dossier::find(read, &party_of(context)?, dossier).await,
    };
    found.map_err(database)?.ok_or_else(no_dossier)
}
