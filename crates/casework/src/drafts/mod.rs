//! Applications before they are submitted.

mod discard_draft;
mod get_draft;
mod keep;
mod list_drafts;
mod make;
mod open_draft;
mod save_draft;
mod start_draft;
mod submit;

pub(crate) use discard_draft::discard_draft;
pub(crate) use get_draft::{get_draft, silent};
pub(crate) use keep::keep;
pub(crate) use list_drafts::list_drafts;
pub(crate) use make::{Making, NoNumber, Numbers, SUBMITTED, about};
pub(crate) use open_draft::{Judgement, OpenDraft};
pub(crate) use save_draft::save_draft;
pub(crate) use start_draft::start_draft;
pub(crate) use submit::submit;

use dean06_content::{Applicant, Service};
use dean06_mediator::{Context, ServiceError};
use jiff::civil::Date;

use crate::edition::Edition;
use crate::error::no_service;

/// The applicant: whoever acts in own affairs.
pub(crate) fn party_of(context: &Context) -> Result<String, ServiceError> {
    let person = context.actor.person();
    person
        .map(|person| person.to_string())
        .ok_or_else(|| ServiceError::forbidden("applicant-needed"))
}

/// A service on offer on a day.
pub(crate) fn offered<'e>(
    edition: &'e Edition,
    slug: &str,
    today: Date,
) -> Result<&'e Service, ServiceError> {
    edition
        .content
        .service(slug)
        .filter(|service| is_offered(service, today))
        .ok_or_else(no_service)
}

/// Whether persons may apply for it by itself on a day.
pub(crate) fn is_offered(service: &Service, today: Date) -> bool {
    service.offered
        && service.law.holds_on(today)
        && service.applicants.contains(&Applicant::Citizen)
}
