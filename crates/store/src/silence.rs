//! A server that stops answering without a word.

use std::pin::pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::sqlx::{Connection, Error, PgConnection};
use sea_orm::{DbErr, RuntimeErr};
use tokio::time::timeout;

/// How long a connection that is given back is tried after somebody had no answer.
const DOUBTED: Duration = Duration::from_secs(5);
/// How long it may take to answer then.
const TRIAL: Duration = Duration::from_secs(1);

/// Notices answers that do not come, and keeps the connections on which they were awaited out of the
/// pool. The pool itself waits without limit for a sign of life from a connection that is given back,
/// and counts it as one of its own for so long.
#[derive(Debug, Clone, Default)]
pub(crate) struct Silence {
    since: Arc<Mutex<Option<Instant>>>,
}

impl Silence {
    /// Waits for an answer, for at most `limit`; `None` when there was none.
    pub(crate) async fn listen<T>(
        &self,
        limit: Duration,
        answer: impl Future<Output = T>,
    ) -> Option<T> {
        // In this order: when the caller goes away, the doubt comes before the connection goes back.
        let mut answer = pin!(answer);
        let waiting = self.wait();
        let answer = timeout(limit, answer.as_mut()).await.ok()?;
        waiting.answered();
        Some(answer)
    }

    /// Somebody begins to wait for answers.
    pub(crate) fn wait(&self) -> Waiting<'_> {
        Waiting { silence: self }
    }

    /// Whether a connection that is given back may be kept.
    pub(crate) async fn keeps(&self, connection: &mut PgConnection) -> Result<bool, Error> {
        if !self.doubted() {
            return Ok(true);
        }
        timeout(TRIAL, connection.ping())
            .await
            .map_err(|_| Error::Io(std::io::ErrorKind::TimedOut.into()))?
            .map(|()| true)
    }

    fn doubted(&self) -> bool {
        let since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        since.is_some_and(|since| since.elapsed() < DOUBTED)
    }

    fn doubt(&self) {
        let mut since = self.since.lock().unwrap_or_else(PoisonError::into_inner);
        *since = Some(Instant::now());
    }
}

/// Waits for answers of a connection. Whoever drops it without [`answered`](Self::answered) had none.
#[derive(Debug)]
pub(crate) struct Waiting<'s> {
    silence: &'s Silence,
}

impl Waiting<'_> {
    /// Every answer came.
    pub(crate) fn answered(self) {
        std::mem::forget(self);
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.silence.doubt();
    }
}

/// No answer came in time: to everybody else the database is not reachable.
pub(crate) fn no_answer() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal("no answer".to_owned()))
}
