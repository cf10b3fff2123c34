//! The only way to change anything.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use sea_orm::{DatabaseConnection, DatabaseTransaction, DbErr, TransactionTrait};
use tokio::sync::{Mutex, MutexGuard, Semaphore, SemaphorePermit, mpsc, oneshot};
use tokio::time::timeout;

use crate::silence::no_answer;
use crate::tx::Marks;
use crate::writer::{Back, Pen, Request, Settled, Turn, commit};
use crate::{Event, Fault, Store, Timer, Tx, WriteError, crash, fault};

tokio::task_local! {
    static IN_WRITE: ();
}

/// How often a transaction is run again that might succeed when it is repeated.
const REPEATS: u32 = 5;

/// Where writes go.
#[derive(Debug)]
pub(crate) enum Writer {
    Sqlite {
        pen: Arc<Mutex<Pen>>,
        requests: mpsc::Sender<Request>,
    },
    Postgres {
        pool: DatabaseConnection,
        /// As many as the pool has connections, so that "too many writers" and "no connection" are
        /// told apart.
        permits: Semaphore,
    },
}

/// How a transaction is given back.
enum Lane<'a> {
    Alone(MutexGuard<'a, Pen>),
    InTurn(oneshot::Sender<Back>),
    Postgres(SemaphorePermit<'a>),
}

/// What must hold for a write to do its work.
#[derive(Clone, Copy)]
enum Gate<'g> {
    Open,
    FirstTime(&'g str, &'g Event),
    StillDue(&'g Timer),
}

impl Gate<'_> {
    async fn admits(self, tx: &Tx<'_>) -> Result<bool, DbErr> {
        match self {
            Self::Open => Ok(true),
            Self::FirstTime(subscription, event) => {
                tx.first_time(subscription, &event.key, event.id).await
            }
            Self::StillDue(timer) => tx.take_timer(timer).await,
        }
    }
}

impl Store {
    /// Whether the caller is inside the closure of a [`write`](Self::write). Whatever leaves the
    /// process or takes long refuses to start there.
    pub fn in_write() -> bool {
        IN_WRITE.try_with(|()| ()).is_ok()
    }

    /// Runs `work` in one transaction and commits what it did if it returns `Ok`; `Ok` is returned
    /// after the COMMIT. On `Err` nothing is changed.
    ///
    /// `work` touches only its [`Tx`] and awaits nothing else: ids, time, calls to other rooms,
    /// rendering and signing happen before and are captured. It may run more than once. It may
    /// borrow what lives longer than the call.
    ///
    /// ```
    /// # use dean06_store::{Sql, Store, WriteError};
    /// # enum NoSuch { Dossier }
    /// # async fn example(store: &Store, id: &str) -> Result<i64, WriteError<NoSuch>> {
    /// store
    ///     .write(|tx| {
    ///         Box::pin(async move {
    ///             let sql = "UPDATE dossier SET version = 2 WHERE id = ? AND version = 1";
    ///             if tx.run(sql, [id.into()]).await? == 0 {
    ///                 return Err(WriteError::Refused(NoSuch::Dossier));
    ///             }
    ///             Ok(tx.counter("dossier-number").await?)
    ///         })
    ///     })
    ///     .await
    /// # }
    /// ```
    pub async fn write<'a, T, E, F>(&'a self, work: F) -> Result<T, WriteError<E>>
    where
        F: for<'t> Fn(&'t Tx<'a>) -> BoxFuture<'t, Result<T, WriteError<E>>> + Send + Sync,
        T: Send,
        E: Send,
    {
        self.write_within(self.inner.options.write_limit, work)
            .await
    }

    /// [`write`](Self::write) for the handler of an event: `work` runs in the transaction in which
    /// the subscription meets the event for the first time. `None` if it has met it before.
    pub async fn consume<'a, T, E, F>(
        &'a self,
        subscription: &str,
        event: &Event,
        work: F,
    ) -> Result<Option<T>, WriteError<E>>
    where
        F: for<'t> Fn(&'t Tx<'a>) -> BoxFuture<'t, Result<T, WriteError<E>>> + Send + Sync,
        T: Send,
        E: Send,
    {
        let gate = Gate::FirstTime(subscription, event);
        self.write_gated(self.inner.options.write_limit, gate, work)
            .await
    }

    /// [`write`](Self::write) for the handler of a timer: `work` runs in the transaction that takes
    /// the timer away. `None` if it was taken away, or set to another time, before.
    pub async fn consume_timer<'a, T, E, F>(
        &'a self,
        timer: &Timer,
        work: F,
    ) -> Result<Option<T>, WriteError<E>>
    where
        F: for<'t> Fn(&'t Tx<'a>) -> BoxFuture<'t, Result<T, WriteError<E>>> + Send + Sync,
        T: Send,
        E: Send,
    {
        let gate = Gate::StillDue(timer);
        self.write_gated(self.inner.options.write_limit, gate, work)
            .await
    }

    /// [`write`](Self::write) with a time limit of its own, for the few that rewrite whole tables.
    pub(crate) async fn write_within<'a, T, E, F>(
        &'a self,
        limit: Duration,
        work: F,
    ) -> Result<T, WriteError<E>>
    where
        F: for<'t> Fn(&'t Tx<'a>) -> BoxFuture<'t, Result<T, WriteError<E>>> + Send + Sync,
        T: Send,
        E: Send,
    {
        // An open gate lets everybody through.
        let done = self.write_gated(limit, Gate::Open, work).await?;
        done.ok_or(WriteError::Conflict)
    }

    async fn write_gated<'a, T, E, F>(
        &'a self,
        limit: Duration,
        gate: Gate<'_>,
        work: F,
    ) -> Result<Option<T>, WriteError<E>>
    where
        F: for<'t> Fn(&'t Tx<'a>) -> BoxFuture<'t, Result<T, WriteError<E>>> + Send + Sync,
        T: Send,
        E: Send,
    {
        if Self::in_write() {
            return Err(WriteError::Nested);
        }
        let started = Instant::now();
        let result = self.repeat(limit, gate, &work).await;
        let outcome = match &result {
            Ok(_) => "ok",
            Err(WriteError::Refused(_)) => "refused",
            Err(WriteError::Conflict) => "conflict",
            Err(WriteError::Busy) => "busy",
            Err(WriteError::TimedOut) => "timed-out",
            Err(WriteError::Unavailable) => "unavailable",
            Err(WriteError::Full) => "full",
            Err(WriteError::Nested | WriteError::Database(_)) => "error",
        };
        metrics::counter!("dean06_store_writes_total", "outcome" => outcome).increment(1);
        metrics::histogram!("dean06_store_write_seconds").record(started.elapsed().as_secs_f64());
        crash::point("write.before-reply");
        result
    }

    async fn repeat<'a, T, E, F>(
        &'a self,
        limit: Duration,
        gate: Gate<'_>,
        work: &F,
    ) -> Result<Option<T>, WriteError<E>>
    where
        F: for<'t> Fn(&'t Tx<'a>) -> BoxFuture<'t, Result<T, WriteError<E>>> + Send + Sync,
        T: Send,
        E: Send,
    {
        let mut alone = false;
        let mut repeats = 0;
        loop {
            let (transaction, lane) = self.turn(alone).await.map_err(told)?;
            let tx = Tx::new(transaction, &self.inner.sources);
            // After `tx`: when the caller goes away, the doubt comes before the connection goes back.
            let waiting = self.inner.silence.wait();
            let attempt = async {
                if gate.admits(&tx).await? {
                    Ok(Some(work(&tx).await?))
                } else {
                    Ok(None)
                }
            };
            let result = timeout(limit, IN_WRITE.scope((), attempt))
                .await
                .unwrap_or(Err(WriteError::TimedOut));
            if matches!(result, Err(WriteError::TimedOut)) {
                drop(waiting);
            } else {
                waiting.answered();
            }
            let (transaction, marks) = tx.into_parts();
            let verdict = judge(result, &marks);
            let keep = matches!(verdict, Verdict::Give(Ok(_)));
            let settled = self.settle(lane, transaction, keep, limit).await;
            match (settled, verdict) {
                (Settled::Again, _) => {
                    alone = true;
                    continue;
                }
                (Settled::Failed(error), _) if fault(&error) != Fault::Serialization => {
                    return Err(told(error));
                }
                (Settled::Done, Verdict::Give(result)) => {
                    if result.is_ok() {
                        self.announce(&marks);
                    }
                    return result;
                }
                (Settled::Failed(_) | Settled::Done, _) => {}
            }
            if repeats == REPEATS {
                return Err(WriteError::Conflict);
            }
            repeats += 1;
            metrics::counter!("dean06_store_write_repeats_total").increment(1);
            let longest = Duration::from_millis(10) * 2_u32.pow(repeats);
            tokio::time::sleep(self.jitter(longest)).await;
        }
    }

    /// Wakes whoever waits for what this write has left to do.
    fn announce(&self, marks: &Marks) {
        if marks.emitted.load(Ordering::Relaxed) {
            self.inner.emitted.send_modify(|count| *count += 1);
        }
        if marks.scheduled.load(Ordering::Relaxed) {
            self.inner.scheduled.send_modify(|count| *count += 1);
        }
    }

    /// Waits for the turn to write, and begins.
    async fn turn(&self, alone: bool) -> Result<(DatabaseTransaction, Lane<'_>), TurnError> {
        let limit = self.inner.options.acquire_limit;
        match &self.inner.writer {
            Writer::Sqlite { pen, requests } => {
                if let Ok(mut pen) = pen.try_lock() {
                    let transaction = timeout(limit, pen.begin())
                        .await
                        .map_err(|_| TurnError::Busy)??;
                    return Ok((transaction, Lane::Alone(pen)));
                }
                let (turn, given) = oneshot::channel();
                let asked = async {
                    requests.send(Request { turn, alone }).await.ok()?;
                    given.await.ok()
                };
                let Turn { transaction, back } = timeout(limit, asked)
                    .await
                    .map_err(|_| TurnError::Busy)?
                    .ok_or(TurnError::Gone)??;
                Ok((transaction, Lane::InTurn(back)))
            }
            Writer::Postgres { pool, permits } => {
                let permit = timeout(limit, permits.acquire())
                    .await
                    .map_err(|_| TurnError::Busy)?
                    .map_err(|_| TurnError::Gone)?;
                let begun = self.inner.silence.listen(limit, pool.begin()).await;
                let transaction = begun.ok_or(TurnError::Gone)??;
                Ok((transaction, Lane::Postgres(permit)))
            }
        }
    }

    async fn settle(
        &self,
        lane: Lane<'_>,
        transaction: DatabaseTransaction,
        keep: bool,
        limit: Duration,
    ) -> Settled {
        let gone = || Settled::Failed(no_answer());
        let silence = &self.inner.silence;
        match lane {
            Lane::Alone(mut pen) => pen.end(transaction, keep).await,
            Lane::InTurn(back) => {
                let (settled, outcome) = oneshot::channel();
                let back = back.send(Back {
                    transaction,
                    keep,
                    settled,
                });
                if back.is_err() {
                    return gone();
                }
                outcome.await.unwrap_or_else(|_| gone())
            }
            Lane::Postgres(_permit) if keep => {
                match silence.listen(limit, commit(transaction)).await {
                    Some(Ok(())) => Settled::Done,
                    Some(Err(error)) => Settled::Failed(error),
                    None => gone(),
                }
            }
            Lane::Postgres(_permit) => {
                // If the server does not answer, the pool throws the connection away, and the
                // server forgets the transaction with it.
                let limit = limit.min(Duration::from_secs(1));
                let _ = silence.listen(limit, transaction.rollback()).await;
                Settled::Done
            }
        }
    }

    /// Between half of `longest` and all of it.
    pub(crate) fn jitter(&self, longest: Duration) -> Duration {
        let half = longest / 2;
        let micros = u64::try_from(half.as_micros()).unwrap_or(u64::MAX);
        half + Duration::from_micros(self.inner.sources.below(micros.saturating_add(1)))
    }
}

/// Why there was no turn.
enum TurnError {
    Busy,
    Gone,
    Database(DbErr),
}

impl From<DbErr> for TurnError {
    fn from(error: DbErr) -> Self {
        Self::Database(error)
    }
}

/// What to do with the work of a closure.
enum Verdict<T, E> {
    Give(Result<T, WriteError<E>>),
    Repeat,
}

/// A database error that the closure swallowed or put into words of its own is still an error.
fn judge<T, E>(result: Result<T, WriteError<E>>, marks: &Marks) -> Verdict<T, E> {
    let Some(error) = marks.failed.get() else {
        return if marks.again.load(Ordering::Relaxed) {
            Verdict::Repeat
        } else {
            Verdict::Give(result)
        };
    };
    match fault(error) {
        Fault::Serialization => Verdict::Repeat,
        Fault::Unique | Fault::Other if result.is_err() => Verdict::Give(result),
        _ => Verdict::Give(Err(told(error.clone()))),
    }
}

/// Puts a database error into the caller's words, and into the log where that loses the cause.
fn told<E>(error: impl Into<TurnError>) -> WriteError<E> {
    let error = match error.into() {
        TurnError::Busy => return WriteError::Busy,
        TurnError::Gone => return WriteError::Unavailable,
        TurnError::Database(error) => error,
    };
    let told = WriteError::from(error.clone());
    if matches!(
        told,
        WriteError::Unavailable | WriteError::Full | WriteError::Busy
    ) {
        tracing::warn!(%error, "a write did not happen");
    }
    told
}
