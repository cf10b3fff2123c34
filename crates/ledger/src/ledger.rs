use dean06_kernel::Sources;
use dean06_store::{MigrateError, Sql, Store};
use tokio::sync::{mpsc, oneshot};

use crate::{
    AccessRecord, LedgerError, append, append::Waiting, schema::migrations, tlog::TreeHead,
};

/// Callers that may wait for their commit at the same time.
const WAITING_LIMIT: usize = 4096;

/// The log of this node. Cheap to clone.
#[derive(Clone)]
pub struct Ledger {
    pub(crate) store: Store,
    waiting: mpsc::Sender<Waiting>,
}

impl Ledger {
    /// Brings the tables up to date and begins to accept records, on the current Tokio runtime.
    /// It stops when the last clone is dropped.
    pub async fn open(store: Store, sources: Sources) -> Result<Self, MigrateError> {
        store.migrate("ledger", &migrations()).await?;
        let (sender, receiver) = mpsc::channel(WAITING_LIMIT);
        tokio::spawn(append::sequence(store.clone(), sources, receiver));
        Ok(Self {
            store,
            waiting: sender,
        })
    }

    /// Writes records down; `Ok` with their indexes means that they are durable.
    pub async fn append(&self, records: Vec<AccessRecord>) -> Result<Vec<u64>, LedgerError> {
        let (done, answer) = oneshot::channel();
        self.waiting
            .send(Waiting { records, done })
            .await
            .map_err(|_| LedgerError::Closed)?;
        answer.await.map_err(|_| LedgerError::Closed)?
    }

    /// The number of entries.
    pub async fn size(&self) -> Result<u64, LedgerError> {
        let row = self
            .store
            .read()
            .row("SELECT size FROM ledger_head", [])
            .await?;
        let size: i64 = row.map_or(Ok(0), |row| row.try_get("", "size"))?;
        Ok(size.unsigned_abs())
    }

    /// The size and root of the whole log, computed from every entry.
    pub async fn head(&self) -> Result<TreeHead, LedgerError> {
        Ok(self.verify().await?.head)
    }
}
