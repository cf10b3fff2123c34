use std::{path::PathBuf, sync::Arc, time::Duration};

use async_trait::async_trait;
use dean06_kernel::Sources;
use tokio::sync::Mutex;

use crate::{
    Ledger, LedgerError, Witness, WitnessError,
    tlog::{Checkpoint, Note, NoteError, NoteSignature, SigningKey, VerifierKey},
    witness::AddCheckpoint,
};

/// How often the log is signed when it grows.
const ROUND: Duration = Duration::from_secs(1);

/// Somebody who is asked to sign the log's checkpoints.
#[async_trait]
pub trait Cosigner: Send + Sync {
    /// What its signatures are checked with.
    fn key(&self) -> &VerifierKey;

    /// Sends a request of the witness protocol.
    async fn add_checkpoint(&self, body: String) -> Result<Cosigned, CosignerError>;
}

/// What a witness answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cosigned {
    /// It signed: lines of signatures.
    Signed(String),
    /// It saw the log at this size last.
    Seen(u64),
    /// It does not sign, and says why.
    Refused(String),
}

/// A witness that did not answer.
#[derive(Debug, thiserror::Error)]
#[error("the witness did not answer: {0}")]
pub struct CosignerError(pub String);

/// Why the log is not signed.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The database holds less than what was signed: it is an old copy.
    #[error("the log has {found} entries, and {signed} were signed: the database was rolled back")]
    RolledBack {
        /// Entries that are there.
        found: u64,
        /// Entries that were signed.
        signed: u64,
    },
    /// The database holds something else than what was signed.
    #[error("the first {0} entries of the log are not those that were signed")]
    Changed(u64),
    /// The ledger could not be read or written.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The file that remembers the last checkpoint cannot be used.
    #[error("the last checkpoint could not be kept in {path}")]
    Memory {
        /// Where it is kept.
        path: PathBuf,
        /// Why not.
        #[source]
        source: std::io::Error,
    },
    /// That file is not a checkpoint of this log.
    #[error("{0} is not a checkpoint of this log")]
    Unreadable(PathBuf),
}

/// Signs the log as it grows, and remembers outside the database what was signed, so that a
/// database that is rolled back or rewritten is never signed again.
pub struct Publisher {
    ledger: Ledger,
    key: SigningKey,
    memory: PathBuf,
    cosigners: Vec<Arc<dyn Cosigner>>,
    /// The size at which each cosigner signed last, as far as is known, and the checkpoint that is
    /// signed now: one at a time.
    seen: Mutex<Vec<u64>>,
}

impl Publisher {
    /// `memory` is a file outside the database, which need not be there yet.
    pub fn new(
        ledger: Ledger,
        key: SigningKey,
        memory: PathBuf,
        cosigners: Vec<Arc<dyn Cosigner>>,
    ) -> Self {
        Self {
            ledger,
            key,
            memory,
            seen: Mutex::new(vec![0; cosigners.len()]),
            cosigners,
        }
    }

    /// What others check the log's signatures with.
    pub fn verifier(&self) -> &VerifierKey {
        self.key.verifier()
    }

    /// Signs the log as it is at the moment `seconds` since 1970, if it is what was signed before
    /// with more behind it, and asks the witnesses to sign too. A witness that does not sign holds
    /// nobody up: the checkpoint is published without it.
    pub async fn publish(&self, seconds: u64) -> Result<Note, PublishError> {
        let mut seen = self.seen.lock().await;
        let before = self.remembered().await?;
        if let Some(before) = &before {
            self.check_growth(before).await?;
        }
        let mut note = self.ledger.sign(&self.key, seconds).await?;
        let checkpoint = self.open(&note)?;
        if before.is_none_or(|before| before.head.size < checkpoint.head.size) {
            self.remember(&note).await?;
        }
        for (cosigner, seen) in self.cosigners.iter().zip(seen.iter_mut()) {
            if note.signed_by(cosigner.key()).is_none() {
                self.ask(cosigner.as_ref(), &checkpoint, &mut note, seen)
                    .await?;
            }
        }
        if self.ledger.checkpoint().await?.as_ref() != Some(&note) {
            self.ledger.keep(&note).await?;
        }
        Ok(note)
    }

    /// Signs the log whenever it grew, until the process ends.
    pub async fn run(self: Arc<Self>, sources: Sources) {
        loop {
            if let Err(error) = self.publish(seconds(&sources)).await {
                metrics::counter!("dean06_ledger_publish_failures").increment(1);
                tracing::error!(%error, "the ledger is not signed");
            }
            tokio::time::sleep(ROUND).await;
        }
    }

    async fn check_growth(&self, before: &Checkpoint) -> Result<(), PublishError> {
        let signed = before.head.size;
        let found = self.ledger.size().await?;
        if found < signed {
            return Err(PublishError::RolledBack { found, signed });
        }
        let now = match self.ledger.head_at(signed).await {
            Err(LedgerError::Incomplete) => return Err(PublishError::Changed(signed)),
            now => now?,
        };
        if now == before.head {
            Ok(())
        } else {
            Err(PublishError::Changed(signed))
        }
    }

    /// Asks one witness, and adds its signature to `note`.
    async fn ask(
        &self,
        cosigner: &dyn Cosigner,
        checkpoint: &Checkpoint,
        note: &mut Note,
        seen: &mut u64,
    ) -> Result<(), LedgerError> {
        let name = cosigner.key().name();
        // A witness that saw another size says so once.
        for _ in 0..2 {
            let size = checkpoint.head.size;
            let request = AddCheckpoint {
                old_size: *seen,
                proof: self.ledger.prove_growth(*seen, size).await?,
                checkpoint: note.clone(),
            };
            match cosigner.add_checkpoint(request.to_text()).await {
                Ok(Cosigned::Signed(lines)) => {
                    *seen = size;
                    if !add(note, &lines, cosigner.key()).is_ok_and(|added| added) {
                        tracing::error!(witness = name, "the witness signed something else");
                    }
                    return Ok(());
                }
                Ok(Cosigned::Seen(actual)) if actual <= size && actual != *seen => *seen = actual,
                Ok(Cosigned::Seen(actual)) => {
                    tracing::error!(witness = name, actual, size, "the witness saw another log");
                    return Ok(());
                }
                Ok(Cosigned::Refused(reason)) => {
                    tracing::error!(witness = name, reason, "the witness does not sign");
                    return Ok(());
                }
                Err(error) => {
                    tracing::warn!(witness = name, %error, "the witness does not answer");
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    fn open(&self, note: &Note) -> Result<Checkpoint, LedgerError> {
        Ok(Checkpoint::open(note, self.key.verifier())?)
    }

    async fn remembered(&self) -> Result<Option<Checkpoint>, PublishError> {
        match tokio::fs::read_to_string(&self.memory).await {
            Ok(text) => {
                let note = text.parse().ok();
                let checkpoint = note.and_then(|note| self.open(&note).ok());
                let unreadable = || PublishError::Unreadable(self.memory.clone());
                Ok(Some(checkpoint.ok_or_else(unreadable)?))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(self.unkept(source)),
        }
    }

    /// Writes beside, then renames: a crash leaves the old file or the new one.
    async fn remember(&self, note: &Note) -> Result<(), PublishError> {
        let beside = self.memory.with_extension("new");
        let written = async {
            tokio::fs::write(&beside, note.to_string()).await?;
            tokio::fs::rename(&beside, &self.memory).await
        };
        written.await.map_err(|source| self.unkept(source))
    }

    fn unkept(&self, source: std::io::Error) -> PublishError {
        PublishError::Memory {
            path: self.memory.clone(),
            source,
        }
    }
}

/// Adds the signature of `key` from `lines`; false when there is no good one.
fn add(note: &mut Note, lines: &str, key: &VerifierKey) -> Result<bool, NoteError> {
    for line in lines.lines() {
        let signature: NoteSignature = line.parse()?;
        let mut tried = note.clone();
        tried.add(signature);
        if tried.signed_by(key).is_some() {
            *note = tried;
            return Ok(true);
        }
    }
    Ok(false)
}

fn seconds(sources: &Sources) -> u64 {
    u64::try_from(sources.now().as_second()).unwrap_or(0)
}

/// A witness in this process: one node may witness the logs of others.
pub struct NearWitness {
    /// The witness.
    pub witness: Witness,
    /// Its clock.
    pub sources: Sources,
}

#[async_trait]
impl Cosigner for NearWitness {
    fn key(&self) -> &VerifierKey {
        self.witness.verifier()
    }

    async fn add_checkpoint(&self, body: String) -> Result<Cosigned, CosignerError> {
        let answer = self
            .witness
            .add_checkpoint(&body, seconds(&self.sources))
            .await;
        match answer {
            Ok(lines) => Ok(Cosigned::Signed(lines)),
            Err(WitnessError::Seen(size)) => Ok(Cosigned::Seen(size)),
            Err(WitnessError::Ledger(error)) => Err(CosignerError(error.to_string())),
            Err(error) => Ok(Cosigned::Refused(error.to_string())),
        }
    }
}
