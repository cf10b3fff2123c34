//! Signed data (RFC 5652) and the attribute that binds it to a certificate (RFC 5035).

use der::asn1::{Any, Int, ObjectIdentifier, OctetString, SetOfVec};
use der::{Sequence, ValueOrd};

use super::x509::AlgorithmIdentifier;

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct ContentInfo {
    pub content_type: ObjectIdentifier,
    #[asn1(context_specific = "0")]
    pub content: Any,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct SignedData {
    pub version: u8,
    pub digest_algorithms: SetOfVec<AlgorithmIdentifier>,
    pub content: EncapsulatedContent,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    pub certificates: Option<SetOfVec<Any>>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub revocation: Option<SetOfVec<Any>>,
    pub signers: SetOfVec<SignerInfo>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct EncapsulatedContent {
    pub content_type: ObjectIdentifier,
    #[asn1(context_specific = "0", optional = "true")]
    pub content: Option<OctetString>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence, ValueOrd)]
pub(crate) struct SignerInfo {
    pub version: u8,
    /// Issuer and serial number, or a key identifier, which is read but not accepted.
    pub signer: Any,
    pub digest_algorithm: AlgorithmIdentifier,
    /// `[0]`, kept as it is written, because that is what is signed.
    pub signed_attributes: Any,
    pub signature_algorithm: AlgorithmIdentifier,
    pub signature: OctetString,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    pub unsigned_attributes: Option<SetOfVec<Attribute>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct IssuerAndSerialNumber {
    pub issuer: Any,
    pub serial_number: Int,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence, ValueOrd)]
pub(crate) struct Attribute {
    pub id: ObjectIdentifier,
    pub values: SetOfVec<Any>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct SigningCertificateV2 {
    pub certificates: Vec<CertificateDigestV2>,
    #[asn1(optional = "true")]
    pub policies: Option<Vec<Any>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct CertificateDigestV2 {
    /// Left out if it is SHA-256.
    #[asn1(optional = "true")]
    pub algorithm: Option<AlgorithmIdentifier>,
    pub digest: OctetString,
    #[asn1(optional = "true")]
    pub issuer_serial: Option<Any>,
}

/// The older attribute of time-stamp authorities, always with SHA-1.
#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct SigningCertificate {
    pub certificates: Vec<CertificateDigest>,
    #[asn1(optional = "true")]
    pub policies: Option<Vec<Any>>,
}

#[derive(Debug, Clone, PartialEq, Eq, Sequence)]
pub(crate) struct CertificateDigest {
    pub digest: OctetString,
    #[asn1(optional = "true")]
    pub issuer_serial: Option<Any>,
}
