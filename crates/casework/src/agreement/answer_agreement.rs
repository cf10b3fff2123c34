use dean06_contracts::Contract;
use dean06_contracts::casework::{
    AnswerAgreement, AnswerAgreementRequest, AnswerAgreementResponse, LegState,
};
use dean06_kernel::Text;
use dean06_mediator::{Context, Reply, ServiceError};
use dean06_store::{Tx, WriteError};

use super::own;
use crate::bundle;
use crate::change::{Change, Made, Unwritten, make};
use crate::command::Key;
use crate::desk::written;
use crate::edition::fill;
use crate::error::database;
use crate::following::{Following, bundle_link, same};
use crate::room::Casework;
use crate::rows::{Agreement, Bundle, Leg};

/// How often it is planned anew when the application changes meanwhile.
const MOST_TRIES: usize = 5;

/// An answer to be written, and where it leaves the leg.
struct Answer {
    agreement: Agreement,
    agreed: bool,
    reason: Option<String>,
    /// Nothing if the leg is past it.
    leg: Option<Leg>,
    following: Following,
    at: i64,
}

/// Keeps the answer of the person asked. A yes lets the leg begin as soon as nothing else is
/// awaited; a no ends it alone.
pub(crate) async fn answer_agreement(
    room: Casework,
    context: Context,
    request: AnswerAgreementRequest,
) -> Result<Reply<AnswerAgreementResponse>, ServiceError> {
    for _ in 0..MOST_TRIES {
        let agreement = own(&room, &context, &request.agreement_id).await?;
        let subjects = [Some(agreement.person_id), agreement.party_id.parse().ok()];
        let (party, bundle) = (agreement.party_id.clone(), agreement.bundle_id.clone());
        let key = Key::new(
            AnswerAgreement::NAME,
            &agreement.agreement_id,
            context.actor.id(),
            context.command_key()?,
        );
        let planned = plan(&room, agreement, &request).await;
        match make(&room, &key, planned).await? {
            Made::Now(body) | Made::Before(body) => {
                bundle::beside(&room, &party, &bundle);
                return Ok(Reply::about_all(subjects.into_iter().flatten(), body));
            }
            Made::Overtaken => {}
        }
    }
    Err(ServiceError::conflict("agreement-answered"))
}

async fn plan(
    room: &Casework,
    agreement: Agreement,
    request: &AnswerAgreementRequest,
) -> Result<Answer, ServiceError> {
    if agreement.answered_at.is_some() {
        return Err(ServiceError::conflict("agreement-answered"));
    }
    if agreement.closed_at.is_some() {
        return Err(ServiceError::conflict("agreement-closed"));
    }
    let edition = room.edition(&agreement.content_digest).await?;
    let reason = request.reason.as_deref();
    let reason = reason.map(|reason| written(&edition, "/reason", reason));
    let reason = reason.transpose()?.filter(|reason| !reason.is_empty());
    let at = room.sources.now_micros();
    let legs = Leg::of_bundle(room.store.read(), &agreement.party_id, &agreement.bundle_id)
        .await
        .map_err(database)?;
    let waits = legs.into_iter().find(|leg| {
        leg.leg_id == agreement.leg_id
            && leg.agreement_id.as_ref() == Some(&agreement.agreement_id)
            && matches!(leg.state, LegState::Waiting | LegState::AwaitingAgreement)
    });
    let leg = waits.map(|leg| {
        if request.agreed {
            return leg.now(LegState::Waiting, at);
        }
        let rule = edition
            .content
            .service(&agreement.service)
            .and_then(|service| service.agreement.as_ref());
        let declined = rule.map(|rule| rule.declined.clone());
        Leg {
            reason: Some(why(room, declined, reason.as_deref())),
            ..leg.now(LegState::Declined, at)
        }
    });
    let mut following = Following::default();
    if let Ok(applicant) = agreement.party_id.parse() {
        following.tell(
            room,
            applicant,
            "agreement-answered",
            [("leg", edition.service_title(&agreement.service))],
            bundle_link(&agreement.bundle_id),
        );
    }
    following.time(bundle::timer(&agreement.party_id, &agreement.bundle_id, at));
    Ok(Answer {
        agreement,
        agreed: request.agreed,
        reason,
        leg,
        following,
        at,
    })
}

/// Why the leg ended, as the applicant reads it: what the content says, and what was said with it.
fn why(room: &Casework, declined: Option<Text>, reason: Option<&str>) -> Text {
    let words = &room.editions.current().words.chain.why;
    let declined = declined.unwrap_or_default();
    match reason {
        Some(reason) => {
            let said = fill(&words.declined, "reason", &same(reason));
            Text::new(
                format!("{} {}", declined.vi, said.vi),
                format!("{} {}", declined.en, said.en),
            )
        }
        None => declined,
    }
}

#[async_trait::async_trait]
impl Change for Answer {
    type Answer = AnswerAgreementResponse;

    async fn write(
        &self,
        tx: &Tx<'_>,
    ) -> Result<Option<AnswerAgreementResponse>, WriteError<Unwritten>> {
        let agreement = &self.agreement;
        let reason = self.reason.as_deref();
        if !agreement.answer(tx, self.agreed, reason, self.at).await? {
            return Ok(None);
        }
        if let Some(leg) = &self.leg {
            if !leg.advance(tx).await? {
                return Ok(None);
            }
            Bundle::leg_changed(tx, &agreement.party_id, &agreement.bundle_id).await?;
        }
        self.following.write(tx).await?;
        Ok(Some(AnswerAgreementResponse {
            agreement_id: Some(agreement.agreement_id.clone()),
            agreed: Some(self.agreed),
            answered_at: Some(self.at),
        }))
    }
}
