//! What is said about a signature beside the signature itself.

use jiff::Timestamp;

use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::timestamp::TimestampClient;

/// How long a signature can be verified (ETSI EN 319 142-1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Level {
    /// B-B: while the signer's certificate is valid.
    #[default]
    B,
    /// B-T: a time stamp proves when it existed, so that it outlives the certificate.
    T,
    /// B-LT: certificates and revocation lists stand in the file, so that nobody need be asked.
    LT,
}

/// What will be needed to verify signatures later, beside what they carry themselves.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// Certificates between signers and anchors, if no signature carries them.
    pub certificates: &'a [Certificate],
    /// Revocation lists of every authority involved, that of the time stamps too.
    pub crls: &'a [Crl],
}

/// How to sign.
#[derive(Clone)]
pub struct SignOptions<'a> {
    /// When the signer signs, as the signer claims. It is written with Vietnam's time of day.
    pub signing_time: Timestamp,
    /// The name of the new field; the file must not have it yet.
    pub field_name: &'a str,
    /// What readers that cannot see are told of the field; the signer's name if nothing is said.
    pub tooltip: Option<&'a str>,
    /// Why the signer signs.
    pub reason: Option<&'a str>,
    /// Where the signer signs.
    pub location: Option<&'a str>,
    /// How long the signature can be verified.
    pub level: Level,
    /// Who stamps the time, at levels T and LT.
    pub timestamp: Option<&'a dyn TimestampClient>,
    /// What stands in the file at level LT. The update that holds it comes behind the signature,
    /// which does not cover it. Who wants the last signature to cover everything signs first at
    /// level LT with the evidence for both signatures, and then at level T.
    pub evidence: Evidence<'a>,
}

impl<'a> SignOptions<'a> {
    /// Level B-B, with nothing said.
    pub fn new(signing_time: Timestamp, field_name: &'a str) -> Self {
        Self {
            signing_time,
            field_name,
            tooltip: None,
            reason: None,
            location: None,
            level: Level::B,
            timestamp: None,
            evidence: Evidence::default(),
        }
    }
}
