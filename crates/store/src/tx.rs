//! What a write can do.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use dean06_kernel::Sources;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};
use serde_json::Value;
use uuid::Uuid;

use crate::{OutboxEvent, Sql, Timer};

/// The transaction of one write. The first database error ends it on both engines: later statements
/// fail with the same error and nothing is kept (where a key may already be there, write
/// `ON CONFLICT DO NOTHING` and look at the number of rows).
#[derive(Debug)]
pub struct Tx<'a> {
    transaction: DatabaseTransaction,
    sources: &'a Sources,
    marks: Marks,
}

/// What a write left behind besides its rows.
#[derive(Debug, Default)]
pub(crate) struct Marks {
    /// The first database error.
    pub(crate) failed: OnceLock<DbErr>,
    /// Another write with the same key was faster: run again and find its result.
    pub(crate) again: AtomicBool,
    pub(crate) emitted: AtomicBool,
    pub(crate) scheduled: AtomicBool,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(transaction: DatabaseTransaction, sources: &'a Sources) -> Self {
        Self {
            transaction,
            sources,
            marks: Marks::default(),
        }
    }

    pub(crate) fn into_parts(self) -> (DatabaseTransaction, Marks) {
        (self.transaction, self.marks)
    }

    /// Tells the world about this change, once it is committed: every subscription to the topic
    /// gets the event at least once. Events of one key arrive in the order of their commits.
    pub async fn emit(&self, event: OutboxEvent) -> Result<(), DbErr> {
        self.run(
            "INSERT INTO outbox (id, topic, key, body, recorded_at) VALUES (?, ?, ?, ?, ?)",
            [
                event.id.to_string().into(),
                event.topic.into(),
                event.key.into(),
                event.body.into(),
                self.sources.now_micros().into(),
            ],
        )
        .await?;
        self.marks.emitted.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// The result of a command that was done before under this key. `owner` is the contract the key
    /// belongs to, so that the same key is another one for another command.
    pub async fn recall(&self, owner: &str, key: &str) -> Result<Option<Value>, DbErr> {
        let row = self
            .row(
                "SELECT result FROM command_result WHERE owner = ? AND key = ?",
                [owner.into(), key.into()],
            )
            .await?;
        row.map(|row| row.try_get("", "result")).transpose()
    }

    /// Keeps the result of a command, so that the same key always returns it. When two writes with
    /// the same key run at once, the slower one is run again and recalls the result of the faster.
    pub async fn remember(&self, owner: &str, key: &str, result: &Value) -> Result<(), DbErr> {
        let kept = self
            .run(
                "INSERT INTO command_result (owner, key, result, recorded_at) VALUES (?, ?, ?, ?)
                 ON CONFLICT (key, owner) DO NOTHING",
                [
                    owner.into(),
                    key.into(),
                    result.clone().into(),
                    self.sources.now_micros().into(),
                ],
            )
            .await?;
        if kept == 0 {
            self.marks.again.store(true, Ordering::Relaxed);
            return Err(DbErr::RecordNotInserted);
        }
        Ok(())
    }

    /// Whether this subscription meets this event for the first time; true only once, ever. `key`
    /// is the key of the event. [`Store::consume`](crate::Store::consume) does this for you.
    pub async fn first_time(
        &self,
        subscription: &str,
        key: &str,
        event_id: Uuid,
    ) -> Result<bool, DbErr> {
        let new = self
            .run(
                "INSERT INTO inbox (subscription, key, event_id, recorded_at) VALUES (?, ?, ?, ?)
                 ON CONFLICT (key, subscription, event_id) DO NOTHING",
                [
                    subscription.into(),
                    key.into(),
                    event_id.to_string().into(),
                    self.sources.now_micros().into(),
                ],
            )
            .await?;
        Ok(new == 1)
    }

    /// Has a timer fire when it is due; one with the same key and id is moved to the new time.
    pub async fn schedule(&self, timer: Timer) -> Result<(), DbErr> {
        self.run(
            "INSERT INTO timer (id, kind, key, due_at, body, attempts, retry_at)
             VALUES (?, ?, ?, ?, ?, 0, 0)
             ON CONFLICT (key, id) DO UPDATE SET kind = excluded.kind, due_at = excluded.due_at,
               body = excluded.body, attempts = 0, retry_at = 0",
            [
                timer.id.into(),
                timer.kind.into(),
                timer.key.into(),
                timer.due_at.into(),
                timer.body.into(),
            ],
        )
        .await?;
        self.marks.scheduled.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Takes a timer back. Whether there was one.
    pub async fn cancel(&self, key: &str, id: &str) -> Result<bool, DbErr> {
        let gone = self
            .run(
                "DELETE FROM timer WHERE key = ? AND id = ?",
                [key.into(), id.into()],
            )
            .await?;
        Ok(gone > 0)
    }

    /// Takes away this timer as it is, with its time. Whether it was still there.
    pub(crate) async fn take_timer(&self, timer: &Timer) -> Result<bool, DbErr> {
        let gone = self
            .run(
                "DELETE FROM timer WHERE key = ? AND id = ? AND due_at = ?",
                [
                    timer.key.as_str().into(),
                    timer.id.as_str().into(),
                    timer.due_at.into(),
                ],
            )
            .await?;
        Ok(gone > 0)
    }

    /// The next number of a counter, from 1, without gaps. It holds every other writer of the same
    /// counter until this write ends: take it last.
    pub async fn counter(&self, name: &str) -> Result<i64, DbErr> {
        self.counter_by(name, 1).await
    }

    /// Moves a counter on by `count` and returns its new value, the last of `count` numbers.
    pub(crate) async fn counter_by(&self, name: &str, count: i64) -> Result<i64, DbErr> {
        let row = self
            .row(
                "INSERT INTO counter (name, value) VALUES (?, ?)
                 ON CONFLICT (name) DO UPDATE SET value = counter.value + excluded.value
                 RETURNING value",
                [name.into(), count.into()],
            )
            .await?;
        row.ok_or(DbErr::RecordNotInserted)?.try_get("", "value")
    }

    fn whole(&self) -> Result<(), DbErr> {
        self.marks
            .failed
            .get()
            .map_or(Ok(()), |error| Err(error.clone()))
    }

    fn note<T>(&self, result: Result<T, DbErr>) -> Result<T, DbErr> {
        if let Err(error) = &result {
            // Only the first error is the cause; `set` keeps it.
            let _ = self.marks.failed.set(error.clone());
        }
        result
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Tx<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.transaction.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.whole()?;
        self.note(self.transaction.execute_raw(statement).await)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.whole()?;
        self.note(self.transaction.execute_unprepared(sql).await)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.whole()?;
        self.note(self.transaction.query_one_raw(statement).await)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.whole()?;
        self.note(self.transaction.query_all_raw(statement).await)
    }
}
