use dean06_store::WriteError;
use sea_orm::DbErr;

use crate::tlog::{CheckpointError, NoteError};

/// Why the ledger did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    /// The process is shutting down.
    #[error("the ledger is closed")]
    Closed,
    /// The entries could not be written; none of them was.
    #[error("the ledger could not be written: {0}")]
    Write(String),
    /// The database could not be read.
    #[error("the ledger could not be read")]
    Read(#[from] DbErr),
    /// A stored entry does not fit its commitment: somebody changed it.
    #[error("entry {0} does not fit its commitment")]
    Tampered(u64),
    /// A row that this version cannot read.
    #[error("entry {index} cannot be read")]
    Unreadable {
        /// Its index.
        index: u64,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// The entry could not be put into canonical form.
    #[error("an entry has no canonical form")]
    Canonical(#[source] serde_json::Error),
    /// An entry or a hash of the tree is missing: somebody removed it.
    #[error("the ledger is not complete")]
    Incomplete,
    /// A checkpoint that cannot be read or was not signed by this log.
    #[error("the checkpoint cannot be used")]
    Checkpoint(#[from] CheckpointError),
    /// The cipher refused.
    #[error("an entry could not be sealed")]
    Seal,
}

impl From<WriteError> for LedgerError {
    fn from(error: WriteError) -> Self {
        Self::Write(error.to_string())
    }
}

impl From<NoteError> for LedgerError {
    fn from(error: NoteError) -> Self {
        Self::Checkpoint(error.into())
    }
}
