use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
};

use anyhow::{Context, bail};

/// The file that a running instance holds locked.
const LOCK: &str = "instance.lock";

/// This process as the only one that runs on a data folder, whatever database it uses. The operating
/// system lets go of it when the process ends, however it ends.
pub struct Instance {
    _file: File,
}

impl Instance {
    /// Takes the folder for this process, or says that another one runs on it.
    pub fn on(folder: &Path) -> anyhow::Result<Self> {
        let path = folder.join(LOCK);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .with_context(|| format!("cannot use {}", path.display()))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => bail!(
                "the data folder {} is in use by another running instance; stop it or name another \
                 folder with --data",
                folder.display()
            ),
            Err(TryLockError::Error(error)) => {
                Err(error).with_context(|| format!("cannot lock {}", path.display()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Instance;

    #[test]
    fn a_second_one_is_refused_until_the_first_is_gone() {
        let folder = tempfile::tempdir().expect("a folder");
        let first = Instance::on(folder.path()).expect("free");
        let refused = Instance::on(folder.path()).err().expect("in use");
        assert!(refused.to_string().contains("another running instance"));
        drop(first);
        Instance::on(folder.path()).expect("free again");
    }
}
