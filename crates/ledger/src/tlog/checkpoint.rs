use std::{fmt, str::FromStr};

use super::{Hash, KeyKind, Note, NoteError, TreeHead, VerifierKey};

/// What a log says of itself at one moment (C2SP tlog-checkpoint).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The name of the log, which is that of its key.
    pub origin: String,
    /// Size and root.
    pub head: TreeHead,
}

/// Why a checkpoint is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CheckpointError {
    /// The text is not a checkpoint.
    #[error("not a checkpoint")]
    Form,
    /// It speaks of another log.
    #[error("the checkpoint is one of another log")]
    Origin,
    /// The log's key did not sign it.
    #[error("the checkpoint is not signed by the log")]
    Unsigned,
}

impl From<NoteError> for CheckpointError {
    fn from(_: NoteError) -> Self {
        Self::Form
    }
}

impl Checkpoint {
    /// Reads a checkpoint that the log with this key signed.
    pub fn open(note: &Note, log: &VerifierKey) -> Result<Self, CheckpointError> {
        let checkpoint: Self = note.text().parse()?;
        if checkpoint.origin != log.name() {
            return Err(CheckpointError::Origin);
        }
        if log.kind() != KeyKind::Log || note.signed_by(log).is_none() {
            return Err(CheckpointError::Unsigned);
        }
        Ok(checkpoint)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let TreeHead { size, root } = self.head;
        writeln!(f, "{}\n{size}\n{root}", self.origin)
    }
}

impl FromStr for Checkpoint {
    type Err = CheckpointError;

    /// Lines after the third say more and are passed over.
    fn from_str(text: &str) -> Result<Self, CheckpointError> {
        let mut lines = text
            .strip_suffix('\n')
            .ok_or(CheckpointError::Form)?
            .split('\n');
        let mut line = || {
            lines
                .next()
                .filter(|line| !line.is_empty())
                .ok_or(CheckpointError::Form)
        };
        let (origin, digits, root) = (line()?, line()?, line()?);
        let size: u64 = digits.parse().map_err(|_| CheckpointError::Form)?;
        if size.to_string() != digits || lines.any(str::is_empty) {
            return Err(CheckpointError::Form);
        }
        let root: Hash = root.parse().map_err(|_| CheckpointError::Form)?;
        Ok(Self {
            origin: origin.to_owned(),
            head: TreeHead { size, root },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tlog::SigningKey;

    const BODY: &str =
        "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";

    #[test]
    fn it_is_written_as_the_specification_says() {
        let read: Checkpoint = BODY.parse().expect("a checkpoint");
        assert_eq!(
            (read.origin.as_str(), read.head.size),
            ("example.com/behind-the-sofa", 20_852_163)
        );
        assert_eq!(read.to_string(), BODY);
        let theirs = tlog_tiles::Checkpoint::from_bytes(BODY.as_bytes()).expect("a checkpoint");
        assert_eq!(
            (theirs.size(), theirs.hash().0),
            (read.head.size, read.head.root.0)
        );
    }

    #[test]
    fn more_lines_are_passed_over() {
        let longer = format!("{BODY}more\n");
        assert_eq!(longer.parse::<Checkpoint>(), BODY.parse());
    }

    #[test]
    fn what_is_no_checkpoint_is_refused() {
        for bad in [
            "",
            "\n",
            "a\n1\n",
            "a\n1\nnothing\n",
            &BODY.replace("2085", "02085"),
            &BODY.replace("2085", "-2085"),
            &BODY.replace("2085", "99999999999992085"),
            BODY.trim_end(),
            &format!("\n{BODY}"),
            &format!("{BODY}\nmore\n"),
        ] {
            assert_eq!(
                bad.parse::<Checkpoint>(),
                Err(CheckpointError::Form),
                "{bad}"
            );
        }
    }

    #[test]
    fn only_the_log_itself_is_believed() {
        let key =
            |name: &str, seed| SigningKey::new(name, KeyKind::Log, [seed; 32]).expect("a key");
        let mine = key("example.com/behind-the-sofa", 1);
        let mut note = Note::new(BODY.to_owned()).expect("a note");
        assert_eq!(
            Checkpoint::open(&note, mine.verifier()),
            Err(CheckpointError::Unsigned)
        );
        note.add(mine.sign(BODY, 0));
        assert!(Checkpoint::open(&note, mine.verifier()).is_ok());
        let stranger = key("example.com/behind-the-sofa", 2);
        assert_eq!(
            Checkpoint::open(&note, stranger.verifier()),
            Err(CheckpointError::Unsigned)
        );
        let other = key("example.com/other", 1);
        assert_eq!(
            Checkpoint::open(&note, other.verifier()),
            Err(CheckpointError::Origin)
        );
    }
}
