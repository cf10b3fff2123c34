//! Signatures on results.

mod code;
pub(crate) mod jws;
pub(crate) mod keys;
pub mod qr;
mod software;

pub(crate) use code::ResultCode;
pub use keys::KeyError;
pub(crate) use keys::Keys;
pub(crate) use software::SoftwareKey;

/// Signs with a key that may live elsewhere: in this process, in a key store, on a card.
pub trait Signer: Send + Sync {
    /// Names the key for whoever verifies.
    fn key_id(&self) -> &str;
    /// ECDSA with P-256 and SHA-256 (ES256) over `bytes`: `r` and `s`, 32 bytes each.
    fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, SigningError>;
}

/// Why nothing could be signed.
#[derive(Debug, thiserror::Error)]
pub enum SigningError {
    /// The key cannot be made, read or used.
    #[error("the signing key cannot be used: {0}")]
    Key(&'static str),
    /// The content cannot be written as JSON.
    #[error("the content cannot be written as JSON")]
    Json(#[source] serde_json::Error),
}
