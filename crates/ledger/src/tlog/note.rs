use std::{fmt, str::FromStr};

use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use sha2::{Digest, Sha256};

/// The longest note that is read, in bytes.
const NOTE_LIMIT: usize = 64 * 1024;
/// The most signatures that are read of one note.
const SIGNATURE_LIMIT: usize = 100;
/// The longest name of a key, in bytes.
const NAME_LIMIT: usize = 255;
/// What stands before each signature.
const DASH: &str = "\u{2014} ";

/// What a key signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// Its own log's checkpoints (signature type 0x01).
    Log,
    /// Checkpoints of others that it saw, with the moment (signature type 0x04).
    Witness,
}

impl KeyKind {
    fn byte(self) -> u8 {
        match self {
            Self::Log => 1,
            Self::Witness => 4,
        }
    }
}

/// A key that is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The name is empty, too long, or has a space or a plus in it.
    #[error("the name of a key is empty, too long, or holds a space or a plus")]
    Name,
    /// The text is not a key of C2SP signed notes.
    #[error("not a key of signed notes")]
    Form,
    /// The key is of a kind that is not known here.
    #[error("a key of an unknown kind")]
    Kind,
}

/// An Ed25519 public key with a name, written `name+id+Base64`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: KeyKind,
    id: u32,
    public: [u8; 32],
}

impl VerifierKey {
    fn new(name: &str, kind: KeyKind, public: [u8; 32]) -> Result<Self, KeyError> {
        if !is_name(name) {
            return Err(KeyError::Name);
        }
        Ok(Self {
            name: name.to_owned(),
            kind,
            id: key_id(name, kind, &public),
            public,
        })
    }

    /// Who signs; of a log, its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the key signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = encode_key(self.kind, &self.public);
        write!(f, "{}+{:08x}+{key}", self.name, self.id)
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let (name, kind, id, public) = decode_key(text)?;
        let key = Self::new(name, kind, public)?;
        if key.id == id {
            Ok(key)
        } else {
            Err(KeyError::Form)
        }
    }
}

/// An Ed25519 private key with a name. As text it is a secret.
pub struct SigningKey {
    verifier: VerifierKey,
    seed: [u8; 32],
    pair: Ed25519KeyPair,
}

impl SigningKey {
    /// A key from 32 secret bytes of chance.
    pub fn new(name: &str, kind: KeyKind, seed: [u8; 32]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| KeyError::Form)?;
        let public = pair.public_key().as_ref();
        let public = public.try_into().map_err(|_| KeyError::Form)?;
        Ok(Self {
            verifier: VerifierKey::new(name, kind, public)?,
            seed,
            pair,
        })
    }

    /// What others check its signatures with.
    pub fn verifier(&self) -> &VerifierKey {
        &self.verifier
    }

    /// The secret, written `PRIVATE+KEY+name+id+Base64`.
    pub fn to_secret(&self) -> String {
        let key = encode_key(self.verifier.kind, &self.seed);
        let VerifierKey { name, id, .. } = &self.verifier;
        format!("{SECRET}{name}+{id:08x}+{key}")
    }

    /// Reads what [`SigningKey::to_secret`] wrote.
    pub fn from_secret(text: &str) -> Result<Self, KeyError> {
        let rest = text.strip_prefix(SECRET).ok_or(KeyError::Form)?;
        let (name, kind, id, seed) = decode_key(rest)?;
        let key = Self::new(name, kind, seed)?;
        if key.verifier.id == id {
            Ok(key)
        } else {
            Err(KeyError::Form)
        }
    }

    /// Signs a text. A witness says with it that it saw it at `seconds` since 1970.
    pub fn sign(&self, text: &str, seconds: u64) -> NoteSignature {
        let VerifierKey { name, kind, id, .. } = &self.verifier;
        let bytes = match kind {
            KeyKind::Log => self.pair.sign(text.as_bytes()).as_ref().to_vec(),
            KeyKind::Witness => {
                let signed = self.pair.sign(witnessed(text, seconds).as_bytes());
                [&seconds.to_be_bytes(), signed.as_ref()].concat()
            }
        };
        NoteSignature {
            name: name.clone(),
            id: *id,
            bytes,
        }
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the private key of {}", self.verifier)
    }
}

/// One line under a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteSignature {
    name: String,
    id: u32,
    bytes: Vec<u8>,
}

impl NoteSignature {
    /// Who is said to have signed.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for NoteSignature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [&self.id.to_be_bytes(), self.bytes.as_slice()].concat();
        write!(f, "{DASH}{} {}", self.name, BASE64_STANDARD.encode(bytes))
    }
}

impl FromStr for NoteSignature {
    type Err = NoteError;

    fn from_str(line: &str) -> Result<Self, NoteError> {
        let rest = line.strip_prefix(DASH).ok_or(NoteError)?;
        let (name, bytes) = rest.split_once(' ').ok_or(NoteError)?;
        let bytes = BASE64_STANDARD.decode(bytes).map_err(|_| NoteError)?;
        let (id, bytes) = bytes.split_first_chunk::<4>().ok_or(NoteError)?;
        if !is_name(name) || bytes.is_empty() {
            return Err(NoteError);
        }
        Ok(Self {
            name: name.to_owned(),
            id: u32::from_be_bytes(*id),
            bytes: bytes.to_vec(),
        })
    }
}

/// Text that is no signed note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a signed note")]
pub struct NoteError;

/// A text with the signatures under it (C2SP signed-note). At most 64 KiB, with at most a hundred
/// signatures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    text: String,
    signatures: Vec<NoteSignature>,
}

impl Note {
    /// A text, which must end with a line break, under which nobody signed yet.
    pub fn new(text: String) -> Result<Self, NoteError> {
        let control = |c: char| c < ' ' && c != '\n';
        if text.len() > NOTE_LIMIT || !text.ends_with('\n') || text.contains(control) {
            return Err(NoteError);
        }
        Ok(Self {
            text,
            signatures: Vec::new(),
        })
    }

    /// What was signed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The lines under the text, whether or not they are good.
    pub fn signatures(&self) -> &[NoteSignature] {
        &self.signatures
    }

    /// Adds a signature; an older one of the same key goes.
    pub fn add(&mut self, signature: NoteSignature) {
        self.signatures
            .retain(|one| (&one.name, one.id) != (&signature.name, signature.id));
        self.signatures.push(signature);
    }

    /// When `key` signed this text: seconds since 1970 for a witness, zero for a log; nothing when
    /// it did not.
    pub fn signed_by(&self, key: &VerifierKey) -> Option<u64> {
        self.signatures
            .iter()
            .filter(|one| one.name == key.name && one.id == key.id)
            .find_map(|one| self.check(one, key))
    }

    fn check(&self, signature: &NoteSignature, key: &VerifierKey) -> Option<u64> {
        let public = UnparsedPublicKey::new(&ED25519, &key.public);
        match key.kind {
            KeyKind::Log => {
                let checked = public.verify(self.text.as_bytes(), &signature.bytes);
                checked.ok().map(|()| 0)
            }
            KeyKind::Witness => {
                let (seconds, bytes) = signature.bytes.split_first_chunk::<8>()?;
                let seconds = u64::from_be_bytes(*seconds);
                let message = witnessed(&self.text, seconds);
                let checked = public.verify(message.as_bytes(), bytes);
                checked.ok().map(|()| seconds)
            }
        }
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for signature in &self.signatures {
            writeln!(f, "{signature}")?;
        }
        Ok(())
    }
}

impl FromStr for Note {
    type Err = NoteError;

    fn from_str(note: &str) -> Result<Self, NoteError> {
        if note.len() > NOTE_LIMIT {
            return Err(NoteError);
        }
        let (text, signatures) = note.rsplit_once("\n\n").ok_or(NoteError)?;
        let mut read = Self::new(format!("{text}\n"))?;
        let signatures = signatures.strip_suffix('\n').ok_or(NoteError)?;
        for line in signatures.split('\n') {
            if read.signatures.len() == SIGNATURE_LIMIT {
                return Err(NoteError);
            }
            read.signatures.push(line.parse()?);
        }
        Ok(read)
    }
}

const SECRET: &str = "PRIVATE+KEY+";

fn is_name(name: &str) -> bool {
    let bad = |c: char| c.is_whitespace() || c.is_control() || c == '+';
    !name.is_empty() && name.len() <= NAME_LIMIT && !name.contains(bad)
}

fn key_id(name: &str, kind: KeyKind, public: &[u8; 32]) -> u32 {
    let mut hash = Sha256::new();
    hash.update(name);
    hash.update([b'\n', kind.byte()]);
    hash.update(public);
    let [a, b, c, d, ..] = <[u8; 32]>::from(hash.finalize());
    u32::from_be_bytes([a, b, c, d])
}

fn encode_key(kind: KeyKind, bytes: &[u8; 32]) -> String {
    BASE64_STANDARD.encode([&[kind.byte()], bytes.as_slice()].concat())
}

fn decode_key(text: &str) -> Result<(&str, KeyKind, u32, [u8; 32]), KeyError> {
    // Base64 may hold a plus, a name may not.
    let mut parts = text.splitn(3, '+');
    let (Some(name), Some(id), Some(key)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(KeyError::Form);
    };
    let id = u32::from_str_radix(id, 16).map_err(|_| KeyError::Form)?;
    let bytes = BASE64_STANDARD.decode(key).map_err(|_| KeyError::Form)?;
    let (kind, bytes) = bytes.split_first().ok_or(KeyError::Form)?;
    let kind = [KeyKind::Log, KeyKind::Witness]
        .into_iter()
        .find(|one| one.byte() == *kind)
        .ok_or(KeyError::Kind)?;
    let bytes = bytes.try_into().map_err(|_| KeyError::Form)?;
    Ok((name, kind, id, bytes))
}

/// What a witness signs (C2SP tlog-cosignature, Ed25519).
fn witnessed(text: &str, seconds: u64) -> String {
    format!("cosignature/v1\ntime {seconds}\n{text}")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use signed_note as foreign;

    use super::*;

    fn key(kind: KeyKind) -> SigningKey {
        SigningKey::new("log.example/a", kind, [9; 32]).expect("a key")
    }

    fn signed(kind: KeyKind) -> Note {
        let mut note = Note::new("log.example/a\n5\nhash\n".to_owned()).expect("a note");
        note.add(key(kind).sign(note.text(), 1_679_315_147));
        note
    }

    #[test]
    fn keys_are_read_as_they_were_written() {
        for kind in [KeyKind::Log, KeyKind::Witness] {
            let key = key(kind);
            let verifier: VerifierKey = key.verifier().to_string().parse().expect("a key");
            assert_eq!(&verifier, key.verifier());
            let again = SigningKey::from_secret(&key.to_secret()).expect("a secret");
            assert_eq!(again.verifier(), key.verifier());
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        let good = key(KeyKind::Log).verifier().to_string();
        let (rest, _) = good.rsplit_once('+').expect("three parts");
        for bad in [
            String::new(),
            "a+b".to_owned(),
            format!("{rest}+AAAA"),
            good.replacen("log", "lag", 1),
            good.replacen("log", "l g", 1),
            format!("{good}x"),
        ] {
            assert!(bad.parse::<VerifierKey>().is_err(), "{bad}");
        }
        assert!(SigningKey::from_secret(&good).is_err());
        assert_eq!(
            SigningKey::new("", KeyKind::Log, [1; 32]).err(),
            Some(KeyError::Name)
        );
    }

    #[test]
    fn a_log_signs_and_others_read_it() {
        let (note, key) = (signed(KeyKind::Log), key(KeyKind::Log));
        assert_eq!(note.signed_by(key.verifier()), Some(0));
        let verifier = foreign::StandardVerifier::new(&key.verifier().to_string()).expect("a key");
        let theirs = foreign::Note::from_bytes(note.to_string().as_bytes()).expect("a note");
        let known = foreign::VerifierList::new(vec![Box::new(verifier)]);
        let (good, other) = theirs.verify(&known).expect("a good signature");
        assert_eq!((good.len(), other.len()), (1, 0));
    }

    #[test]
    fn what_others_signed_is_read_here() {
        let verifier: VerifierKey =
            "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
                .parse()
                .expect("a key");
        let note: Note = "If you think cryptography is the answer to your problem,\n\
            then you don't know what your problem is.\n\n\
            \u{2014} PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
            .parse()
            .expect("a note");
        assert_eq!(note.signed_by(&verifier), Some(0));
    }

    #[test]
    fn a_witness_signs_the_moment_too() {
        let (note, key) = (signed(KeyKind::Witness), key(KeyKind::Witness));
        assert_eq!(note.signed_by(key.verifier()), Some(1_679_315_147));
        let mut later = note.clone();
        later.signatures[0].bytes[7] ^= 1;
        assert_eq!(later.signed_by(key.verifier()), None);
        let mut short = note.clone();
        short.signatures[0].bytes.truncate(7);
        assert_eq!(short.signed_by(key.verifier()), None);
    }

    #[test]
    fn another_text_or_key_is_not_signed() {
        let note = signed(KeyKind::Log);
        let mut other = Note::new("log.example/a\n6\nhash\n".to_owned()).expect("a note");
        other.add(note.signatures()[0].clone());
        assert_eq!(other.signed_by(key(KeyKind::Log).verifier()), None);
        let stranger = SigningKey::new("log.example/a", KeyKind::Log, [8; 32]).expect("a key");
        assert_eq!(note.signed_by(stranger.verifier()), None);
        assert_eq!(note.signed_by(key(KeyKind::Witness).verifier()), None);
    }

    #[test]
    fn a_key_signs_once() {
        let mut note = signed(KeyKind::Log);
        note.add(key(KeyKind::Log).sign(note.text(), 0));
        note.add(key(KeyKind::Witness).sign(note.text(), 5));
        assert_eq!(note.signatures().len(), 2);
        assert_eq!(note.to_string().parse(), Ok(note));
    }

    #[test]
    fn what_is_no_note_is_refused() {
        let good = signed(KeyKind::Log).to_string();
        for bad in [
            String::new(),
            "text\n".to_owned(),
            "text\n\n".to_owned(),
            good.trim_end().to_owned(),
            good.replace('\u{2014}', "-"),
            good.replace("hash", "ha\u{1}sh"),
            format!("{good}\n"),
            format!("{}\n\n{}", "a".repeat(NOTE_LIMIT), good),
        ] {
            assert!(bad.parse::<Note>().is_err(), "{bad:.80}");
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_sent_breaks_the_reading(text in "(?s).{0,200}") {
            let _ = (text.parse::<Note>(), text.parse::<VerifierKey>(), text.parse::<NoteSignature>());
        }
    }
}
