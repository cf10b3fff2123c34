use std::{
    fs::OpenOptions,
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::Path,
};

use anyhow::Context;
use dean06_kernel::Sources;
use dean06_ledger::tlog::{KeyKind, SigningKey};

/// The key in a file. It is made when the file is not there, readable by its owner alone; from then
/// on it keeps its name, whatever the address of the site becomes.
pub fn obtain(
    path: &Path,
    name: &str,
    kind: KeyKind,
    sources: &Sources,
) -> anyhow::Result<SigningKey> {
    if let Some(key) = read(path)? {
        return Ok(key);
    }
    let key = SigningKey::new(name, kind, sources.secret())
        .with_context(|| format!("{name} cannot be the name of a key"))?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)
        .with_context(|| format!("cannot make {}", path.display()))?;
    writeln!(file, "{}", key.to_secret())?;
    file.sync_all()?;
    Ok(key)
}

/// The key in a file, if the file is there.
pub fn read(path: &Path) -> anyhow::Result<Option<SigningKey>> {
    match std::fs::read_to_string(path) {
        Ok(text) => {
            let key = SigningKey::from_secret(text.trim_end());
            Ok(Some(key.with_context(|| path.display().to_string())?))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_key_is_made_once_and_is_nobody_elses() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("key");
        let sources = Sources::system();
        assert!(read(&path).unwrap().is_none());
        let key = obtain(&path, "log.example/ledger", KeyKind::Log, &sources).unwrap();
        let again = obtain(&path, "other.example/ledger", KeyKind::Log, &sources).unwrap();
        assert_eq!(again.verifier(), key.verifier());
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::write(&path, "nothing").unwrap();
        assert!(read(&path).is_err());
    }
}
