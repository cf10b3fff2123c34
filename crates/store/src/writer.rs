//! The one writer of `SQLite`: whoever waits shares a transaction and its COMMIT.
//!
//! A task owns the writing connection and gives turns. Each caller runs its own statements in its
//! turn, in a SAVEPOINT when others share the transaction, and learns the outcome only after the
//! COMMIT, a refusal too: it may rest on what another member of the group has just written. If
//! anything goes wrong with the transaction itself, nobody's work is kept and everybody is asked to
//! run again, alone.

use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use tokio::sync::{mpsc, oneshot};

use crate::crash;

/// A caller that waits for its turn.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) turn: oneshot::Sender<Result<Turn, DbErr>>,
    /// It has been in a group that failed, and gets a transaction of its own.
    pub(crate) alone: bool,
}

/// The transaction, handed to a caller for as long as it works.
#[derive(Debug)]
pub(crate) struct Turn {
    pub(crate) transaction: DatabaseTransaction,
    pub(crate) back: oneshot::Sender<Back>,
}

/// The transaction, handed back.
#[derive(Debug)]
pub(crate) struct Back {
    pub(crate) transaction: DatabaseTransaction,
    /// Whether the caller's changes are to be kept.
    pub(crate) keep: bool,
    pub(crate) settled: oneshot::Sender<Settled>,
}

/// What became of a caller's work.
#[derive(Debug)]
pub(crate) enum Settled {
    /// Committed, or rolled back where that was the wish.
    Done,
    /// Rolled back through no fault of its own: run again, alone.
    Again,
    /// Not committed.
    Failed(DbErr),
}

/// Gives turns until the store is gone.
pub(crate) async fn give_turns(
    connection: DatabaseConnection,
    mut requests: mpsc::Receiver<Request>,
    most: usize,
) {
    let mut waiting = Vec::with_capacity(most);
    while requests.recv_many(&mut waiting, most.max(1)).await > 0 {
        waiting.retain(|request| !request.turn.is_closed());
        let (mut alone, mut together): (Vec<_>, Vec<_>) =
            waiting.drain(..).partition(|request| request.alone);
        if together.len() < 2 {
            alone.append(&mut together);
        } else {
            alone.extend(group(&connection, together).await);
        }
        for request in alone {
            single(&connection, request).await;
        }
    }
}

/// One caller in a transaction of its own.
async fn single(connection: &DatabaseConnection, request: Request) {
    let transaction = match begin(connection).await {
        Ok(transaction) => transaction,
        Err(error) => {
            // A caller that no longer waits needs no answer, here and below.
            let _ = request.turn.send(Err(error));
            return;
        }
    };
    let Some(back) = lend(request, transaction).await else {
        return renew(connection).await;
    };
    let outcome = if back.keep {
        commit(back.transaction).await
    } else {
        back.transaction.rollback().await
    };
    if outcome.is_err() {
        renew(connection).await;
    }
    let _ = back.settled.send(match outcome {
        Err(error) if back.keep => Settled::Failed(error),
        _ => Settled::Done,
    });
}

/// Several callers in one transaction. Returns those that did not get a turn.
async fn group(connection: &DatabaseConnection, requests: Vec<Request>) -> Vec<Request> {
    let Ok(transaction) = begin(connection).await else {
        return requests;
    };
    let mut members = Vec::with_capacity(requests.len());
    let mut requests = requests.into_iter();
    let mut whole = true;
    while whole && let Some(request) = requests.next() {
        whole = member(&transaction, request, &mut members).await;
    }
    let committed = if whole {
        commit(transaction).await.is_ok()
    } else {
        // Lets go of the connection, which is about to be closed.
        drop(transaction);
        false
    };
    if committed {
        let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
        metrics::histogram!("dean06_store_writes_per_commit").record(f64::from(count));
    } else {
        renew(connection).await;
    }
    for settled in members {
        let _ = settled.send(if committed {
            Settled::Done
        } else {
            Settled::Again
        });
    }
    requests.collect()
}

/// One caller in a SAVEPOINT of the group's transaction. Whether the transaction is still whole.
async fn member(
    transaction: &DatabaseTransaction,
    request: Request,
    members: &mut Vec<oneshot::Sender<Settled>>,
) -> bool {
    let savepoint = match transaction.begin().await {
        Ok(savepoint) => savepoint,
        Err(error) => {
            let _ = request.turn.send(Err(error));
            return false;
        }
    };
    // Whoever went away in the middle of its turn cannot say how far it came.
    let Some(back) = lend(request, savepoint).await else {
        return false;
    };
    members.push(back.settled);
    let ended = if back.keep {
        back.transaction.commit().await
    } else {
        back.transaction.rollback().await
    };
    crash::point("group.after-member");
    ended.is_ok()
}

async fn lend(request: Request, transaction: DatabaseTransaction) -> Option<Back> {
    let (back, returned) = oneshot::channel();
    request.turn.send(Ok(Turn { transaction, back })).ok()?;
    returned.await.ok()
}

async fn begin(connection: &DatabaseConnection) -> Result<DatabaseTransaction, DbErr> {
    connection
        .begin_with_options(TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        })
        .await
}

/// The COMMIT of either engine.
pub(crate) async fn commit(transaction: DatabaseTransaction) -> Result<(), DbErr> {
    crash::point("write.before-commit");
    transaction.commit().await?;
    crash::point("write.after-commit");
    Ok(())
}

/// Closes the writing connection, which ends whatever it was in the middle of; the pool opens a new
/// one. After some errors (a full disk) `SQLite` ends the whole transaction on its own. A rollback
/// then fails, and the driver, which counts transactions itself, has lost count.
async fn renew(connection: &DatabaseConnection) {
    let closed = match connection.get_sqlite_connection_pool().acquire().await {
        Ok(connection) => connection.close().await,
        Err(error) => Err(error),
    };
    if let Err(error) = closed {
        tracing::warn!(%error, "the writing connection could not be closed");
    }
}
