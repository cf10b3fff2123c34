//! Fires the timers of one kind.

use std::sync::Arc;
use std::time::Duration;

use sea_orm::{DbErr, QueryResult};
use tokio::sync::watch;

use super::lease::Lease;
use super::{Progress, RoundError, Work, attend};
use crate::{Sql, Store, Timer, TimerHandler, crash};

/// The most timers that are read at once.
const BATCH: i64 = 32;

/// Fires one kind of timer.
pub(super) struct Fire {
    kind: String,
    handler: Arc<dyn TimerHandler>,
}

impl Fire {
    pub(super) fn new(kind: String, handler: Arc<dyn TimerHandler>) -> Self {
        Self { kind, handler }
    }

    /// Timers that are due, each with how often it has failed.
    async fn due(&self, store: &Store) -> Result<Vec<(Timer, i64)>, DbErr> {
        let now = store.sources().now_micros();
        // A process may start with its clock set back; a retry is never further away than this.
        let latest_retry = now.saturating_add(micros(store.inner.options.back_off_limit));
        let rows = store
            .read()
            .rows(
                "SELECT id, kind, key, due_at, body, attempts FROM timer
                 WHERE kind = ? AND due_at <= ? AND (retry_at <= ? OR retry_at > ?)
                 ORDER BY due_at, key, id LIMIT ?",
                [
                    self.kind.as_str().into(),
                    now.into(),
                    now.into(),
                    latest_retry.into(),
                    BATCH.into(),
                ],
            )
            .await?;
        rows.iter().map(timer).collect()
    }

    /// Takes away a timer that has fired, unless its handler set it to another time.
    async fn done(&self, store: &Store, lease: &Lease, timer: &Timer) -> Result<(), RoundError> {
        store
            .write(|tx| {
                Box::pin(async move {
                    lease.fence(tx).await?;
                    tx.take_timer(timer).await?;
                    crash::point("timer.before-done");
                    Ok(())
                })
            })
            .await?;
        crash::point("timer.after-done");
        Ok(())
    }

    /// Puts off a timer that has failed.
    async fn later(
        &self,
        store: &Store,
        lease: &Lease,
        timer: &Timer,
        attempts: i64,
    ) -> Result<(), RoundError> {
        let wait = micros(store.back_off(attempts));
        let retry_at = store.sources().now_micros().saturating_add(wait);
        store
            .write(|tx| {
                Box::pin(async move {
                    lease.fence(tx).await?;
                    tx.run(
                        "UPDATE timer SET attempts = ?, retry_at = ?
                         WHERE key = ? AND id = ? AND due_at = ?",
                        [
                            attempts.into(),
                            retry_at.into(),
                            timer.key.as_str().into(),
                            timer.id.as_str().into(),
                            timer.due_at.into(),
                        ],
                    )
                    .await?;
                    Ok(())
                })
            })
            .await?;
        Ok(())
    }
}

#[async_trait::async_trait]
impl Work for Fire {
    fn lease(&self) -> String {
        format!("timer/{}", self.kind)
    }

    fn news(&self, store: &Store) -> watch::Receiver<u64> {
        store.inner.scheduled.subscribe()
    }

    async fn round(
        &mut self,
        store: &Store,
        lease: &Lease,
        stop: &watch::Receiver<bool>,
    ) -> Result<Progress, RoundError> {
        let due = self.due(store).await?;
        if due.is_empty() {
            return Ok(Progress::Idle);
        }
        for (timer, attempts) in due {
            if *stop.borrow() {
                return Ok(Progress::Idle);
            }
            crash::point("timer.before-handler");
            if let Err(error) = attend(store, self.handler.fire(&timer)).await {
                let kind = &self.kind;
                tracing::warn!(kind, timer = timer.id, error, "a timer was not handled");
                self.later(store, lease, &timer, attempts + 1).await?;
                continue;
            }
            crash::point("timer.after-handler");
            self.done(store, lease, &timer).await?;
        }
        Ok(Progress::More)
    }
}

fn timer(row: &QueryResult) -> Result<(Timer, i64), DbErr> {
    let timer = Timer {
        id: row.try_get("", "id")?,
        kind: row.try_get("", "kind")?,
        key: row.try_get("", "key")?,
        due_at: row.try_get("", "due_at")?,
        body: row.try_get("", "body")?,
    };
    Ok((timer, row.try_get("", "attempts")?))
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}
