use dean06_content as content;
use dean06_kernel::PersonId;

use super::expire;
use crate::clocks;
use crate::drafts::{OpenDraft, about};
use crate::following::Following;
use crate::registers::Filled;
use crate::rows::{Agreement, Bundle, Leg};

/// The time limit within which an answer is awaited, if the service has one.
const LIMIT: &str = "agreement";

/// A question to be asked.
#[derive(Clone, Debug)]
pub(crate) struct Question {
    pub agreement: Agreement,
    /// The message to the person, and the timer of the limit.
    pub following: Following,
}

/// The question to `person` whether a leg may begin; nothing if the service asks nobody.
pub(crate) fn ask(
    open: &OpenDraft,
    bundle: &Bundle,
    leg: &Leg,
    service: &content::Service,
    filled: &Filled,
    person: PersonId,
) -> Option<Question> {
    let rule = service.agreement.as_ref()?;
    let content = &open.edition.content;
    let organisation = open.competent(service, filled).ok().flatten();
    let agreement = Agreement {
        person_id: person,
        agreement_id: open.room.sources.uuid().to_string(),
        party_id: bundle.party_id.clone(),
        bundle_id: bundle.bundle_id.clone(),
        leg_id: leg.leg_id.clone(),
        service: service.slug.clone(),
        bundle_slug: bundle.slug.clone(),
        content_digest: content.digest().to_owned(),
        asked_name: filled.answers.name_of(person),
        applicant: open.applicant.name.clone(),
        about: about(service, filled),
        org_id: organisation.map(|organisation| organisation.id),
        question: rule.question.clone(),
        asked_at: open.now,
        due_at: clocks::due(content.calendar(), service.clock(LIMIT), open.now),
        answered_at: None,
        agreed: None,
        reason: None,
        closed_at: None,
    };
    let mut following = Following::default();
    following.tell(
        &open.room,
        person,
        "agreement-asked",
        [("title", service.title.clone())],
        format!("/agreements/{}", agreement.agreement_id),
    );
    if let Some(timer) = expire::timer(&agreement) {
        following.time(timer);
    }
    Some(Question {
        agreement,
        following,
    })
}
