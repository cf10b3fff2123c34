use std::{collections::HashMap, ops::Range};

use dean06_store::{Sql, Store};

use crate::{
    LedgerError,
    tlog::{Hash, TILE_WIDTH, Tree, perfect_subtrees},
};

/// Levels of the tree between one level of tiles and the next.
pub(crate) const TILE_LEVELS: u32 = TILE_WIDTH.ilog2();
const WIDTH: u64 = TILE_WIDTH as u64;

/// The hashes of the stored tree, tile by tile; each tile is read once.
///
/// Leaf hashes stand with the entries; of the levels above, only those between tiles are stored.
pub(crate) struct Nodes<'s> {
    store: &'s Store,
    tiles: HashMap<(u8, u64), Vec<Hash>>,
}

impl<'s> Nodes<'s> {
    pub fn new(store: &'s Store) -> Self {
        Self {
            store,
            tiles: HashMap::new(),
        }
    }

    /// The hashes of each range of entries, as a proof needs them.
    pub async fn hashes(&mut self, ranges: Vec<Range<u64>>) -> Result<Vec<Hash>, LedgerError> {
        let mut hashes = Vec::with_capacity(ranges.len());
        for range in ranges {
            hashes.push(self.hash(range).await?);
        }
        Ok(hashes)
    }

    /// The hash of one range of entries.
    pub async fn hash(&mut self, range: Range<u64>) -> Result<Hash, LedgerError> {
        let mut tree = Tree::default();
        for (level, index) in perfect_subtrees(range) {
            tree.push_subtree(level, self.subtree(level, index).await?);
        }
        Ok(tree.head().root)
    }

    /// The root of the subtree of 2^`level` entries at `index`.
    async fn subtree(&mut self, level: u32, index: u64) -> Result<Hash, LedgerError> {
        let inside = level % TILE_LEVELS;
        let first = index << inside;
        let tile_level = u8::try_from(level / TILE_LEVELS).map_err(|_| LedgerError::Incomplete)?;
        let tile = self.tile(tile_level, first / WIDTH).await?;
        let start = usize::try_from(first % WIDTH).map_err(|_| LedgerError::Incomplete)?;
        let hashes = tile.get(start..start + (1 << inside));
        let mut tree = Tree::default();
        for &hash in hashes.ok_or(LedgerError::Incomplete)? {
            tree.push(hash);
        }
        Ok(tree.head().root)
    }

    async fn tile(&mut self, level: u8, index: u64) -> Result<&[Hash], LedgerError> {
        if !self.tiles.contains_key(&(level, index)) {
            let hashes = read_tile(self.store, level, index).await?;
            self.tiles.insert((level, index), hashes);
        }
        let tile = self.tiles.get(&(level, index));
        Ok(tile.map_or(&[], Vec::as_slice))
    }
}

/// The hashes of a tile from its beginning to the first that is not there.
pub(crate) async fn read_tile(
    store: &Store,
    level: u8,
    index: u64,
) -> Result<Vec<Hash>, LedgerError> {
    let (text, level) = if level == 0 {
        let text = "SELECT entry_index AS place, leaf_hash AS hash FROM ledger_entry
                    WHERE entry_index >= ? AND entry_index < ? ORDER BY entry_index";
        (text, None)
    } else {
        let text = "SELECT node_index AS place, hash FROM ledger_node
                    WHERE level = ? AND node_index >= ? AND node_index < ? ORDER BY node_index";
        (text, Some(i64::from(level).into()))
    };
    let places = index * WIDTH..(index + 1) * WIDTH;
    let bounds = [places.start, places.end].map(|n| i64::try_from(n).unwrap_or(i64::MAX).into());
    let rows = store
        .read()
        .rows(text, level.into_iter().chain(bounds))
        .await?;
    let mut hashes = Vec::with_capacity(rows.len());
    for (row, place) in rows.iter().zip(places) {
        if row.try_get::<i64>("", "place")?.unsigned_abs() != place {
            break;
        }
        let hash: String = row.try_get("", "hash")?;
        hashes.push(Hash::from_hex(&hash).map_err(|_| LedgerError::Tampered(place))?);
    }
    Ok(hashes)
}
