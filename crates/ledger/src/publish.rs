use dean06_store::{Sql, Tx, WriteError};
use sea_orm::Value;

use crate::{
    Ledger, LedgerError,
    nodes::{Nodes, read_tile},
    tlog::{Checkpoint, Hash, Note, SigningKey, TILE_WIDTH, Tree, TreeHead},
};

const WIDTH: u64 = TILE_WIDTH as u64;
/// Tiles that are hashed before they are written down.
const TILES_AT_ONCE: usize = 512;
/// Rows of one insert statement.
const ROWS_AT_ONCE: usize = 256;

impl Ledger {
    /// Signs the log as it stands, if it grew since the last time, and returns the checkpoint that
    /// is now published. `seconds` is the moment since 1970.
    ///
    /// Several processes may publish the same log with the same key: each checkpoint is one of the
    /// same tree, and the larger one stays.
    pub async fn publish(&self, key: &SigningKey, seconds: u64) -> Result<Note, LedgerError> {
        let note = self.sign(key, seconds).await?;
        self.keep(&note).await?;
        Ok(note)
    }

    /// As [`Ledger::publish`], without publishing it yet.
    pub(crate) async fn sign(&self, key: &SigningKey, seconds: u64) -> Result<Note, LedgerError> {
        let size = self.size().await?;
        let published = self.checkpoint().await?;
        if let Some(note) = published {
            let head = Checkpoint::open(&note, key.verifier())?.head;
            if head.size >= size {
                return Ok(note);
            }
        }
        self.extend(size).await?;
        let checkpoint = Checkpoint {
            origin: key.verifier().name().to_owned(),
            head: self.head_at(size).await?,
        };
        let mut note = Note::new(checkpoint.to_string())?;
        note.add(key.sign(note.text(), seconds));
        Ok(note)
    }

    /// The checkpoint that was published last.
    pub async fn checkpoint(&self) -> Result<Option<Note>, LedgerError> {
        let row = self
            .store
            .read()
            .row("SELECT note FROM ledger_checkpoint WHERE log = 'log'", [])
            .await?;
        let Some(row) = row else { return Ok(None) };
        let note: String = row.try_get("", "note")?;
        Ok(Some(note.parse()?))
    }

    /// The root of the first `size` entries, from the stored tiles: some milliseconds for any size.
    pub async fn head_at(&self, size: u64) -> Result<TreeHead, LedgerError> {
        let root = Nodes::new(&self.store).hash(0..size).await?;
        Ok(TreeHead { size, root })
    }

    /// Publishes a checkpoint, with the signatures it has by now, unless a larger one is there.
    pub(crate) async fn keep(&self, note: &Note) -> Result<(), LedgerError> {
        let checkpoint: Checkpoint = note.text().parse()?;
        let size = i64::try_from(checkpoint.head.size).unwrap_or(i64::MAX);
        let note = &note.to_string();
        self.store
            .write(|tx| {
                Box::pin(async move {
                    tx.run(
                        "INSERT INTO ledger_checkpoint (log, size, note) VALUES ('log', ?, ?)
                         ON CONFLICT (log) DO UPDATE SET size = excluded.size, note = excluded.note
                         WHERE ledger_checkpoint.size <= excluded.size",
                        [size.into(), note.as_str().into()],
                    )
                    .await?;
                    Ok::<_, WriteError>(())
                })
            })
            .await?;
        Ok(())
    }

    /// Stores the hashes above all tiles that are full at `size` and were not before.
    async fn extend(&self, size: u64) -> Result<(), LedgerError> {
        let mut level = 0_u8;
        let mut below = size;
        while below >= WIDTH {
            let full = below / WIDTH;
            let mut next = self.stored(level + 1).await?;
            while next < full {
                let mut roots = Vec::new();
                while next < full && roots.len() < TILES_AT_ONCE {
                    let hashes = read_tile(&self.store, level, next).await?;
                    if hashes.len() < usize::from(TILE_WIDTH) {
                        return Err(LedgerError::Incomplete);
                    }
                    roots.push((next, root(&hashes)));
                    next += 1;
                }
                self.store_nodes(level + 1, &roots).await?;
            }
            below = full;
            level += 1;
        }
        Ok(())
    }

    /// How many nodes of a level are stored; they have no gap.
    async fn stored(&self, level: u8) -> Result<u64, LedgerError> {
        let row = self
            .store
            .read()
            .row(
                "SELECT MAX(node_index) AS last FROM ledger_node WHERE level = ?",
                [i64::from(level).into()],
            )
            .await?;
        let last: Option<i64> = row.map_or(Ok(None), |row| row.try_get("", "last"))?;
        Ok(last.map_or(0, |last| last.unsigned_abs() + 1))
    }

    async fn store_nodes(&self, level: u8, roots: &[(u64, Hash)]) -> Result<(), LedgerError> {
        self.store
            .write(|tx| Box::pin(async move { insert(tx, level, roots).await }))
            .await?;
        Ok(())
    }
}

fn root(hashes: &[Hash]) -> Hash {
    let mut tree = Tree::default();
    for &hash in hashes {
        tree.push(hash);
    }
    tree.head().root
}

async fn insert(tx: &Tx<'_>, level: u8, roots: &[(u64, Hash)]) -> Result<(), WriteError> {
    for some in roots.chunks(ROWS_AT_ONCE) {
        let rows = vec!["(?, ?, ?)"; some.len()].join(", ");
        let values = some.iter().flat_map(|&(index, hash)| -> [Value; 3] {
            let index = i64::try_from(index).unwrap_or(i64::MAX);
            [i64::from(level).into(), index.into(), hash.to_hex().into()]
        });
        let text = format!(
            "INSERT INTO ledger_node (level, node_index, hash) VALUES {rows} ON CONFLICT DO NOTHING"
        );
        tx.run(&text, values).await?;
    }
    Ok(())
}
