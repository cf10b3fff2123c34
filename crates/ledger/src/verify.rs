use dean06_store::Sql;
use serde::Serialize;

use crate::{
    Ledger, LedgerError,
    tlog::{Checkpoint, Tree, TreeHead, leaf_hash},
};

/// Entries that are read at once.
const PAGE: i64 = 2000;
/// Faults that are named; the check stops there.
const FAULT_LIMIT: usize = 100;

/// What is wrong with the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Fault {
    /// An entry is not where it should be.
    Missing {
        /// Its index.
        index: u64,
    },
    /// An entry is not what was written.
    Changed {
        /// Its index.
        index: u64,
    },
    /// The first entries are not those that were signed.
    NotAsSigned {
        /// How many were signed.
        size: u64,
    },
    /// There are more or fewer entries than were counted.
    Size {
        /// Entries counted when they were written.
        counted: u64,
        /// Entries that are there.
        found: u64,
    },
}

/// The outcome of checking the whole log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verification {
    /// Size and root of what is there.
    pub head: TreeHead,
    /// What is wrong; at most a hundred.
    pub faults: Vec<Fault>,
}

impl Verification {
    /// Nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.faults.is_empty()
    }
}

impl Ledger {
    /// Reads every entry, checks that the indexes have no gap, that each leaf has its hash and that
    /// what was signed is still there, and computes the root. Memory stays flat; time grows with
    /// the log.
    pub async fn verify(&self) -> Result<Verification, LedgerError> {
        let signed = match self.checkpoint().await? {
            Some(note) => Some(note.text().parse::<Checkpoint>()?.head),
            None => None,
        };
        let mut as_signed = signed.is_none_or(|signed| signed == Tree::default().head());
        let counted = self.size().await?;
        let mut tree = Tree::default();
        let mut faults = Vec::new();
        let mut next: u64 = 0;
        while faults.len() < FAULT_LIMIT {
            let from = i64::try_from(next).unwrap_or(i64::MAX);
            let rows = self
                .store
                .read()
                .rows(
                    "SELECT entry_index, leaf, leaf_hash FROM ledger_entry
                     WHERE entry_index >= ? AND entry_index < ? ORDER BY entry_index LIMIT ?",
                    [
                        from.into(),
                        i64::try_from(counted).unwrap_or(i64::MAX).into(),
                        PAGE.into(),
                    ],
                )
                .await?;
            if rows.is_empty() {
                break;
            }
            for row in rows {
                let index = row.try_get::<i64>("", "entry_index")?.unsigned_abs();
                let leaf: String = row.try_get("", "leaf")?;
                let stored: String = row.try_get("", "leaf_hash")?;
                if index != next {
                    faults.push(Fault::Missing { index: next });
                }
                let hash = leaf_hash(leaf.as_bytes());
                if hash.to_hex() != stored {
                    faults.push(Fault::Changed { index });
                }
                tree.push(hash);
                next = index + 1;
                as_signed |=
                    signed.is_some_and(|signed| signed.size == next && signed == tree.head());
            }
        }
        let head = tree.head();
        if head.size != counted && faults.len() < FAULT_LIMIT {
            faults.push(Fault::Size {
                counted,
                found: head.size,
            });
        }
        if let Some(signed) = signed.filter(|_| !as_signed && faults.is_empty()) {
            faults.push(Fault::NotAsSigned { size: signed.size });
        }
        Ok(Verification { head, faults })
    }
}
