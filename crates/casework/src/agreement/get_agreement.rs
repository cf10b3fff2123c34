use dean06_contracts::casework::{AgreementView, GetAgreementRequest};
use dean06_kernel::PersonId;
use dean06_mediator::{Context, Reply, ServiceError};

use super::own;
use crate::room::Casework;

/// A question to the person who acts.
pub(crate) async fn get_agreement(
    room: Casework,
    context: Context,
    request: GetAgreementRequest,
) -> Result<Reply<AgreementView>, ServiceError> {
    let agreement = own(&room, &context, &request.agreement_id).await?;
    let edition = room.edition(&agreement.content_digest).await?;
    let rule = edition
        .content
        .service(&agreement.service)
        .and_then(|service| service.agreement.as_ref());
    let procedure = edition.content.bundle(&agreement.bundle_slug);
    let why = &room.editions.current().words.chain.why;
    let closed = agreement.closed_at.map(|closed| {
        // The clock alone closes it at the limit, all else before.
        let expired = agreement.due_at.is_some_and(|due| due <= closed);
        if expired { &why.expired } else { &why.closed }
    });
    let organisation = agreement.org_id.as_ref();
    let party: Option<PersonId> = agreement.party_id.parse().ok();
    let body = AgreementView {
        agreement_id: Some(agreement.agreement_id.clone()),
        title: Some(edition.service_title(&agreement.service)),
        bundle_title: procedure.map(|procedure| procedure.title.clone()),
        question: Some(agreement.question.clone()),
        declined_text: rule.map(|rule| rule.declined.clone()),
        applicant: Some(agreement.applicant.clone()),
        about: agreement.about.clone(),
        organisation: organisation.map(|organisation| edition.organisation(organisation)),
        asked_at: Some(agreement.asked_at),
        due_at: agreement.due_at,
        answered_at: agreement.answered_at,
        agreed: agreement.agreed,
        reason: agreement.reason.clone(),
        open: Some(agreement.is_open()),
        closed_text: closed.cloned(),
        source: rule.map(|rule| rule.source.clone()),
        acts: rule.and_then(|rule| rule.acts.clone()),
        confidence: rule.map(|rule| rule.confidence.to_string()),
    };
    let subjects = [Some(agreement.person_id), party];
    Ok(Reply::about_all(subjects.into_iter().flatten(), body))
}
