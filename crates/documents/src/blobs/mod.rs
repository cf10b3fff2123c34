//! The bytes of papers: files are not rows. A file is named by its SHA-256, so it never changes.

mod sweep;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures::{StreamExt as _, TryStreamExt as _};
use object_store::local::LocalFileSystem;
use object_store::path::Path as Place;
use object_store::{ObjectStore, ObjectStoreExt as _};
use sha2::{Digest, Sha256};

pub(crate) use sweep::{DAY, forget, plan};

/// Why bytes cannot be kept or had.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The folder cannot be made.
    #[error("the folder for files cannot be made")]
    Folder(#[source] std::io::Error),
    /// The place where they are kept does not do what it should.
    #[error("files cannot be kept or read")]
    Store(#[from] object_store::Error),
    /// What stands there is not what was kept.
    #[error("the file {0} was damaged")]
    Damaged(String),
}

/// Where files are kept.
#[derive(Clone)]
pub struct Blobs {
    store: Arc<dyn ObjectStore>,
    /// The folder, when it is one: what a crash left half-written is cleared away there.
    folder: Option<PathBuf>,
}

impl Blobs {
    /// Files in a folder, which is made if it is not there. A file that is there is whole and on
    /// the disk.
    pub fn folder(folder: &Path) -> Result<Self, BlobError> {
        std::fs::create_dir_all(folder).map_err(BlobError::Folder)?;
        let store = LocalFileSystem::new_with_prefix(folder)?.with_fsync(true);
        Ok(Self {
            store: Arc::new(store),
            folder: Some(folder.to_owned()),
        })
    }

    /// Files elsewhere. What it has taken must be there after a crash.
    pub fn elsewhere(store: Arc<dyn ObjectStore>) -> Self {
        Self {
            store,
            folder: None,
        }
    }

    /// Keeps bytes and returns their name. On return they survive a crash.
    pub(crate) async fn put(&self, bytes: Vec<u8>) -> Result<String, BlobError> {
        let name = digest(&bytes);
        self.store.put(&place(&name), bytes.into()).await?;
        Ok(name)
    }

    /// The bytes of a name; nothing if they are not there.
    pub(crate) async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, BlobError> {
        let found = match self.store.get(&place(name)).await {
            Ok(found) => found.bytes().await?,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        if digest(&found) != name {
            return Err(BlobError::Damaged(name.to_owned()));
        }
        Ok(Some(found.into()))
    }

    /// Whether there is a file of this name.
    pub(crate) async fn has(&self, name: &str) -> Result<bool, BlobError> {
        match self.store.head(&place(name)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn delete(&self, name: &str) -> Result<(), BlobError> {
        match self.store.delete(&place(name)).await {
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The names of all files.
    async fn names(&self) -> Result<Vec<String>, BlobError> {
        let names = self.store.list(None).map(|found| {
            Ok::<_, object_store::Error>(found?.location.filename().map(str::to_owned))
        });
        let names: Vec<Option<String>> = names.try_collect().await?;
        Ok(names
            .into_iter()
            .flatten()
            .filter(|name| is_name(name))
            .collect())
    }
}

/// The SHA-256 of bytes in hexadecimal.
pub(crate) fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn is_name(text: &str) -> bool {
    text.len() == 64
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Some hundred folders rather than one with a million files.
fn place(name: &str) -> Place {
    let shelf = name.get(..2).unwrap_or("xx");
    Place::from_iter([shelf, name])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_kept_comes_back_and_damage_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::folder(&folder.path().join("blobs")).unwrap();
        let name = blobs.put(b"paper".to_vec()).await.unwrap();
        assert_eq!(blobs.put(b"paper".to_vec()).await.unwrap(), name);
        assert_eq!(blobs.get(&name).await.unwrap(), Some(b"paper".to_vec()));
        assert!(blobs.has(&name).await.unwrap());
        assert_eq!(blobs.names().await.unwrap(), [name.as_str()]);

        let file = folder.path().join("blobs").join(&name[..2]).join(&name);
        std::fs::write(file, b"forged").unwrap();
        assert!(matches!(blobs.get(&name).await, Err(BlobError::Damaged(_))));

        blobs.delete(&name).await.unwrap();
        blobs.delete(&name).await.unwrap();
        assert_eq!(blobs.get(&name).await.unwrap(), None);
        assert!(!blobs.has(&name).await.unwrap());
    }

    #[test]
    fn a_name_is_a_digest() {
        assert!(is_name(&digest(b"")));
        assert!(!is_name("../../etc/passwd"));
        assert!(!is_name(&"G".repeat(64)));
    }
}
