use dean06_store::Sql;

use crate::{
    Ledger, LedgerError,
    nodes::read_tile,
    tlog::{Checkpoint, TILE_WIDTH, TilePath},
};

impl Ledger {
    /// The bytes of a tile or a bundle of entries, as C2SP tlog-tiles lays them out; nothing where
    /// the published checkpoint does not reach. What is told once never changes.
    pub async fn tile(&self, path: TilePath) -> Result<Option<Vec<u8>>, LedgerError> {
        let Some(note) = self.checkpoint().await? else {
            return Ok(None);
        };
        let published = note.text().parse::<Checkpoint>()?.head.size;
        if path
            .entries_needed()
            .is_none_or(|needed| needed > published)
        {
            return Ok(None);
        }
        let width = usize::from(path.width);
        let Some(level) = path.level else {
            return self.bundle(path).await.map(Some);
        };
        let hashes = read_tile(&self.store, level, path.index).await?;
        let hashes = hashes.get(..width).ok_or(LedgerError::Incomplete)?;
        Ok(Some(hashes.iter().flat_map(|hash| hash.0).collect()))
    }

    async fn bundle(&self, path: TilePath) -> Result<Vec<u8>, LedgerError> {
        let first = path.index * u64::from(TILE_WIDTH);
        let bounds = [first, first + u64::from(path.width)];
        let rows = self
            .store
            .read()
            .rows(
                "SELECT leaf FROM ledger_entry WHERE entry_index >= ? AND entry_index < ?
                 ORDER BY entry_index",
                bounds.map(|n| i64::try_from(n).unwrap_or(i64::MAX).into()),
            )
            .await?;
        if rows.len() != usize::from(path.width) {
            return Err(LedgerError::Incomplete);
        }
        let mut bundle = Vec::new();
        for (row, index) in rows.into_iter().zip(first..) {
            let leaf: String = row.try_get("", "leaf")?;
            let length = u16::try_from(leaf.len()).map_err(|_| LedgerError::Tampered(index))?;
            bundle.extend(length.to_be_bytes());
            bundle.extend(leaf.into_bytes());
        }
        Ok(bundle)
    }
}
