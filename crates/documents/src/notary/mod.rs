//! Who signs, and how a signature is made and judged: behind a seam, so that keys may live elsewhere
//! and tests need no cryptography.

mod pades;
mod signers;

use dean06_contracts::documents::{SignatureRole, SignatureView, VerdictReason};
use jiff::Timestamp;

pub use pades::{Pades, PadesOptions};
pub use signers::SignersError;
pub(crate) use signers::{Holder, Signers};

/// In which office somebody signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// The authorised person.
    Person,
    /// The agency itself.
    Seal,
}

impl Role {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Seal => "seal",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        [Self::Person, Self::Seal]
            .into_iter()
            .find(|role| role.as_str() == text)
    }
}

impl From<Role> for SignatureRole {
    fn from(role: Role) -> Self {
        match role {
            Role::Person => Self::Person,
            Role::Seal => Self::Seal,
        }
    }
}

/// A certificate in DER with its private key in PKCS#8.
#[derive(Clone)]
pub struct Credential {
    /// The certificate.
    pub certificate: Vec<u8>,
    /// The key.
    pub private_key: Vec<u8>,
}

/// Whom a certificate names. Certificates are public: no personal number stands in them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// In which office it signs.
    pub role: Role,
    /// Name of the person, or of the organisation for its seal.
    pub name: String,
    /// Name of the organisation.
    pub organisation: String,
    /// What tells apart two of the same name: an account, or the key of an organisation.
    pub identifier: String,
}

/// From when to when a certificate is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// The first instant.
    pub not_before: Timestamp,
    /// The last instant.
    pub not_after: Timestamp,
}

/// A certificate that was made now.
pub struct Issued {
    /// Its serial number in hexadecimal.
    pub serial: String,
    /// The certificate and its key.
    pub credential: Credential,
}

/// An authority with what it has revoked.
#[derive(Clone)]
pub struct Anchor {
    /// Its own certificate and key.
    pub credential: Credential,
    /// Certificates that it has revoked, and since when.
    pub revoked: Vec<(Vec<u8>, Timestamp)>,
}

/// Who signs a file, in this order.
pub struct Hand {
    /// In which office.
    pub role: Role,
    /// With which certificate.
    pub credential: Credential,
    /// Why, as the signature says.
    pub reason: String,
}

/// When a file is signed, and what goes with its signatures.
pub struct Signing<'a> {
    /// When.
    pub at: Timestamp,
    /// The authorities that issued the certificates.
    pub anchors: &'a [Anchor],
    /// Until when revocation lists that go with the signatures count as fresh.
    pub fresh_until: Timestamp,
}

/// What the signatures of a file came to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Judged {
    /// Each signature, the first one first.
    pub signatures: Vec<SignatureView>,
    /// What speaks against the file, the gravest first; empty when every signature is in order.
    pub against: Vec<VerdictReason>,
}

/// The bytes are no PDF that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a PDF that can be read")]
pub struct NotAPdf;

/// Why nothing was signed or issued.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct NotaryError {
    /// What happened, without personal data.
    pub text: String,
    /// The same may well succeed later, for instance because a time-stamp authority did not answer.
    pub may_pass: bool,
}

/// Issues certificates, signs files and judges signatures. Its calls take milliseconds and block.
pub trait Notary: Send + Sync {
    /// A new authority that is its own root.
    fn found(&self, validity: Validity) -> Result<Credential, NotaryError>;

    /// A new key with a certificate.
    fn issue(
        &self,
        authority: &Credential,
        subject: &Subject,
        validity: Validity,
    ) -> Result<Issued, NotaryError>;

    /// The file with a signature of each hand. The last one covers all that stands before it.
    fn sign(
        &self,
        pdf: &[u8],
        hands: &[Hand],
        signing: &Signing<'_>,
    ) -> Result<Vec<u8>, NotaryError>;

    /// Judges every signature of a file.
    fn judge(&self, pdf: &[u8], trust: &[Anchor], at: Timestamp) -> Result<Judged, NotAPdf>;

    /// The revocation list of an authority in DER.
    fn revocation_list(
        &self,
        anchor: &Anchor,
        now: Timestamp,
        next_update: Timestamp,
    ) -> Result<Vec<u8>, NotaryError>;

    /// The serial number of an authority's certificate in hexadecimal: its revocation list is named
    /// by it.
    fn serial(&self, certificate: &[u8]) -> Result<String, NotaryError>;

    /// The certificate of an authority in PEM.
    fn anchor_pem(&self, certificate: &[u8]) -> Result<String, NotaryError>;
}
