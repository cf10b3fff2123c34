use std::{fmt, str::FromStr};

use base64::{Engine as _, prelude::BASE64_STANDARD};

use super::{
    Checkpoint, CheckpointError, Hash, Note, ProofError, VerifierKey, check_inclusion, leaf_hash,
};

const FIRST_LINE: &str = "c2sp.org/tlog-proof@v1";
/// The longest file that is read, in bytes.
const FILE_LIMIT: usize = 256 * 1024;
/// A tree has no more levels than this.
const HASH_LIMIT: usize = 63;

/// The proof that an entry is in a log, to be checked without asking anybody (C2SP tlog-proof).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProofFile {
    /// What the application adds; nothing of it is proved by itself.
    pub extra: Option<Vec<u8>>,
    /// Position of the entry.
    pub index: u64,
    /// The hashes from the leaf up.
    pub hashes: Vec<Hash>,
    /// The log's checkpoint with all its signatures.
    pub checkpoint: Note,
}

/// Why a proof proves nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFileError {
    /// The text is no proof.
    #[error("not a proof of a transparency log")]
    Form,
    /// The checkpoint is not believed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The hashes do not lead from the entry to the checkpoint.
    #[error(transparent)]
    Proof(#[from] ProofError),
}

impl ProofFile {
    /// Checks that `leaf` is in the log with this key, and returns the checkpoint it stands under.
    pub fn check(&self, leaf: &[u8], log: &VerifierKey) -> Result<Checkpoint, ProofFileError> {
        let checkpoint = Checkpoint::open(&self.checkpoint, log)?;
        let head = checkpoint.head;
        check_inclusion(
            &self.hashes,
            self.index,
            leaf_hash(leaf),
            head.size,
            head.root,
        )?;
        Ok(checkpoint)
    }
}

impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FIRST_LINE}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", BASE64_STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.hashes {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for ProofFile {
    type Err = ProofFileError;

    fn from_str(text: &str) -> Result<Self, ProofFileError> {
        read(text).ok_or(ProofFileError::Form)
    }
}

fn read(text: &str) -> Option<ProofFile> {
    if text.len() > FILE_LIMIT {
        return None;
    }
    let (top, checkpoint) = text.split_once("\n\n")?;
    let mut lines = top.split('\n');
    if lines.next() != Some(FIRST_LINE) {
        return None;
    }
    let mut line = lines.next()?;
    let mut extra = None;
    if let Some(encoded) = line.strip_prefix("extra ") {
        extra = Some(BASE64_STANDARD.decode(encoded).ok()?);
        line = lines.next()?;
    }
    let digits = line.strip_prefix("index ")?;
    let index: u64 = digits
        .parse()
        .ok()
        .filter(|n: &u64| n.to_string() == digits)?;
    let hashes: Vec<Hash> = lines
        .take(HASH_LIMIT + 1)
        .map(|line| line.parse().ok())
        .collect::<Option<_>>()?;
    if hashes.len() > HASH_LIMIT {
        return None;
    }
    Some(ProofFile {
        extra,
        index,
        hashes,
        checkpoint: checkpoint.parse().ok()?,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::tlog::{KeyKind, SigningKey, TreeHead};

    fn proof(extra: Option<&[u8]>) -> (ProofFile, SigningKey) {
        let key = SigningKey::new("log.example", KeyKind::Log, [3; 32]).expect("a key");
        let mut tree = crate::tlog::Tree::default();
        tree.push(leaf_hash(b"one"));
        tree.push(leaf_hash(b"two"));
        let TreeHead { size, root } = tree.head();
        let checkpoint = Checkpoint {
            origin: "log.example".to_owned(),
            head: TreeHead { size, root },
        };
        let mut note = Note::new(checkpoint.to_string()).expect("a note");
        note.add(key.sign(note.text(), 0));
        let file = ProofFile {
            extra: extra.map(<[u8]>::to_vec),
            index: 1,
            hashes: vec![leaf_hash(b"one")],
            checkpoint: note,
        };
        (file, key)
    }

    #[test]
    fn a_proof_is_read_as_it_was_written_and_proves_its_entry_alone() {
        for extra in [None, Some(&b"two"[..])] {
            let (file, key) = proof(extra);
            let read: ProofFile = file.to_string().parse().expect("a proof");
            assert_eq!(read, file);
            assert_eq!(
                read.check(b"two", key.verifier()).map(|c| c.head.size),
                Ok(2)
            );
            assert_eq!(
                read.check(b"one", key.verifier()),
                Err(ProofFileError::Proof(ProofError::Inclusion))
            );
        }
    }

    #[test]
    fn what_is_no_proof_is_refused() {
        let good = proof(Some(b"two")).0.to_string();
        for bad in [
            String::new(),
            good.replace("@v1", "@v2"),
            good.replace("index 1", "index 01"),
            good.replace("index 1", "index x"),
            good.replace("extra ", "extra !"),
            good.replace("\n\n", "\n"),
            good.replacen(
                "\n\n",
                &format!("{}\n\n", format!("\n{}", leaf_hash(b"")).repeat(63)),
                1,
            ),
        ] {
            assert_eq!(bad.parse::<ProofFile>(), Err(ProofFileError::Form), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_breaks_the_reading(text in "(?s).{0,200}") {
            let _ = text.parse::<ProofFile>();
            let _ = format!("{FIRST_LINE}\n{text}").parse::<ProofFile>();
        }
    }
}
