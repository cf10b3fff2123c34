use dean06_store::{Sql, Store, WriteError};

use crate::{
    LedgerError,
    tlog::{Checkpoint, CheckpointError, Hash, Note, SigningKey, VerifierKey, check_consistency},
};

/// The most lines of a consistency proof.
const PROOF_LIMIT: usize = 63;

/// Somebody outside who remembers how far a log was, and signs only what grew out of that
/// (C2SP tlog-witness). A log that is rolled back, changed or forked gets no more signatures.
#[derive(Clone)]
pub struct Witness {
    store: Store,
    key: std::sync::Arc<SigningKey>,
    logs: Vec<VerifierKey>,
}

/// Why a witness does not sign.
#[derive(Debug, thiserror::Error)]
pub enum WitnessError {
    /// The request is not one of the protocol (400).
    #[error("not a request to a witness")]
    Form,
    /// The witness does not know this log (404).
    #[error("the log is not known here")]
    UnknownLog,
    /// The log's key did not sign the checkpoint (403).
    #[error("the checkpoint is not signed by the log")]
    Unsigned,
    /// The witness saw the log at another size last (409).
    #[error("the log was seen at size {0}")]
    Seen(u64),
    /// The same size with another root: the log was forked (409).
    #[error("the log was seen with another root at size {0}")]
    Forked(u64),
    /// The log is not what was seen with more entries behind it (422).
    #[error("the log did not only grow")]
    Inconsistent,
    /// The witness cannot remember now.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// A request to a witness: what it saw last, the proof since then, and the new checkpoint.
pub(crate) struct AddCheckpoint {
    pub old_size: u64,
    pub proof: Vec<Hash>,
    pub checkpoint: Note,
}

impl AddCheckpoint {
    pub fn to_text(&self) -> String {
        let old = format!("old {}", self.old_size);
        let proof = self.proof.iter().map(Hash::to_string);
        let lines: Vec<String> = std::iter::once(old).chain(proof).collect();
        format!("{}\n\n{}", lines.join("\n"), self.checkpoint)
    }

    fn read(text: &str) -> Option<Self> {
        let (top, checkpoint) = text.split_once("\n\n")?;
        let mut lines = top.split('\n');
        let digits = lines.next()?.strip_prefix("old ")?;
        let old_size = digits
            .parse()
            .ok()
            .filter(|n: &u64| n.to_string() == digits)?;
        let proof: Vec<Hash> = lines
            .take(PROOF_LIMIT + 1)
            .map(|line| line.parse().ok())
            .collect::<Option<_>>()?;
        (proof.len() <= PROOF_LIMIT).then_some(())?;
        Some(Self {
            old_size,
            proof,
            checkpoint: checkpoint.parse().ok()?,
        })
    }
}

impl Witness {
    /// A witness of these logs, with the store whose ledger tables are up to date.
    pub fn new(store: Store, key: SigningKey, logs: Vec<VerifierKey>) -> Self {
        Self {
            store,
            key: std::sync::Arc::new(key),
            logs,
        }
    }

    /// What others check its signatures with.
    pub fn verifier(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// Checks that a log only grew, remembers how far it is now, and returns the signature line.
    pub async fn add_checkpoint(&self, body: &str, seconds: u64) -> Result<String, WitnessError> {
        let request = AddCheckpoint::read(body).ok_or(WitnessError::Form)?;
        let note = &request.checkpoint;
        let stated: Checkpoint = note.text().parse().map_err(|_| WitnessError::Form)?;
        let mut known = self.logs.iter().filter(|log| log.name() == stated.origin);
        let mut opened = Err(WitnessError::UnknownLog);
        if let Some(log) = known.next() {
            opened = Checkpoint::open(note, log).map_err(|error| match error {
                CheckpointError::Unsigned => WitnessError::Unsigned,
                CheckpointError::Form | CheckpointError::Origin => WitnessError::Form,
            });
        }
        let checkpoint = opened?;
        if request.old_size > checkpoint.head.size {
            return Err(WitnessError::Form);
        }
        let (seen_size, seen_root) = self.seen(&checkpoint.origin).await?;
        if request.old_size != seen_size {
            return Err(WitnessError::Seen(seen_size));
        }
        let (size, root) = (checkpoint.head.size, checkpoint.head.root);
        if size == seen_size && seen_size > 0 && root != seen_root {
            return Err(WitnessError::Forked(seen_size));
        }
        check_consistency(&request.proof, (seen_size, seen_root), (size, root))
            .map_err(|_| WitnessError::Inconsistent)?;
        if !self.remember(&checkpoint, (seen_size, seen_root)).await? {
            let (seen_size, _) = self.seen(&checkpoint.origin).await?;
            return Err(WitnessError::Seen(seen_size));
        }
        Ok(format!("{}\n", self.key.sign(note.text(), seconds)))
    }

    /// Size and root at which a log was signed last.
    async fn seen(&self, origin: &str) -> Result<(u64, Hash), LedgerError> {
        let row = self
            .store
            .read()
            .row(
                "SELECT size, root FROM ledger_witnessed WHERE origin = ?",
                [origin.into()],
            )
            .await?;
        let Some(row) = row else {
            return Ok((0, Hash::of_nothing()));
        };
        let size = row.try_get::<i64>("", "size")?.unsigned_abs();
        let root: String = row.try_get("", "root")?;
        let root = Hash::from_hex(&root).map_err(|_| LedgerError::Tampered(size))?;
        Ok((size, root))
    }

    /// Remembers a checkpoint in place of the one that was seen; false when another request was
    /// faster.
    async fn remember(
        &self,
        checkpoint: &Checkpoint,
        (seen_size, seen_root): (u64, Hash),
    ) -> Result<bool, LedgerError> {
        let origin = checkpoint.origin.as_str();
        let size = i64::try_from(checkpoint.head.size).unwrap_or(i64::MAX);
        let root = &checkpoint.head.root.to_hex();
        let seen_size = i64::try_from(seen_size).unwrap_or(i64::MAX);
        let seen_root = &seen_root.to_hex();
        let rows = self
            .store
            .write(|tx| {
                Box::pin(async move {
                    tx.run(
                        "INSERT INTO ledger_witnessed (origin, size, root) VALUES (?, 0, ?)
                         ON CONFLICT DO NOTHING",
                        [origin.into(), Hash::of_nothing().to_hex().into()],
                    )
                    .await?;
                    let rows = tx
                        .run(
                            "UPDATE ledger_witnessed SET size = ?, root = ?
                             WHERE origin = ? AND size = ? AND root = ?",
                            [
                                size.into(),
                                root.as_str().into(),
                                origin.into(),
                                seen_size.into(),
                                seen_root.as_str().into(),
                            ],
                        )
                        .await?;
                    Ok::<_, WriteError>(rows)
                })
            })
            .await?;
        Ok(rows == 1)
    }
}
