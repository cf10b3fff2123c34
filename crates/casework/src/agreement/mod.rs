//! Agreements (ý kiến đồng ý): somebody who is not the applicant must say yes before a leg begins.

mod answer_agreement;
mod ask;
mod expire;
mod get_agreement;
mod list_agreements;

pub(crate) use answer_agreement::answer_agreement;
pub(crate) use ask::{Question, ask};
pub(crate) use expire::subscribe;
pub(crate) use get_agreement::get_agreement;
pub(crate) use list_agreements::list_agreements;

use dean06_kernel::PersonId;
use dean06_mediator::{Context, ServiceError};

use crate::error::database;
use crate::room::Casework;
use crate::rows::Agreement;

/// Who acts, in own affairs.
fn person_of(context: &Context) -> Result<PersonId, ServiceError> {
    let person = context.actor.person();
    person.ok_or_else(|| ServiceError::forbidden("applicant-needed"))
}

/// A question to the person who acts: for everybody else there is none.
async fn own(
    room: &Casework,
    context: &Context,
    agreement: &str,
) -> Result<Agreement, ServiceError> {
    Agreement::find(room.store.read(), person_of(context)?, agreement)
        .await
        .map_err(database)?
        .ok_or_else(|| ServiceError::not_found("agreement-not-found"))
}
