//! The door for reading.

use std::time::Duration;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr,
    Statement,
};

use crate::Store;
use crate::silence::{Silence, no_answer};

/// Connections that can read and nothing else: the database itself refuses a change. Each statement
/// takes a connection of the pool for as long as it runs, and
/// [so long](crate::StoreOptions::read_limit) at most: a database that keeps silent is
/// [`Unavailable`](crate::Fault::Unavailable). Inside a write every statement fails:
/// there, read through the [`Tx`](crate::Tx).
#[derive(Debug, Clone)]
pub struct Read {
    pool: DatabaseConnection,
    silence: Silence,
    limit: Duration,
}

impl Read {
    pub(crate) fn new(pool: DatabaseConnection, silence: Silence, limit: Duration) -> Self {
        Self {
            pool,
            silence,
            limit,
        }
    }

    pub(crate) async fn close(&self) -> Result<(), DbErr> {
        self.pool.close_by_ref().await
    }

    fn pool(&self) -> Result<&DatabaseConnection, DbErr> {
        if Store::in_write() {
            let message = "store.read() was used inside a write: read through its transaction";
            return Err(DbErr::Query(RuntimeErr::Internal(message.to_owned())));
        }
        Ok(&self.pool)
    }

    async fn within<T>(
        &self,
        statement: impl Future<Output = Result<T, DbErr>>,
    ) -> Result<T, DbErr> {
        let answer = self.silence.listen(self.limit, statement).await;
        answer.unwrap_or_else(|| Err(no_answer()))
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Read {
    fn get_database_backend(&self) -> DbBackend {
        self.pool.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.within(self.pool()?.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.within(self.pool()?.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.within(self.pool()?.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.within(self.pool()?.query_all_raw(statement)).await
    }
}
