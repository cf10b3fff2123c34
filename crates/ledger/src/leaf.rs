use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{AccessRecord, LedgerError};

/// What stands in the log for everybody to check: nothing in it names a person.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Leaf {
    /// Version of this form.
    pub v: u8,
    /// Moment, UTC microseconds.
    pub at: i64,
    /// Data service.
    pub service: String,
    /// Id of the purpose.
    pub purpose: String,
    /// Lower hex SHA-256 of the salt and the canonical detail.
    pub detail: String,
}

impl Leaf {
    pub fn of(record: &AccessRecord, salt: &[u8; 16]) -> Result<Self, LedgerError> {
        Ok(Self {
            v: 1,
            at: record.at,
            service: record.service.clone(),
            purpose: record.purpose.clone(),
            detail: commitment(record, salt)?,
        })
    }

    /// The bytes that are hashed: JSON Canonicalization Scheme, RFC 8785.
    pub fn canonical(&self) -> Result<String, LedgerError> {
        serde_json_canonicalizer::to_string(self).map_err(LedgerError::Canonical)
    }
}

/// Lower hex SHA-256 of the salt and the canonical record.
pub(crate) fn commitment(record: &AccessRecord, salt: &[u8; 16]) -> Result<String, LedgerError> {
    let canonical = serde_json_canonicalizer::to_vec(record).map_err(LedgerError::Canonical)?;
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(&canonical);
    Ok(hex::encode(hash.finalize()))
}
