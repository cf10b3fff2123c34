//! Questions that nobody answered in time.

use std::sync::Arc;

use dean06_contracts::casework::LegState;
use dean06_kernel::PersonId;
use dean06_store::{HandlerError, NoRefusal, Timer, TimerHandler, WriteError};
use serde_json::{Value, json};

use crate::bundle;
use crate::following::{Following, bundle_link};
use crate::room::Casework;
use crate::rows::{Agreement, Bundle, Leg};

/// The kind of timer that ends a question.
const AGREEMENT: &str = "casework.agreement";

/// Hands the store what ends questions.
pub(crate) fn subscribe(room: &Casework) {
    room.store
        .on_timer(AGREEMENT, Arc::new(Limits(room.clone())));
}

/// The timer of a question that has a limit.
pub(super) fn timer(agreement: &Agreement) -> Option<Timer> {
    Some(Timer {
        id: format!("{AGREEMENT}/{}", agreement.agreement_id),
        kind: AGREEMENT.to_owned(),
        key: agreement.person_id.to_string(),
        due_at: agreement.due_at?,
        body: json!({ "agreement_id": agreement.agreement_id }),
    })
}

/// Ends a question that is still open; its leg alone ends with it.
async fn expire(room: &Casework, person: PersonId, agreement: &str) -> Result<(), HandlerError> {
    let read = room.store.read();
    let Some(found) = Agreement::find(read, person, agreement).await? else {
        return Ok(());
    };
    if !found.is_open() {
        return Ok(());
    }
    let (party, bundle) = (&found.party_id, &found.bundle_id);
    let at = room.sources.now_micros();
    let words = &room.editions.current().words.chain.why;
    let legs = Leg::of_bundle(read, party, bundle).await?;
    let waits = legs.into_iter().find(|leg| {
        leg.agreement_id.as_deref() == Some(agreement)
            && matches!(leg.state, LegState::Waiting | LegState::AwaitingAgreement)
    });
    let leg = &waits.map(|leg| Leg {
        reason: Some(words.expired.clone()),
        ..leg.now(LegState::Declined, at)
    });
    let mut following = Following::default();
    if let Ok(applicant) = party.parse() {
        let title = room.editions.current().service_title(&found.service);
        let values = [("leg", title)];
        following.tell(
            room,
            applicant,
            "agreement-answered",
            values,
            bundle_link(bundle),
        );
    }
    following.time(bundle::timer(party, bundle, at));
    let following = &following;
    let ended = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if !Agreement::close(tx, person, agreement, at).await? {
                    return Ok(false);
                }
                if let Some(leg) = leg {
                    if !leg.advance(tx).await? {
                        return Err(WriteError::Conflict);
                    }
                    Bundle::leg_changed(tx, party, bundle).await?;
                }
                following.write(tx).await?;
                Ok::<bool, WriteError<NoRefusal>>(true)
            })
        })
        .await?;
    if ended {
        bundle::beside(room, party, bundle);
    }
    Ok(())
}

/// Ends questions at their limits.
struct Limits(Casework);

#[async_trait::async_trait]
impl TimerHandler for Limits {
    async fn fire(&self, timer: &Timer) -> Result<(), HandlerError> {
        let agreement = timer.body.get("agreement_id").and_then(Value::as_str);
        let agreement = agreement.ok_or("a limit of no question")?;
        expire(&self.0, timer.key.parse()?, agreement).await
    }
}
