//! One process per data folder.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use crate::OpenError;

/// Holds a file beside the database locked. The operating system lets go of it when the process
/// ends, however it ends.
#[derive(Debug)]
pub(crate) struct InstanceLock {
    _file: File,
}

impl InstanceLock {
    /// Locks `database` for this process.
    pub(crate) fn take(database: &Path) -> Result<Self, OpenError> {
        let mut path = database.as_os_str().to_owned();
        path.push(".lock");
        let path = PathBuf::from(path);
        let folder = |source| OpenError::Folder {
            path: path.clone(),
            source,
        };
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(folder)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse(database.to_owned())),
            Err(TryLockError::Error(source)) => Err(folder(source)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_holder_is_refused_until_the_first_is_gone() {
        let dir = tempfile::tempdir().unwrap();
        let database = dir.path().join("d.sqlite");
        let first = InstanceLock::take(&database).unwrap();
        let second = InstanceLock::take(&database);
        assert!(matches!(second, Err(OpenError::InUse(path)) if path == database));
        drop(first);
        InstanceLock::take(&database).unwrap();
    }

    #[test]
    fn a_folder_that_is_not_there_is_named() {
        let missing = Path::new("/nonexistent-folder/d.sqlite");
        assert!(matches!(
            InstanceLock::take(missing),
            Err(OpenError::Folder { .. })
        ));
    }
}
