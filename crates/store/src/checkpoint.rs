//! Carries what stands in `SQLite`'s write-ahead log over into the database file, beside the writer:
//! a COMMIT then waits for the log alone.

use std::time::Duration;

use sea_orm::{ConnectionTrait, DatabaseConnection};
use tokio::sync::watch;

/// How long pages gather before they are carried over: one that changes often is written once.
const GATHERING: Duration = Duration::from_millis(250);

/// Goes on until whoever tells of commits is gone. What is not carried over in time stays in the
/// log, which the writer itself ends when it grows too long; nothing is lost either way.
pub(crate) async fn carry_over(connection: DatabaseConnection, mut committed: watch::Receiver<()>) {
    while committed.changed().await.is_ok() {
        tokio::time::sleep(GATHERING).await;
        committed.mark_unchanged();
        let passed = connection.execute_unprepared("PRAGMA wal_checkpoint(PASSIVE)");
        if let Err(error) = passed.await {
            tracing::debug!(%error, "the write-ahead log was not carried over");
        }
    }
}
