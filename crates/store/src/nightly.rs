//! Work that is done every night.

use std::sync::Arc;

use dean06_kernel::{Sources, instant, local_datetime};
use jiff::ToSpan as _;
use serde_json::json;

use crate::{HandlerError, Sql, Store, Timer, TimerHandler, WriteError};

/// Work that is done once a night, by one process. It may be broken off and done again.
#[async_trait::async_trait]
pub trait Nightly: Send + Sync {
    /// Does it.
    async fn work(&self) -> Result<(), HandlerError>;
}

impl Store {
    /// Has `work` done every night at `hour` o'clock in Vietnam, or as soon afterwards as a process
    /// runs. `kind` names it, and the timer. Before [`run`](Self::run).
    pub async fn every_night(
        &self,
        kind: &'static str,
        hour: i8,
        work: Arc<dyn Nightly>,
    ) -> Result<(), WriteError> {
        let night = Night {
            store: self.clone(),
            kind,
            hour,
            work,
        };
        let next = &next(self.sources(), kind, hour);
        self.on_timer(kind, Arc::new(night));
        // A start puts no night off that was missed; and a clock that was set ahead once does not put
        // off all nights until then.
        self.write(|tx| {
            Box::pin(async move {
                tx.run(
                    "INSERT INTO timer (id, kind, key, due_at, body, attempts, retry_at)
                     VALUES (?, ?, ?, ?, ?, 0, 0)
                     ON CONFLICT (key, id) DO UPDATE SET due_at = excluded.due_at
                     WHERE timer.due_at > excluded.due_at",
                    [
                        next.id.as_str().into(),
                        next.kind.as_str().into(),
                        next.key.as_str().into(),
                        next.due_at.into(),
                        next.body.clone().into(),
                    ],
                )
                .await?;
                Ok(())
            })
        })
        .await
    }
}

/// The next time that it is `hour` o'clock.
fn next(sources: &Sources, kind: &str, hour: i8) -> Timer {
    let now = local_datetime(sources.now());
    let tonight = now.date().at(hour, 0, 0, 0);
    let due = if tonight > now {
        tonight
    } else {
        tonight.saturating_add(1.day())
    };
    Timer {
        id: kind.to_owned(),
        kind: kind.to_owned(),
        key: kind.to_owned(),
        due_at: instant(due).as_microsecond(),
        body: json!({}),
    }
}

struct Night {
    store: Store,
    kind: &'static str,
    hour: i8,
    work: Arc<dyn Nightly>,
}

#[async_trait::async_trait]
impl TimerHandler for Night {
    async fn fire(&self, _timer: &Timer) -> Result<(), HandlerError> {
        self.work.work().await?;
        let next = &next(self.store.sources(), self.kind, self.hour);
        let planned: Result<(), WriteError> = self
            .store
            .write(|tx| Box::pin(async move { Ok(tx.schedule(next.clone()).await?) }))
            .await;
        Ok(planned?)
    }
}

#[cfg(test)]
mod tests {
    use dean06_kernel::ManualClock;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_next_night_is_in_the_future() {
        for (hour, day) in [(2, 22), (3, 23), (23, 23)] {
            let now = instant(date(2026, 11, 22).at(hour, 0, 0, 0));
            let sources = Sources::manual(Arc::new(ManualClock::new(now)), 1);
            let due = instant(date(2026, 11, day).at(3, 0, 0, 0));
            assert_eq!(next(&sources, "x", 3).due_at, due.as_microsecond());
        }
    }
}
