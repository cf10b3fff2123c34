use dean06_store::Sql;

use crate::{
    Ledger, LedgerError,
    nodes::Nodes,
    tlog::{Checkpoint, Hash, Note, ProofFile, consistency_ranges, inclusion_ranges},
};

impl Ledger {
    /// The proof that the entry at `index` stands under the published checkpoint, with the entry
    /// itself as extra data; nothing when the checkpoint does not reach so far.
    pub async fn prove(&self, index: u64) -> Result<Option<ProofFile>, LedgerError> {
        let Some((note, size)) = self.published().await? else {
            return Ok(None);
        };
        if index >= size {
            return Ok(None);
        }
        let row = self
            .store
            .read()
            .row(
                "SELECT leaf FROM ledger_entry WHERE entry_index = ?",
                [i64::try_from(index).unwrap_or(i64::MAX).into()],
            )
            .await?;
        let leaf: String = row.ok_or(LedgerError::Incomplete)?.try_get("", "leaf")?;
        let ranges = inclusion_ranges(index, size);
        let hashes = Nodes::new(&self.store).hashes(ranges).await?;
        Ok(Some(ProofFile {
            extra: Some(leaf.into_bytes()),
            index,
            hashes,
            checkpoint: note,
        }))
    }

    /// The proof that the log of `size` begins with that of `old_size` (RFC 6962 §2.1.2). Empty when
    /// they are the same or the old one is empty.
    pub async fn prove_growth(&self, old_size: u64, size: u64) -> Result<Vec<Hash>, LedgerError> {
        let ranges = consistency_ranges(old_size, size);
        Nodes::new(&self.store).hashes(ranges).await
    }

    async fn published(&self) -> Result<Option<(Note, u64)>, LedgerError> {
        let Some(note) = self.checkpoint().await? else {
            return Ok(None);
        };
        let size = note.text().parse::<Checkpoint>()?.head.size;
        Ok(Some((note, size)))
    }
}
