use serde::{Deserialize, Serialize};

use crate::{
    AccessRecord, Ledger, LedgerError,
    leaf::{Leaf, commitment},
    tlog::{Checkpoint, ProofFile, ProofFileError, VerifierKey},
};

/// What a person needs to show that one use of their data stands in the log: the extra data of the
/// proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessEvidence {
    /// The entry, which names nobody.
    pub leaf: String,
    /// Who used whose data for what.
    pub record: AccessRecord,
    /// Lower hex; with it the entry commits to the record.
    pub salt: String,
}

/// Why evidence proves nothing.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    /// The proof is not one of a use of personal data.
    #[error("the proof holds no record of a use of personal data")]
    Missing(#[source] Option<serde_json::Error>),
    /// The entry is not in the log.
    #[error(transparent)]
    Proof(#[from] ProofFileError),
    /// The entry in the log is about something else.
    #[error("the entry in the log does not commit to this record")]
    Commitment,
}

impl AccessEvidence {
    /// Checks a proof from beginning to end, without asking anybody: the log with this key signed a
    /// checkpoint under which an entry stands that commits to the record which is returned.
    pub fn check(
        proof: &ProofFile,
        log: &VerifierKey,
    ) -> Result<(AccessRecord, Checkpoint), EvidenceError> {
        let extra = proof.extra.as_deref().ok_or(EvidenceError::Missing(None))?;
        let missing = |error| EvidenceError::Missing(Some(error));
        let evidence: Self = serde_json::from_slice(extra).map_err(missing)?;
        let checkpoint = proof.check(evidence.leaf.as_bytes(), log)?;
        let leaf: Leaf = serde_json::from_str(&evidence.leaf).map_err(missing)?;
        let mut salt = [0; 16];
        hex::decode_to_slice(&evidence.salt, &mut salt).map_err(|_| EvidenceError::Commitment)?;
        match commitment(&evidence.record, &salt) {
            Ok(detail) if detail == leaf.detail => Ok((evidence.record, checkpoint)),
            _ => Err(EvidenceError::Commitment),
        }
    }
}

impl Ledger {
    /// The proof of one use of the data of `person`; nothing when there is no such use that can
    /// still be read, or no checkpoint over it yet.
    pub async fn prove_access(
        &self,
        person: dean06_kernel::PersonId,
        index: u64,
    ) -> Result<Option<ProofFile>, LedgerError> {
        let Some(evidence) = self.evidence(person, index).await? else {
            return Ok(None);
        };
        let Some(mut proof) = self.prove(index).await? else {
            return Ok(None);
        };
        let extra = serde_json::to_vec(&evidence).map_err(LedgerError::Canonical)?;
        proof.extra = Some(extra);
        Ok(Some(proof))
    }
}
