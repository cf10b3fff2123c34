use std::borrow::Cow;
use std::collections::VecDeque;
use std::sync::Arc;

use dean06_content::{Content, Files};
use dean06_store::{NoRefusal, Sql, Store, WriteError};
use tokio::sync::Mutex;

use super::{Edition, EditionError};

/// How many versions that are not in force any more are kept in memory.
const KEPT: usize = 3;

/// The version in force, and those under which older dossiers live.
pub(crate) struct Editions {
    current: Arc<Edition>,
    older: Mutex<VecDeque<Arc<Edition>>>,
}

impl Editions {
    /// Begins with the version in force.
    pub fn new(content: Arc<Content>) -> Result<Self, EditionError> {
        Ok(Self {
            current: Arc::new(Edition::in_force(content)?),
            older: Mutex::default(),
        })
    }

    /// The version in force.
    pub fn current(&self) -> &Arc<Edition> {
        &self.current
    }

    /// Stores the version in force under its digest, once for ever, so that dossiers can live under
    /// it when another one is in force.
    pub async fn pin(&self, store: &Store) -> Result<(), EditionError> {
        let content = &self.current.content;
        let digest = content.digest();
        let stored = store
            .read()
            .row(
                "SELECT path FROM pinned_content WHERE digest = ? LIMIT 1",
                [digest.into()],
            )
            .await?;
        if stored.is_some() {
            return Ok(());
        }
        store
            .write(|tx| {
                Box::pin(async move {
                    for (path, body) in content.files() {
                        tx.run(
                            "INSERT INTO pinned_content (digest, path, body) VALUES (?, ?, ?)
                             ON CONFLICT (digest, path) DO NOTHING",
                            [digest.into(), path.as_str().into(), body.to_vec().into()],
                        )
                        .await?;
                    }
                    Ok::<(), WriteError<NoRefusal>>(())
                })
            })
            .await?;
        Ok(())
    }

    /// The version with this digest.
    pub async fn of(&self, store: &Store, digest: &str) -> Result<Arc<Edition>, EditionError> {
        if self.current.content.digest() == digest {
            return Ok(Arc::clone(&self.current));
        }
        // Held while a version is read: who waits wants the same one, most likely.
        let mut older = self.older.lock().await;
        if let Some(known) = older
            .iter()
            .find(|edition| edition.content.digest() == digest)
        {
            return Ok(Arc::clone(known));
        }
        let edition = Arc::new(load(store, digest).await?);
        if older.len() == KEPT {
            older.pop_front();
        }
        older.push_back(Arc::clone(&edition));
        Ok(edition)
    }
}

async fn load(store: &Store, digest: &str) -> Result<Edition, EditionError> {
    let rows = store
        .read()
        .rows(
            "SELECT path, body FROM pinned_content WHERE digest = ?",
            [digest.into()],
        )
        .await?;
    if rows.is_empty() {
        return Err(EditionError::Unknown(digest.to_owned()));
    }
    let mut files = Files::new();
    for row in &rows {
        let body: Vec<u8> = row.try_get("", "body")?;
        files.insert(row.try_get("", "path")?, Cow::Owned(body));
    }
    let read = tokio::task::spawn_blocking(move || {
        Content::from_files(files)
            .map_err(EditionError::from)
            .and_then(|content| Edition::read(Arc::new(content)))
    });
    let edition = read.await.map_err(|_| EditionError::Cancelled)??;
    if edition.content.digest() != digest {
        return Err(EditionError::Changed(digest.to_owned()));
    }
    Ok(edition)
}
