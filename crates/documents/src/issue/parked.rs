use std::sync::Arc;

use dean06_store::{Event, HandlerError, NoRefusal, Timer, TimerHandler, WriteError};
use serde_json::{Value, json};

use super::lanes::INBOX;
use super::signed::{NotDone, Outcome, attempt};
use crate::blobs::DAY;
use crate::room::Documents;
use crate::rows::Parked;

/// The kind of timer that tries a parked result again.
const KIND: &str = "documents.parked";
/// The wait before the first try, in microseconds; it doubles up to a day.
const FIRST_WAIT: i64 = 60 * 1_000_000;

pub(super) fn subscribe(room: &Documents) {
    room.store.on_timer(KIND, Arc::new(Again(room.clone())));
}

/// Puts a result aside of which no paper can be made now.
pub(super) async fn park(room: &Documents, event: &Event, failure: String) -> Result<(), NotDone> {
    let now = room.sources.now_micros();
    tracing::error!(event = %event.id, failure, "no paper can be made of a signed result");
    metrics::counter!("dean06_documents_parked_total").increment(1);
    let parked = &Parked {
        party_id: event.key.clone(),
        event_id: event.id.to_string(),
        body: event.body.clone(),
        attempts: 1,
        failure,
        since: now,
    };
    room.store
        .consume(INBOX, event, |tx| {
            Box::pin(async move {
                parked.save(tx).await?;
                tx.schedule(timer(parked, now)).await?;
                Ok::<(), WriteError<NoRefusal>>(())
            })
        })
        .await?;
    Ok(())
}

fn timer(parked: &Parked, now: i64) -> Timer {
    let doublings = parked.attempts.saturating_sub(1).min(20);
    let wait = (FIRST_WAIT << doublings).min(DAY);
    Timer {
        id: format!("{KIND}/{}", parked.event_id),
        kind: KIND.to_owned(),
        key: parked.party_id.clone(),
        due_at: now.saturating_add(wait),
        body: json!({ "event_id": parked.event_id }),
    }
}

struct Again(Documents);

#[async_trait::async_trait]
impl TimerHandler for Again {
    async fn fire(&self, timer: &Timer) -> Result<(), HandlerError> {
        let Some(event) = timer.body.get("event_id").and_then(Value::as_str) else {
            return Err("a parked result without a name".into());
        };
        let room = &self.0;
        let found = Parked::find(room.store.read(), &timer.key, event).await?;
        let Some(mut parked) = found else {
            return Ok(());
        };
        let outcome = attempt(room, &parked.body).await?;
        if let Outcome::Impossible(failure) = &outcome {
            parked.attempts = parked.attempts.saturating_add(1);
            parked.failure.clone_from(failure);
            tracing::error!(
                event,
                failure,
                "still no paper can be made of a signed result"
            );
        }
        let now = room.sources.now_micros();
        let (parked, outcome) = (&parked, &outcome);
        room.store
            .consume_timer(timer, |tx| {
                Box::pin(async move {
                    match outcome {
                        Outcome::Ready(ready) => {
                            ready.write(tx).await?;
                            parked.delete(tx).await?;
                        }
                        Outcome::There => parked.delete(tx).await?,
                        Outcome::Impossible(_) => {
                            parked.save(tx).await?;
                            tx.schedule(super::parked::timer(parked, now)).await?;
                        }
                    }
                    Ok::<(), WriteError<NoRefusal>>(())
                })
            })
            .await?;
        Ok(())
    }
}
