//! Work that waits: events without a position, events without a delivery, timers that are due.
//!
//! Each kind of work is done by whoever holds its lease, in rounds. A round reads what waits, does
//! some of it and says whether there is more.

mod deliver;
mod fire;
mod lease;
mod node;
mod position;
#[cfg(test)]
mod tests;

use std::error::Error;
use std::panic::AssertUnwindSafe;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use sea_orm::DbErr;
use tokio::sync::watch;
use tokio::task::JoinSet;

use self::deliver::Deliver;
use self::fire::Fire;
use self::lease::{Contender, Lease, Lost};
use self::node::Node;
use self::position::Position;
use crate::{HandlerError, Store, Subscription, TimerHandler, WriteError};

/// What a round came to.
#[derive(Debug, PartialEq, Eq)]
enum Progress {
    /// There may be more to do at once.
    More,
    /// Nothing waits.
    Idle,
    /// A handler failed: not before this time.
    Wait(Duration),
}

/// Why a round stopped.
#[derive(Debug, thiserror::Error)]
enum RoundError {
    /// Another process holds the lease.
    #[error("the lease was lost")]
    Lost,
    #[error("the database could not be written")]
    Write(#[source] WriteError<Lost>),
    #[error("the database could not be read")]
    Read(#[from] DbErr),
}

impl From<WriteError<Lost>> for RoundError {
    fn from(error: WriteError<Lost>) -> Self {
        match error {
            WriteError::Refused(Lost) => Self::Lost,
            other => Self::Write(other),
        }
    }
}

impl From<WriteError> for RoundError {
    fn from(error: WriteError) -> Self {
        Self::Write(error.map_refused(|never| match never {}))
    }
}

/// One kind of work.
#[async_trait::async_trait]
trait Work: Send {
    /// The lease under which it is done.
    fn lease(&self) -> String;

    /// Announces new work of this kind in this process.
    fn news(&self, store: &Store) -> watch::Receiver<u64>;

    /// Does some of what waits. Ends early, in good order, once `stop` is true.
    async fn round(
        &mut self,
        store: &Store,
        lease: &Lease,
        stop: &watch::Receiver<bool>,
    ) -> Result<Progress, RoundError>;
}

/// Why [`Store::catch_up`] stopped before everything was done.
#[derive(Debug, thiserror::Error)]
pub enum CatchUpError {
    /// Another process, or [`Store::run`] in this one, is at work on it.
    #[error("somebody else is at work on what waits")]
    Busy,
    /// The handler of this subscription failed; what it said is in the log.
    #[error("a handler failed: {0}")]
    Handler(String),
    /// The database failed.
    #[error("the database failed")]
    Database(#[source] Box<dyn Error + Send + Sync>),
}

impl From<RoundError> for CatchUpError {
    fn from(error: RoundError) -> Self {
        match error {
            RoundError::Lost => Self::Busy,
            other => Self::Database(Box::new(other)),
        }
    }
}

impl Store {
    /// Registers a subscriber. Before [`run`](Self::run), which serves those it finds.
    pub fn subscribe(&self, subscription: Subscription) {
        let all = &self.inner.subscriptions;
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(subscription);
    }

    /// Registers who handles the timers of a kind, in the place of whoever did before. Before
    /// [`run`](Self::run).
    pub fn on_timer(&self, kind: impl Into<String>, handler: Arc<dyn TimerHandler>) {
        let kind = kind.into();
        let all = &self.inner.timers;
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|(known, _)| *known != kind);
        all.push((kind, handler));
    }

    /// Delivers events and fires timers until `shutdown` is ready, then finishes what it is in the
    /// middle of and returns. A second call in the same process waits for the first to end.
    pub async fn run(&self, shutdown: impl Future<Output = ()> + Send) {
        let (stopping, stop) = watch::channel(false);
        tokio::pin!(shutdown);
        let _running = tokio::select! {
            running = self.inner.running.lock() => running,
            () = &mut shutdown => return,
        };
        let node = Arc::new(Node::new(self));
        // Before the first claim, or others would take its leases for those of the dead.
        if let Err(error) = node.beat(self).await {
            tracing::warn!(%error, "this process could not show that it is alive");
        }
        let mut tasks = JoinSet::new();
        tasks.spawn(Node::live(Arc::clone(&node), self.clone(), stop.clone()));
        for work in self.works() {
            tasks.spawn(drive(self.clone(), Arc::clone(&node), work, stop.clone()));
        }
        shutdown.await;
        // Nobody listens if there is no task; then there is nothing to stop.
        let _ = stopping.send(true);
        while let Some(ended) = tasks.join_next().await {
            if let Err(error) = ended {
                tracing::error!(%error, "a worker of the store ended badly");
            }
        }
        node.leave(self).await;
    }

    /// Does all that waits now, and what follows from it, and returns. A handler that fails ends it.
    /// For tests and tools; a running service uses [`run`](Self::run).
    pub async fn catch_up(&self) -> Result<(), CatchUpError> {
        let running = self.inner.running.try_lock();
        let _running = running.map_err(|_| CatchUpError::Busy)?;
        let node = Node::new(self);
        node.beat(self).await.map_err(RoundError::from)?;
        let result = self.rounds(&node).await;
        node.leave(self).await;
        result
    }

    /// Rounds of all works until nobody has more to do.
    async fn rounds(&self, node: &Node) -> Result<(), CatchUpError> {
        let (_stopping, stop) = watch::channel(false);
        let works = self.works().into_iter();
        let mut works: Vec<_> = works
            .map(|work| (Contender::new(work.lease()), work))
            .collect();
        let mut more = true;
        while more {
            more = false;
            for (contender, work) in &mut works {
                match turn(self, node, contender, work.as_mut(), &stop).await? {
                    Some(Progress::More) => more = true,
                    Some(Progress::Idle) => {}
                    Some(Progress::Wait(_)) => return Err(CatchUpError::Handler(work.lease())),
                    None => return Err(CatchUpError::Busy),
                }
            }
        }
        Ok(())
    }

    fn works(&self) -> Vec<Box<dyn Work>> {
        let mut works: Vec<Box<dyn Work>> = vec![Box::new(Position)];
        let subscriptions = &self.inner.subscriptions;
        let subscriptions = subscriptions.lock().unwrap_or_else(PoisonError::into_inner);
        for subscription in subscriptions.iter() {
            works.push(Box::new(Deliver::new(subscription.clone())));
        }
        let timers = &self.inner.timers;
        let timers = timers.lock().unwrap_or_else(PoisonError::into_inner);
        for (kind, handler) in timers.iter() {
            works.push(Box::new(Fire::new(kind.clone(), Arc::clone(handler))));
        }
        works
    }

    /// How long to wait after this many attempts that failed.
    fn back_off(&self, attempts: i64) -> Duration {
        let options = &self.inner.options;
        let doublings = u32::try_from(attempts.clamp(1, 32) - 1).unwrap_or(0);
        let longest = options
            .back_off
            .saturating_mul(2_u32.saturating_pow(doublings));
        self.jitter(longest.min(options.back_off_limit))
    }
}

/// Does one kind of work until `stop` is true.
async fn drive(
    store: Store,
    node: Arc<Node>,
    mut work: Box<dyn Work>,
    mut stop: watch::Receiver<bool>,
) {
    let mut contender = Contender::new(work.lease());
    let mut news = work.news(&store);
    let mut failures = 0;
    while !*stop.borrow() {
        news.borrow_and_update();
        let poll = store.inner.options.poll;
        let done = turn(&store, &node, &mut contender, work.as_mut(), &stop).await;
        if done.is_ok() {
            failures = 0;
        }
        let (pause, heed_news) = match done {
            Ok(Some(Progress::More)) => continue,
            Ok(Some(Progress::Idle)) => (poll, true),
            Ok(Some(Progress::Wait(pause))) => (pause, false),
            Ok(None) => (poll, false),
            Err(error) => {
                failures += 1;
                let cause = error.source().map(ToString::to_string);
                tracing::warn!(lease = work.lease(), %error, cause, "a round failed");
                (store.back_off(failures).max(poll), false)
            }
        };
        tokio::select! {
            _ = stop.changed() => {}
            Ok(()) = news.changed(), if heed_news => {}
            () = tokio::time::sleep(pause) => {}
        }
    }
}

/// One round, if the lease is held or can be had.
async fn turn(
    store: &Store,
    node: &Node,
    contender: &mut Contender,
    work: &mut dyn Work,
    stop: &watch::Receiver<bool>,
) -> Result<Option<Progress>, RoundError> {
    let Some(lease) = contender.hold(store, node).await? else {
        return Ok(None);
    };
    match work.round(store, &lease, stop).await {
        Err(RoundError::Lost) => {
            contender.lost();
            Ok(None)
        }
        other => other.map(Some),
    }
}

/// Calls a handler, within its time, and makes an error of a panic.
async fn attend<F>(store: &Store, handler: F) -> Result<(), HandlerError>
where
    F: Future<Output = Result<(), HandlerError>> + Send,
{
    let limit = store.inner.options.handler_limit;
    match tokio::time::timeout(limit, AssertUnwindSafe(handler).catch_unwind()).await {
        Ok(Ok(result)) => result,
        Ok(Err(_)) => Err("the handler panicked".into()),
        Err(_) => Err("the handler took longer than it may".into()),
    }
}
