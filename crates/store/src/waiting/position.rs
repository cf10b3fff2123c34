//! Gives every event its place in the stream, after it was committed.

use tokio::sync::watch;

use super::lease::{Lease, Lost};
use super::{Progress, RoundError, Work};
use crate::{Sql, Store, Tx, WriteError, crash};

/// The most events that get their positions in one transaction.
const BATCH: i64 = 500;

/// The counter of positions.
const COUNTER: &str = "outbox";

/// Numbers the events that have no position yet. A reader that has seen a position never sees a
/// smaller one appear: events get positions only once they are visible to all, in transactions that
/// follow each other.
pub(super) struct Position;

#[async_trait::async_trait]
impl Work for Position {
    fn lease(&self) -> String {
        "positions".to_owned()
    }

    fn news(&self, store: &Store) -> watch::Receiver<u64> {
        store.inner.emitted.subscribe()
    }

    async fn round(
        &mut self,
        store: &Store,
        lease: &Lease,
        _stop: &watch::Receiver<bool>,
    ) -> Result<Progress, RoundError> {
        let waiting = store
            .read()
            .row("SELECT seq FROM outbox WHERE position IS NULL LIMIT 1", [])
            .await?;
        if waiting.is_none() {
            return Ok(Progress::Idle);
        }
        store.write(|tx| Box::pin(number(tx, lease))).await?;
        crash::point("dispatch.after-positions");
        store.inner.positioned.send_modify(|count| *count += 1);
        Ok(Progress::More)
    }
}

async fn number(tx: &Tx<'_>, lease: &Lease) -> Result<(), WriteError<Lost>> {
    lease.fence(tx).await?;
    let waiting = tx
        .rows(
            "SELECT key, id FROM outbox WHERE position IS NULL ORDER BY seq LIMIT ?",
            [BATCH.into()],
        )
        .await?;
    let count = i64::try_from(waiting.len()).unwrap_or(BATCH);
    if count == 0 {
        return Ok(());
    }
    let last = tx.counter_by(COUNTER, count).await?;
    let mut values = Vec::with_capacity(waiting.len() * 3);
    for (row, position) in waiting.iter().zip(last - count + 1..) {
        values.push(row.try_get::<String>("", "key")?.into());
        values.push(row.try_get::<String>("", "id")?.into());
        values.push(position.into());
    }
    let rows = vec!["(?, ?, ?)"; waiting.len()].join(", ");
    crash::point("dispatch.before-positions");
    tx.run(
        &format!(
            "UPDATE outbox SET position = numbered.column3 FROM (VALUES {rows}) AS numbered
             WHERE outbox.key = numbered.column1 AND outbox.id = numbered.column2"
        ),
        values,
    )
    .await?;
    Ok(())
}
