//! Time stamps (RFC 3161).

use der::Sequence;
use der::asn1::{Any, BitString, Int, ObjectIdentifier, OctetString};

use super::cms::ContentInfo;
use super::x509::{AlgorithmIdentifier, Extension};

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct Request {
    pub version: u8,
    pub imprint: Imprint,
    #[asn1(optional = "true")]
    pub policy: Option<ObjectIdentifier>,
    #[asn1(optional = "true")]
    pub nonce: Option<Int>,
    /// Whether the answer is to hold the authority's certificate.
    #[asn1(default = "no")]
    pub wants_certificate: bool,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub extensions: Option<Vec<Extension>>,
}

/// What is stamped, by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct Imprint {
    pub algorithm: AlgorithmIdentifier,
    pub digest: OctetString,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct Response {
    pub status: Status,
    #[asn1(optional = "true")]
    pub token: Option<ContentInfo>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct Status {
    /// 0 granted, 1 granted with changes; anything else is a refusal.
    pub code: u8,
    #[asn1(optional = "true")]
    pub text: Option<Vec<String>>,
    #[asn1(optional = "true")]
    pub failure: Option<BitString>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct TstInfo {
    pub version: u8,
    pub policy: ObjectIdentifier,
    pub imprint: Imprint,
    pub serial_number: Int,
    /// A `GeneralizedTime`, possibly with a fraction of a second.
    pub time: Any,
    #[asn1(optional = "true")]
    pub accuracy: Option<Accuracy>,
    #[asn1(default = "no")]
    pub ordering: bool,
    #[asn1(optional = "true")]
    pub nonce: Option<Int>,
    #[asn1(context_specific = "0", optional = "true")]
    pub authority: Option<Any>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub extensions: Option<Vec<Extension>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct Accuracy {
    #[asn1(optional = "true")]
    pub seconds: Option<u32>,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub millis: Option<u16>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub micros: Option<u16>,
}

fn no() -> bool {
    false
}
