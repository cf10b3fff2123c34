//! What is said about signatures.

use jiff::Timestamp;

use super::place::Placed;
use crate::certificate::Certificate;
use crate::crl::Crl;

/// Whom the one who asks trusts, and when.
#[derive(Debug, Clone, Copy)]
pub struct Trust<'a> {
    /// Certificates that need no other's word.
    pub anchors: &'a [Certificate],
    /// Revocation lists beside those in the file, the newest best.
    pub crls: &'a [Crl],
    /// When the signatures are looked at.
    pub at: Timestamp,
}

/// What kind of signature it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Somebody's.
    Signature,
    /// Of a time-stamp authority, over the whole file.
    DocumentTimestamp,
}

/// What came after a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Later {
    /// Nothing: the signature covers the whole file.
    Nothing,
    /// Further signatures and evidence only, none of which shows.
    Allowed,
    /// Something else, which the signer did not sign.
    Appended,
}

/// What a signature's time stamp is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stamp {
    /// There is none.
    None,
    /// An authority that leads to an anchor says that the signature existed at this instant.
    Trusted(Timestamp),
    /// Somebody says so, but nothing is known of that authority, or it is not valid any more.
    Untrusted(Timestamp),
    /// It is no time stamp of this signature.
    Broken(&'static str),
}

impl Stamp {
    /// The instant, if it can be relied on.
    pub fn trusted(&self) -> Option<Timestamp> {
        match self {
            Self::Trusted(at) => Some(*at),
            _ => None,
        }
    }
}

/// What is known about the revocation of the certificates between a key and its anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Revocation {
    /// For some of them there is no list.
    Unknown,
    /// None of them stands on its list in a way that counts; the oldest list is of this instant.
    Good {
        /// When it was made.
        as_of: Timestamp,
    },
    /// One of them is revoked since before the signature is known to exist.
    Revoked {
        /// Since when.
        since: Timestamp,
    },
}

/// What is wrong with a signature. The gravest stands first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// Its form breaks a rule: nothing can be said about what it signs.
    Broken(&'static str),
    /// It uses what is not accepted here.
    Unsupported(&'static str),
    /// What it signs was changed afterwards.
    Altered,
    /// Something was added behind it that its signer did not see.
    Appended,
    /// Its key does not lead to an anchor.
    ForeignKey,
    /// Its certificate is not meant for this use.
    WrongUse,
    /// A certificate had been revoked.
    Revoked {
        /// Since when.
        since: Timestamp,
    },
    /// A certificate had expired.
    Expired {
        /// The last instant at which it was valid.
        not_after: Timestamp,
    },
    /// A certificate was not valid yet.
    NotYetValid {
        /// The first instant at which it is valid.
        not_before: Timestamp,
    },
    /// Its time stamp is not one of this signature.
    BadTimestamp(&'static str),
}

/// What is said about one signature.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The name of its field.
    pub field: String,
    /// What kind it is.
    pub kind: Kind,
    /// Whose key signed; nothing if that could not be read.
    pub signer: Option<Certificate>,
    /// When the signer claims to have signed.
    pub claimed_at: Option<Timestamp>,
    /// Why the signer claims to have signed.
    pub reason: Option<String>,
    /// Where the signer claims to have signed.
    pub location: Option<String>,
    /// Its time stamp.
    pub stamp: Stamp,
    /// For which instant certificates were judged.
    pub judged_at: Timestamp,
    /// Whether it covers every byte of the file but its own.
    pub covers_whole_file: bool,
    /// What came after it.
    pub later: Later,
    /// Whether what it signs is unchanged and signed by the key of `signer`.
    pub digest_holds: bool,
    /// Whether the key leads to an anchor.
    pub chain_holds: bool,
    /// What is known about revocation.
    pub revocation: Revocation,
    /// Everything that is wrong, the gravest first.
    pub findings: Vec<Finding>,
}

impl Verdict {
    /// Whether nothing is wrong.
    pub fn holds(&self) -> bool {
        self.findings.is_empty()
    }

    /// The name of the signer.
    pub fn signer_name(&self) -> Option<String> {
        self.signer.as_ref().map(Certificate::name)
    }

    /// The organisation of the signer.
    pub fn organisation(&self) -> Option<String> {
        self.signer.as_ref().and_then(Certificate::organisation)
    }

    /// A verdict to be filled, with what the file says without proof.
    pub(super) fn of(field: &str, placed: Option<&Placed>, at: Timestamp) -> Self {
        Self {
            field: field.to_owned(),
            kind: placed.map_or(Kind::Signature, |placed| placed.kind),
            signer: None,
            claimed_at: placed.and_then(|placed| placed.claimed_at),
            reason: placed.and_then(|placed| placed.reason.clone()),
            location: placed.and_then(|placed| placed.location.clone()),
            stamp: Stamp::None,
            judged_at: at,
            covers_whole_file: false,
            later: Later::Appended,
            digest_holds: false,
            chain_holds: false,
            revocation: Revocation::Unknown,
            findings: Vec::new(),
        }
    }
}

/// What is said about a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overall {
    /// Somebody signed it, every signature holds, and all that shows is signed.
    Valid,
    /// Nobody signed it.
    NotSigned,
    /// At least one signature does not hold; the gravest finding of all.
    Invalid(Finding),
}

/// Sums up the verdicts on one file.
pub fn overall(verdicts: &[Verdict]) -> Overall {
    if let Some(gravest) = verdicts.iter().flat_map(|verdict| &verdict.findings).min() {
        return Overall::Invalid(gravest.clone());
    }
    if verdicts
        .iter()
        .any(|verdict| verdict.kind == Kind::Signature)
    {
        Overall::Valid
    } else {
        Overall::NotSigned
    }
}
