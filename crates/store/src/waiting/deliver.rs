//! Brings events to one subscriber, in order.

use sea_orm::{DbErr, QueryResult, Value};
use tokio::sync::watch;

use super::lease::Lease;
use super::{Progress, RoundError, Work, attend};
use crate::{Event, Sql, Store, Subscription, crash, placeholders};

/// The most events between two notes of how far a subscription has come.
const BATCH: i64 = 32;

/// Delivers to one subscription.
pub(super) struct Deliver {
    subscription: Subscription,
}

impl Deliver {
    pub(super) fn new(subscription: Subscription) -> Self {
        Self { subscription }
    }

    /// How far the subscription has come, and how often the next event has failed.
    async fn place(&self, store: &Store) -> Result<(i64, i64), DbErr> {
        let row = store
            .read()
            .row(
                "SELECT position, attempts FROM subscription WHERE name = ?",
                [self.subscription.name.as_str().into()],
            )
            .await?;
        match row {
            Some(row) => Ok((row.try_get("", "position")?, row.try_get("", "attempts")?)),
            None => Ok((0, 0)),
        }
    }

    async fn waiting(&self, store: &Store, after: i64) -> Result<Vec<Event>, DbErr> {
        let topics = &self.subscription.topics;
        let text = format!(
            "SELECT id, topic, key, body, position, recorded_at FROM outbox
             WHERE topic IN ({}) AND position > ? ORDER BY position LIMIT ?",
            placeholders(topics.len())
        );
        let values = topics
            .iter()
            .map(|topic| Value::from(topic.as_str()))
            .chain([after.into(), BATCH.into()]);
        let rows = store.read().rows(&text, values).await?;
        rows.iter().map(event).collect()
    }

    /// Notes how far the subscription has come.
    async fn note(
        &self,
        store: &Store,
        lease: &Lease,
        position: i64,
        attempts: i64,
    ) -> Result<(), RoundError> {
        let name = self.subscription.name.as_str();
        store
            .write(|tx| {
                Box::pin(async move {
                    lease.fence(tx).await?;
                    tx.run(
                        "INSERT INTO subscription (name, position, attempts) VALUES (?, ?, ?)
                         ON CONFLICT (name) DO UPDATE
                         SET position = excluded.position, attempts = excluded.attempts",
                        [name.into(), position.into(), attempts.into()],
                    )
                    .await?;
                    crash::point("dispatch.before-cursor");
                    Ok(())
                })
            })
            .await?;
        crash::point("dispatch.after-cursor");
        let name = || self.subscription.name.clone();
        metrics::gauge!("dean06_store_subscription_attempts", "subscription" => name())
            .set(f64::from(i32::try_from(attempts).unwrap_or(i32::MAX)));
        Ok(())
    }
}

#[async_trait::async_trait]
impl Work for Deliver {
    fn lease(&self) -> String {
        format!("subscription/{}", self.subscription.name)
    }

    fn news(&self, store: &Store) -> watch::Receiver<u64> {
        store.inner.positioned.subscribe()
    }

    async fn round(
        &mut self,
        store: &Store,
        lease: &Lease,
        stop: &watch::Receiver<bool>,
    ) -> Result<Progress, RoundError> {
        let (start, mut attempts) = self.place(store).await?;
        let mut position = start;
        let mut failed = false;
        for event in self.waiting(store, position).await? {
            if *stop.borrow() {
                break;
            }
            crash::point("dispatch.before-handler");
            if let Err(error) = attend(store, self.subscription.handler.handle(&event)).await {
                let name = &self.subscription.name;
                tracing::warn!(subscription = name, event = %event.id, error, "an event was not handled");
                failed = true;
                attempts += 1;
                break;
            }
            crash::point("dispatch.after-handler");
            position = event.position;
            attempts = 0;
        }
        if position == start && !failed {
            return Ok(Progress::Idle);
        }
        self.note(store, lease, position, attempts).await?;
        if failed {
            return Ok(Progress::Wait(store.back_off(attempts)));
        }
        Ok(Progress::More)
    }
}

fn event(row: &QueryResult) -> Result<Event, DbErr> {
    let id: String = row.try_get("", "id")?;
    Ok(Event {
        id: id
            .parse()
            .map_err(|_| DbErr::Type(format!("{id} is no event id")))?,
        topic: row.try_get("", "topic")?,
        key: row.try_get("", "key")?,
        body: row.try_get("", "body")?,
        position: row.try_get("", "position")?,
        recorded_at: row.try_get("", "recorded_at")?,
    })
}
