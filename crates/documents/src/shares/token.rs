//! The secret part of a link: 128 bits that stand in no database.
//!
//! A token is made of the share's id and a secret that lies in a file beside the database, so that
//! the same command returns the same token although nobody keeps it; what is kept is its digest. Who
//! gets hold of the database alone cannot open a link.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;
use std::sync::Arc;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dean06_kernel::Sources;

use crate::blobs::digest;

/// The file with the secret.
const FILE: &str = "shares.secret";
/// Bytes of the secret.
const SECRET: usize = 32;
/// Bytes of a token.
const TOKEN: usize = 16;

/// The secret of links cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum TokensError {
    /// The file cannot be read or made.
    #[error("the secret of links cannot be read or made")]
    File(#[from] std::io::Error),
    /// It holds something else.
    #[error("the secret of links does not have {SECRET} bytes")]
    Length,
}

/// Makes tokens.
#[derive(Clone)]
pub(crate) struct Tokens {
    key: Arc<hmac::Key>,
}

impl Tokens {
    /// Reads the secret; makes it if there is none. Of several processes that start at once, one
    /// makes it.
    pub fn in_folder(folder: &Path, sources: &Sources) -> Result<Self, TokensError> {
        let path = folder.join(FILE);
        let secret = match std::fs::read(&path) {
            Ok(secret) => secret,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                make(folder, &path, &sources.secret::<SECRET>())?;
                std::fs::read(&path)?
            }
            Err(error) => return Err(error.into()),
        };
        if secret.len() != SECRET {
            return Err(TokensError::Length);
        }
        Ok(Self {
            key: Arc::new(hmac::Key::new(hmac::HMAC_SHA256, &secret)),
        })
    }

    /// The token of a share.
    pub fn of(&self, share_id: &str) -> String {
        let tag = hmac::sign(&self.key, share_id.as_bytes());
        let bits = tag.as_ref().get(..TOKEN).unwrap_or_default();
        URL_SAFE_NO_PAD.encode(bits)
    }

    /// What is kept of a token.
    pub fn hash(token: &str) -> String {
        digest(token.as_bytes())
    }
}

/// Written whole under another name first, so that nobody reads half a secret; whoever links it to
/// its name first has made it.
fn make(folder: &Path, path: &Path, secret: &[u8]) -> Result<(), TokensError> {
    let draft = folder.join(format!(
        "{FILE}.{}",
        hex::encode(secret.get(..4).unwrap_or_default())
    ));
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&draft)?;
    file.write_all(secret)?;
    file.sync_all()?;
    let made = std::fs::hard_link(&draft, path);
    std::fs::remove_file(&draft)?;
    match made {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error.into()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn the_same_share_has_the_same_token_in_every_process() {
        let folder = tempfile::tempdir().unwrap();
        let sources = Sources::system();
        let first = Tokens::in_folder(folder.path(), &sources).unwrap();
        let second = Tokens::in_folder(folder.path(), &sources).unwrap();
        assert_eq!(first.of("a"), second.of("a"));
        assert_ne!(first.of("a"), first.of("b"));
        assert_eq!(URL_SAFE_NO_PAD.decode(first.of("a")).unwrap().len(), TOKEN);
        assert_ne!(Tokens::hash(&first.of("a")), first.of("a"));

        let elsewhere = tempfile::tempdir().unwrap();
        let other = Tokens::in_folder(elsewhere.path(), &sources).unwrap();
        assert_ne!(first.of("a"), other.of("a"));
    }

    #[test]
    fn the_secret_is_its_owners_alone_and_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        Tokens::in_folder(folder.path(), &Sources::system()).unwrap();
        let path = folder.path().join(FILE);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
        std::fs::write(&path, b"short").unwrap();
        let broken = Tokens::in_folder(folder.path(), &Sources::system());
        assert!(matches!(broken, Err(TokensError::Length)));
    }
}
