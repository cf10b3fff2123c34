//! This process among those that share the database.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;
use tokio::time::{MissedTickBehavior, interval};

use crate::{Engine, Sql, Store, WriteError};

/// Shows the other processes that this one is alive, by a number that moves on: clocks need not
/// agree. On `SQLite` there are no others.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: String,
}

impl Node {
    pub(super) fn new(store: &Store) -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        // The process and a count, because two processes of a test may share a seed.
        let id = format!(
            "{}-{}-{}",
            store.sources().uuid().simple(),
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        Self { id }
    }

    /// The row that shows whether the node of this name is alive.
    pub(super) fn row_of(id: &str) -> String {
        format!("node/{id}")
    }

    /// Beats three times per lease until `stop` is true.
    pub(super) async fn live(node: Arc<Self>, store: Store, mut stop: watch::Receiver<bool>) {
        let mut every = interval(store.inner.options.lease / 3);
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while !*stop.borrow() {
            tokio::select! {
                _ = stop.changed() => {}
                _ = every.tick() => {
                    if let Err(error) = node.beat(&store).await {
                        tracing::warn!(%error, "this process could not show that it is alive");
                    }
                }
            }
        }
    }

    /// Moves the number on.
    pub(super) async fn beat(&self, store: &Store) -> Result<(), WriteError> {
        if store.engine() == Engine::Sqlite {
            return Ok(());
        }
        let row = Self::row_of(&self.id);
        let (row, id) = (row.as_str(), self.id.as_str());
        store
            .write(|tx| {
                Box::pin(async move {
                    tx.run(
                        "INSERT INTO lease (name, holder, token, beat) VALUES (?, ?, 0, 1)
                         ON CONFLICT (name) DO UPDATE SET beat = lease.beat + 1",
                        [row.into(), id.into()],
                    )
                    .await?;
                    Ok(())
                })
            })
            .await
    }

    /// Takes the row away, which frees all leases that this node holds.
    pub(super) async fn leave(&self, store: &Store) {
        if store.engine() == Engine::Sqlite {
            return;
        }
        let row = Self::row_of(&self.id);
        let row = row.as_str();
        let left: Result<u64, WriteError> = store
            .write(|tx| {
                Box::pin(async move {
                    Ok(tx
                        .run("DELETE FROM lease WHERE name = ?", [row.into()])
                        .await?)
                })
            })
            .await;
        if let Err(error) = left {
            tracing::warn!(%error, "leases could not be given up; others wait until they run out");
        }
    }
}
