//! Every night: files that belong to no paper, and links that ended long ago, are cleared away.
//!
//! A file is kept before the row of its paper is written, and a crash may come between. It goes only
//! when two sweeps, a day apart by this house's clock, found no paper for it.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use dean06_store::{HandlerError, Nightly, NoRefusal, Sql, WriteError, placeholders};
use sea_orm::{DbErr, Value};

use super::{BlobError, Blobs};
use crate::room::Documents;
use crate::rows::Share;

const KIND: &str = "documents.sweep";
/// The hour of the night, in Vietnam.
const HOUR: i8 = 2;
/// How many names are asked for at once.
const BATCH: usize = 200;
/// Microseconds of a day.
pub(crate) const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// Why a sweep did not end.
#[derive(Debug, thiserror::Error)]
enum NotSwept {
    #[error(transparent)]
    Database(#[from] WriteError<NoRefusal>),
    #[error(transparent)]
    Files(#[from] BlobError),
}

impl From<DbErr> for NotSwept {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

/// Sees that every night has its sweep.
pub(crate) async fn plan(room: &Documents) -> Result<(), WriteError<NoRefusal>> {
    let sweep = Arc::new(Sweep(room.clone()));
    room.store.every_night(KIND, HOUR, sweep).await
}

struct Sweep(Documents);

#[async_trait::async_trait]
impl Nightly for Sweep {
    async fn work(&self) -> Result<(), HandlerError> {
        sweep_files(&self.0).await?;
        Ok(sweep_shares(&self.0).await?)
    }
}

async fn sweep_files(room: &Documents) -> Result<(), NotSwept> {
    let now = room.sources.now_micros();
    let orphans = orphans(room).await?;
    let before: Vec<(String, i64)> = room
        .store
        .read()
        .rows("SELECT file, seen_at FROM orphan_file", [])
        .await?
        .iter()
        .map(|row| Ok((row.try_get("", "file")?, row.try_get("", "seen_at")?)))
        .collect::<Result<_, DbErr>>()?;
    for (file, seen_at) in &before {
        if !orphans.contains(file) {
            forget(room, file).await?;
        } else if now.saturating_sub(*seen_at) >= DAY {
            remove(&room.blobs, file).await?;
            forget(room, file).await?;
            metrics::counter!("dean06_documents_orphans_removed_total").increment(1);
        }
    }
    let new: Vec<&String> = orphans
        .iter()
        .filter(|file| before.iter().all(|(known, _)| known != *file))
        .collect();
    for file in new {
        note(room, file, now).await?;
    }
    Ok(())
}

/// Files without a paper, and what a crash left half-written.
async fn orphans(room: &Documents) -> Result<BTreeSet<String>, NotSwept> {
    let mut orphans = BTreeSet::new();
    for names in room.blobs.names().await?.chunks(BATCH) {
        let keys: Vec<Value> = names
            .iter()
            .map(|name| Value::from(format!("sha256/{name}")))
            .collect();
        let text = format!(
            "SELECT DISTINCT key FROM paper_key WHERE key IN ({})",
            placeholders(keys.len())
        );
        let rows = room.store.read().rows(&text, keys).await?;
        let mut known = BTreeSet::new();
        for row in &rows {
            known.insert(row.try_get::<String>("", "key")?);
        }
        let strays = names
            .iter()
            .filter(|name| !known.contains(&format!("sha256/{name}")));
        orphans.extend(strays.cloned());
    }
    if let Some(folder) = room.blobs.folder.clone() {
        let halves = tokio::task::spawn_blocking(move || half_written(&folder)).await;
        orphans.extend(halves.unwrap_or_default());
    }
    Ok(orphans)
}

/// What the object store writes before it renames, as `ab/abcdef…#1`.
fn half_written(folder: &Path) -> Vec<String> {
    let shelves = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut found = Vec::new();
    for shelf in shelves {
        for file in std::fs::read_dir(shelf.path())
            .into_iter()
            .flatten()
            .flatten()
        {
            let (shelf, file) = (shelf.file_name(), file.file_name());
            if let (Some(shelf), Some(file)) = (shelf.to_str(), file.to_str())
                && file.contains('#')
            {
                found.push(format!("{shelf}/{file}"));
            }
        }
    }
    found
}

async fn remove(blobs: &Blobs, file: &str) -> Result<(), BlobError> {
    match (&blobs.folder, file.contains('#')) {
        (Some(folder), true) => {
            let path = folder.join(file);
            let gone = tokio::task::spawn_blocking(move || std::fs::remove_file(path)).await;
            if let Ok(Err(error)) = gone {
                tracing::warn!(%error, "a half-written file could not be removed");
            }
            Ok(())
        }
        _ => blobs.delete(file).await,
    }
}

async fn note(room: &Documents, file: &str, now: i64) -> Result<(), NotSwept> {
    room.store
        .write(|tx| {
            Box::pin(async move {
                tx.run(
                    "INSERT INTO orphan_file (file, seen_at) VALUES (?, ?)
                     ON CONFLICT (file) DO NOTHING",
                    [file.into(), now.into()],
                )
                .await?;
                Ok::<(), WriteError<NoRefusal>>(())
            })
        })
        .await?;
    Ok(())
}

/// Strikes a file off the list of orphans: it has a paper again, or is gone.
pub(crate) async fn forget(room: &Documents, file: &str) -> Result<(), WriteError<NoRefusal>> {
    room.store
        .write(|tx| {
            Box::pin(async move {
                tx.run("DELETE FROM orphan_file WHERE file = ?", [file.into()])
                    .await?;
                Ok::<(), WriteError<NoRefusal>>(())
            })
        })
        .await
}

async fn sweep_shares(room: &Documents) -> Result<(), NotSwept> {
    let keep = i64::from(room.settings.share.keep_days).saturating_mul(DAY);
    let before = room.sources.now_micros().saturating_sub(keep);
    loop {
        let limit = i64::try_from(BATCH).unwrap_or(i64::MAX);
        let over = &Share::over(room.store.read(), before, limit).await?;
        if over.is_empty() {
            return Ok(());
        }
        room.store
            .write(|tx| {
                Box::pin(async move {
                    for share in over {
                        share.delete(tx).await?;
                    }
                    Ok::<(), WriteError<NoRefusal>>(())
                })
            })
            .await?;
    }
}
