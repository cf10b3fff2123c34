//! The one writer of `SQLite`: whoever waits shares a transaction and its COMMIT.
//!
//! Who finds the [`Pen`] free takes it and has a transaction of its own. Who does not asks for a
//! turn. A task waits for the pen on behalf of all who ask and gives them turns in one transaction.
//! Each runs its own statements in its turn, in a SAVEPOINT, and learns the outcome only after the
//! COMMIT, a refusal too: it may rest on what another member of the group has just written. If
//! anything goes wrong with the transaction itself, nobody's work is kept and everybody is asked to
//! run again, alone.

use std::sync::Arc;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbErr, RuntimeErr,
    SqliteTransactionMode, TransactionOptions, TransactionTrait,
};
use tokio::sync::{Mutex, mpsc, oneshot};

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

/// The writing connection.
#[derive(Debug)]
pub(crate) struct Pen {
    connection: DatabaseConnection,
    /// A transaction was begun and it is not known that it ended.
    doubtful: bool,
}

impl Pen {
    pub(crate) fn new(connection: DatabaseConnection) -> Self {
        Self {
            connection,
            doubtful: false,
        }
    }

    /// Whether a COMMIT waits until the disk has it. From when it does, the disk also has what was
    /// committed before. A connection that is made anew always waits.
    pub(crate) async fn wait_for_disk(&self, wait: bool) -> Result<(), DbErr> {
        let text = if wait {
            "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 1000; PRAGMA wal_checkpoint(PASSIVE)"
        } else {
            "PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 16384"
        };
        self.connection.execute_unprepared(text).await.map(|_| ())
    }

    /// Begins a transaction. Unless it is [ended](Self::end), the next one gets a new connection.
    pub(crate) async fn begin(&mut self) -> Result<DatabaseTransaction, DbErr> {
        if self.doubtful {
            self.renew().await?;
        }
        self.doubtful = true;
        self.connection
            .begin_with_options(TransactionOptions {
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
                ..TransactionOptions::default()
            })
            .await
    }

    /// Ends a transaction that has the connection to itself, one way or the other.
    pub(crate) async fn end(&mut self, transaction: DatabaseTransaction, keep: bool) -> Settled {
        let ended = if keep {
            commit(transaction).await
        } else {
            transaction.rollback().await
        };
        self.doubtful = ended.is_err();
        match ended {
            Err(error) if keep => Settled::Failed(error),
            _ => Settled::Done,
        }
    }

    /// Closes the connection, which ends whatever it was in the middle of; the pool opens a new one.
    /// After some errors (a full disk) `SQLite` ends the whole transaction on its own. A rollback
    /// then fails, and the driver, which counts transactions itself, has lost count.
    async fn renew(&self) -> Result<(), DbErr> {
        let pool = self.connection.get_sqlite_connection_pool();
        let broken = |error| DbErr::Conn(RuntimeErr::SqlxError(Arc::new(error)));
        let connection = pool.acquire().await.map_err(broken)?;
        if let Err(error) = connection.close().await {
            tracing::warn!(%error, "the writing connection did not close well");
        }
        Ok(())
    }
}

/// Gives turns until the store is gone.
pub(crate) async fn give_turns(
    pen: Arc<Mutex<Pen>>,
    mut requests: mpsc::Receiver<Request>,
    most: usize,
) {
    while let Some(first) = requests.recv().await {
        // While one waits for the pen, others join it.
        let mut pen = pen.lock().await;
        let mut waiting = vec![first];
        while waiting.len() < most
            && let Ok(next) = requests.try_recv()
        {
            waiting.push(next);
        }
        waiting.retain(|request| !request.turn.is_closed());
        let (mut alone, mut together): (Vec<_>, Vec<_>) =
            waiting.drain(..).partition(|request| request.alone);
        if together.len() < 2 {
            alone.append(&mut together);
        } else {
            alone.extend(group(&mut pen, together).await);
        }
        for request in alone {
            single(&mut pen, request).await;
        }
    }
}

/// One caller in a transaction of its own.
async fn single(pen: &mut Pen, request: Request) {
    let transaction = match pen.begin().await {
        Ok(transaction) => transaction,
        Err(error) => {
            // A caller that no longer waits needs no answer, here and below.
            let _ = request.turn.send(Err(error));
            return;
        }
    };
    if let Some(back) = lend(request, transaction).await {
        let settled = pen.end(back.transaction, back.keep).await;
        let _ = back.settled.send(settled);
    }
}

/// Several callers in one transaction. Returns those that did not get a turn.
async fn group(pen: &mut Pen, requests: Vec<Request>) -> Vec<Request> {
    let Ok(transaction) = pen.begin().await else {
        return requests;
    };
    let mut members = Vec::with_capacity(requests.len());
    let mut requests = requests.into_iter();
    let mut whole = true;
    while whole && let Some(request) = requests.next() {
        whole = member(&transaction, request, &mut members).await;
    }
    let committed = whole && matches!(pen.end(transaction, true).await, Settled::Done);
    if committed {
        let count = u32::try_from(members.len()).unwrap_or(u32::MAX);
        metrics::histogram!("dean06_store_writes_per_commit").record(f64::from(count));
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

/// The COMMIT of either engine.
pub(crate) async fn commit(transaction: DatabaseTransaction) -> Result<(), DbErr> {
    crash::point("write.before-commit");
    transaction.commit().await?;
    crash::point("write.after-commit");
    Ok(())
}
