//! Certificates and revocation lists (RFC 5280). Names stay as they are written: they are compared
//! byte by byte, and what is signed is kept apart from what it says.

use der::asn1::{Any, BitString, Ia5String, Int, ObjectIdentifier, OctetString, SetOfVec};
use der::{Choice, Sequence, ValueOrd};

use super::time::Time;

#[derive(Debug, Clone, PartialEq, Eq, Sequence, ValueOrd)]
pub(crate) struct AlgorithmIdentifier {
    pub algorithm: ObjectIdentifier,
    #[asn1(optional = "true")]
    pub parameters: Option<Any>,
}

impl AlgorithmIdentifier {
    pub(crate) const fn new(algorithm: ObjectIdentifier) -> Self {
        Self {
            algorithm,
            parameters: None,
        }
    }
}

/// Anything signed: the signed part, and the signature over it.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct Signed {
    pub content: Any,
    pub signature_algorithm: AlgorithmIdentifier,
    pub signature: BitString,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct TbsCertificate {
    /// 2 stands for version 3.
    #[asn1(context_specific = "0", default = "first_version")]
    pub version: u8,
    pub serial_number: Int,
    pub signature: AlgorithmIdentifier,
    pub issuer: Any,
    pub validity: Validity,
    pub subject: Any,
    pub public_key: PublicKeyInfo,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub issuer_unique_id: Option<BitString>,
    #[asn1(context_specific = "2", tag_mode = "IMPLICIT", optional = "true")]
    pub subject_unique_id: Option<BitString>,
    #[asn1(context_specific = "3", optional = "true")]
    pub extensions: Option<Vec<Extension>>,
}

fn first_version() -> u8 {
    0
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Sequence)]
pub(crate) struct Validity {
    pub not_before: Time,
    pub not_after: Time,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct PublicKeyInfo {
    pub algorithm: AlgorithmIdentifier,
    pub key: BitString,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence, ValueOrd)]
pub(crate) struct Extension {
    pub id: ObjectIdentifier,
    #[asn1(default = "not_critical")]
    pub critical: bool,
    pub value: OctetString,
}

fn not_critical() -> bool {
    false
}

/// The parts of a name, each usually one attribute.
pub(crate) type Name = Vec<SetOfVec<NameAttribute>>;

#[derive(Debug, Clone, PartialEq, Eq, Sequence, ValueOrd)]
pub(crate) struct NameAttribute {
    pub id: ObjectIdentifier,
    pub value: Any,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct BasicConstraints {
    #[asn1(default = "no_authority")]
    pub authority: bool,
    #[asn1(optional = "true")]
    pub path_length: Option<u32>,
}

fn no_authority() -> bool {
    false
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct AuthorityKeyIdentifier {
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub key: Option<OctetString>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub issuer: Option<Vec<Any>>,
    #[asn1(context_specific = "2", tag_mode = "IMPLICIT", optional = "true")]
    pub serial_number: Option<Int>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct DistributionPoint {
    #[asn1(context_specific = "0", optional = "true")]
    pub name: Option<DistributionPointName>,
}

#[derive(Debug, Clone, PartialEq, Eq, Choice)]
pub(crate) enum DistributionPointName {
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", constructed = "true")]
    Full(Vec<GeneralName>),
}

#[derive(Debug, Clone, PartialEq, Eq, Choice)]
pub(crate) enum GeneralName {
    #[asn1(context_specific = "6", tag_mode = "IMPLICIT")]
    Uri(Ia5String),
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct TbsCertList {
    /// 1 stands for version 2.
    #[asn1(optional = "true")]
    pub version: Option<u8>,
    pub signature: AlgorithmIdentifier,
    pub issuer: Any,
    pub this_update: Time,
    #[asn1(optional = "true")]
    pub next_update: Option<Time>,
    #[asn1(optional = "true")]
    pub revoked: Option<Vec<RevokedCertificate>>,
    #[asn1(context_specific = "0", optional = "true")]
    pub extensions: Option<Vec<Extension>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence, ValueOrd)]
pub(crate) struct RevokedCertificate {
    pub serial_number: Int,
    pub date: Time,
    #[asn1(optional = "true")]
    pub extensions: Option<Vec<Extension>>,
}
