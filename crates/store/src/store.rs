//! The store itself: what it holds, and its small doors.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use dean06_kernel::Sources;
use sea_orm::{DatabaseConnection, DbErr};
use tokio::sync::watch;

use crate::lock::InstanceLock;
use crate::open::Doors;
use crate::silence::Silence;
use crate::write::Writer;
use crate::{Engine, Read, Sql, StoreOptions, Subscription, TimerHandler};

/// A database that is open: `SQLite` for this process alone, or a PostgreSQL that several processes
/// share. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) engine: Engine,
    pub(crate) sources: Sources,
    pub(crate) options: StoreOptions,
    pub(crate) read: Read,
    pub(crate) silence: Silence,
    pub(crate) writer: Writer,
    /// The pool behind `writer`, to close it.
    writing: DatabaseConnection,
    /// Keeps a second process away from a `SQLite` file.
    lock: Mutex<Option<InstanceLock>>,
    /// Count what was announced, to wake whoever waits for it.
    pub(crate) emitted: watch::Sender<u64>,
    pub(crate) positioned: watch::Sender<u64>,
    pub(crate) scheduled: watch::Sender<u64>,
    pub(crate) subscriptions: Mutex<Vec<Subscription>>,
    pub(crate) timers: Mutex<Vec<(String, Arc<dyn TimerHandler>)>>,
    /// Held while this process works on what waits.
    pub(crate) running: tokio::sync::Mutex<()>,
}

impl fmt::Debug for Inner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inner")
            .field("engine", &self.engine)
            .finish_non_exhaustive()
    }
}

impl Store {
    pub(crate) fn new(doors: Doors, sources: Sources, options: StoreOptions) -> Self {
        Self {
            inner: Arc::new(Inner {
                engine: doors.engine,
                sources,
                read: Read::new(doors.reading, doors.silence.clone(), options.read_limit),
                options,
                silence: doors.silence,
                writer: doors.writer,
                writing: doors.writing,
                lock: Mutex::new(doors.lock),
                emitted: watch::Sender::new(0),
                positioned: watch::Sender::new(0),
                scheduled: watch::Sender::new(0),
                subscriptions: Mutex::default(),
                timers: Mutex::default(),
                running: tokio::sync::Mutex::default(),
            }),
        }
    }

    /// Which database this is.
    pub fn engine(&self) -> Engine {
        self.inner.engine
    }

    /// The clock, chance and ids that this store was opened with.
    pub fn sources(&self) -> &Sources {
        &self.inner.sources
    }

    /// The door for reading: connections that can change nothing.
    pub fn read(&self) -> &Read {
        &self.inner.read
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.read().row("SELECT 1 AS one", []).await.map(|_| ())
    }

    /// Whether a COMMIT waits until the disk has it; it does from the start. Loading people into a new
    /// `SQLite` database, which begins again when it breaks off, need not: a power cut may then cost
    /// the last commits, never the database. From when they wait again, the disk has everything.
    /// PostgreSQL always waits.
    pub async fn commits_wait_for_disk(&self, wait: bool) -> Result<(), DbErr> {
        match &self.inner.writer {
            Writer::Sqlite { pen, .. } => pen.lock().await.wait_for_disk(wait).await,
            Writer::Postgres { .. } => Ok(()),
        }
    }

    /// Waits for statements that run, closes all connections and lets the data folder go.
    /// Afterwards every read and write fails as
    /// [`Unavailable`](crate::WriteError::Unavailable).
    pub async fn close(&self) -> Result<(), DbErr> {
        self.inner.read.close().await?;
        self.inner.writing.close_by_ref().await?;
        *self
            .inner
            .lock
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = None;
        Ok(())
    }
}
