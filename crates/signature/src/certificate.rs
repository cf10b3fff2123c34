//! Certificates as they are read.

use std::fmt;

use der::asn1::{Any, BitString, Int, ObjectIdentifier, OctetString, PrintableString};
use der::{Decode, Encode, Tag, Tagged};
use jiff::Timestamp;

use crate::algorithm::{self, Mismatch};
use crate::asn1::oid;
use crate::asn1::x509::{
    AuthorityKeyIdentifier, BasicConstraints, Extension, Name, Signed, TbsCertificate,
};
use crate::digest::sha256;
use crate::pem;

/// Largest certificate that is read.
const MAX_CERTIFICATE: usize = 1 << 16;

/// Why bytes are no certificate, or no revocation list.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// They do not follow the format.
    #[error("it is broken")]
    Broken(#[from] der::Error),
    /// They are no PEM with the right label.
    #[error("it is no PEM of the kind expected")]
    NotPem,
    /// They are too many.
    #[error("it is too large")]
    TooLarge,
    /// They follow the format but say something twice, or contradict themselves.
    #[error("it is broken: {0}")]
    Wrong(&'static str),
}

/// A certificate (X.509). It says nothing about whether anybody should trust it.
#[derive(Clone, PartialEq, Eq)]
pub struct Certificate {
    der: Vec<u8>,
    /// The part that its issuer signed.
    signed: Vec<u8>,
    signature: BitString,
    pub(crate) content: TbsCertificate,
    extensions: Extensions,
}

/// What the extensions say that are understood here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Extensions {
    constraints: Option<BasicConstraints>,
    /// The first two bytes of the bits, in their order.
    key_usage: Option<u16>,
    purposes: Option<(bool, Vec<ObjectIdentifier>)>,
    key_id: Option<Vec<u8>>,
    issuer_key_id: Option<Vec<u8>>,
    /// One that must be understood and is not.
    unknown_critical: bool,
}

/// A use that a key is meant for, as the bit of the extension counted from the left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum KeyUse {
    DigitalSignature = 0,
    NonRepudiation = 1,
    CertificateSigning = 5,
    RevocationListSigning = 6,
}

impl KeyUse {
    pub(crate) const fn bit(self) -> u16 {
        0x8000 >> (self as u16)
    }
}

impl Certificate {
    /// Reads one certificate in DER.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        if der.len() > MAX_CERTIFICATE {
            return Err(CertificateError::TooLarge);
        }
        let outer = Signed::from_der(der)?;
        let signed = outer.content.to_der()?;
        let content = TbsCertificate::from_der(&signed)?;
        if content.signature != outer.signature_algorithm {
            return Err(CertificateError::Wrong("two signature algorithms"));
        }
        Ok(Self {
            der: der.to_vec(),
            signed,
            signature: outer.signature,
            extensions: Extensions::read(content.extensions.as_deref().unwrap_or_default())?,
            content,
        })
    }

    /// Reads the first certificate in PEM.
    pub fn from_pem(text: &str) -> Result<Self, CertificateError> {
        Self::from_der(&pem::decode("CERTIFICATE", text).ok_or(CertificateError::NotPem)?)
    }

    /// Reads every certificate in PEM, of which there must be one at least.
    pub fn all_from_pem(text: &str) -> Result<Vec<Self>, CertificateError> {
        let all = pem::decode_all("CERTIFICATE", text);
        let all = all.filter(|all| !all.is_empty());
        let all = all.ok_or(CertificateError::NotPem)?;
        all.iter().map(|der| Self::from_der(der)).collect()
    }

    /// The certificate in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The certificate in PEM.
    pub fn pem(&self) -> String {
        pem::encode("CERTIFICATE", &self.der)
    }

    /// The name of whom it is for (`commonName`); empty if it has none.
    pub fn name(&self) -> String {
        attribute(&self.content.subject, oid::COMMON_NAME).unwrap_or_default()
    }

    /// The organisation of whom it is for.
    pub fn organisation(&self) -> Option<String> {
        attribute(&self.content.subject, oid::ORGANISATION)
    }

    /// The name of who issued it.
    pub fn issuer_name(&self) -> String {
        attribute(&self.content.issuer, oid::COMMON_NAME).unwrap_or_default()
    }

    /// Its number at its issuer, in lower hexadecimal digits.
    pub fn serial_number(&self) -> String {
        hex::encode(self.content.serial_number.as_bytes())
    }

    /// The first instant at which it is valid.
    pub fn not_before(&self) -> Timestamp {
        self.content.validity.not_before.timestamp()
    }

    /// The last instant at which it is valid.
    pub fn not_after(&self) -> Timestamp {
        self.content.validity.not_after.timestamp()
    }

    /// SHA-256 over its DER.
    pub fn fingerprint(&self) -> [u8; 32] {
        sha256(&self.der)
    }

    /// Whether it may issue others, with at most `below` authorities between it and the end.
    pub(crate) fn may_issue(&self, below: usize) -> bool {
        let Some(constraints) = &self.extensions.constraints else {
            return false;
        };
        constraints.authority
            && constraints
                .path_length
                .is_none_or(|most| usize::try_from(most).is_ok_and(|most| below <= most))
            && self.allows(KeyUse::CertificateSigning)
    }

    /// Whether its key is meant for this; one without the extension is meant for everything.
    pub(crate) fn allows(&self, key_use: KeyUse) -> bool {
        self.extensions
            .key_usage
            .is_none_or(|bits| bits & key_use.bit() != 0)
    }

    /// Whether it is for time stamps and for nothing else, as RFC 3161 demands.
    pub(crate) fn is_for_time_stamps_only(&self) -> bool {
        matches!(
            &self.extensions.purposes,
            Some((true, purposes)) if **purposes == [oid::TIME_STAMPING]
        )
    }

    /// Whether everything in it that must be understood is understood.
    pub(crate) fn is_understood(&self) -> bool {
        !self.extensions.unknown_critical
    }

    /// The identifier of its key, if it has one.
    pub(crate) fn key_id(&self) -> Option<&[u8]> {
        self.extensions.key_id.as_deref()
    }

    /// Whether `issuer` has the name, and the key if it is told, of who issued this.
    pub(crate) fn names_as_issuer(&self, issuer: &Self) -> bool {
        let same_key = match (&self.extensions.issuer_key_id, &issuer.extensions.key_id) {
            (Some(expected), Some(key)) => expected == key,
            _ => true,
        };
        self.content.issuer == issuer.content.subject && same_key
    }

    /// Whether the key of `issuer` signed this.
    pub(crate) fn is_signed_by(&self, issuer: &Self) -> bool {
        issuer
            .check(
                &self.content.signature,
                &self.signed,
                self.signature.raw_bytes(),
            )
            .is_ok()
    }

    fn check(
        &self,
        algorithm: &crate::asn1::x509::AlgorithmIdentifier,
        message: &[u8],
        signature: &[u8],
    ) -> Result<(), Mismatch> {
        algorithm::verify(
            &self.content.public_key,
            algorithm,
            None,
            message,
            signature,
        )
    }
}

impl fmt::Debug for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Certificate")
            .field("name", &self.name())
            .field("serial_number", &self.serial_number())
            .finish_non_exhaustive()
    }
}

impl Extensions {
    fn read(all: &[Extension]) -> Result<Self, CertificateError> {
        let mut read = Self::default();
        for (index, extension) in all.iter().enumerate() {
            if all
                .iter()
                .skip(index + 1)
                .any(|other| other.id == extension.id)
            {
                return Err(CertificateError::Wrong("an extension stands twice"));
            }
            let value = extension.value.as_bytes();
            match extension.id {
                oid::BASIC_CONSTRAINTS => {
                    read.constraints = Some(BasicConstraints::from_der(value)?);
                }
                oid::KEY_USAGE => {
                    let bits = BitString::from_der(value)?;
                    let byte = |index: usize| bits.raw_bytes().get(index).copied().unwrap_or(0);
                    read.key_usage = Some(u16::from_be_bytes([byte(0), byte(1)]));
                }
                oid::EXTENDED_KEY_USAGE => {
                    read.purposes = Some((extension.critical, Vec::from_der(value)?));
                }
                oid::SUBJECT_KEY_IDENTIFIER => {
                    read.key_id = Some(OctetString::from_der(value)?.as_bytes().to_vec());
                }
                oid::AUTHORITY_KEY_IDENTIFIER => {
                    read.issuer_key_id = issuer_key_id(std::slice::from_ref(extension))?;
                }
                _ => read.unknown_critical |= extension.critical,
            }
        }
        Ok(read)
    }
}

/// The identifier of the key of who issued a certificate or a list.
pub(crate) fn issuer_key_id(all: &[Extension]) -> Result<Option<Vec<u8>>, CertificateError> {
    let Some(extension) = all
        .iter()
        .find(|extension| extension.id == oid::AUTHORITY_KEY_IDENTIFIER)
    else {
        return Ok(None);
    };
    let identifier = AuthorityKeyIdentifier::from_der(extension.value.as_bytes())?;
    Ok(identifier.key.map(|key| key.as_bytes().to_vec()))
}

/// The first attribute of this kind in a name.
fn attribute(name: &Any, id: ObjectIdentifier) -> Option<String> {
    let name: Name = Name::from_der(&name.to_der().ok()?).ok()?;
    name.iter()
        .flat_map(|part| part.iter())
        .find(|attribute| attribute.id == id)
        .and_then(|attribute| directory_text(&attribute.value))
}

fn directory_text(value: &Any) -> Option<String> {
    match value.tag() {
        Tag::Utf8String => value.decode_as::<String>().ok(),
        Tag::PrintableString => value
            .decode_as::<PrintableString>()
            .ok()
            .map(|text| text.as_str().to_owned()),
        Tag::BmpString => {
            let units: Vec<u16> = value
                .value()
                .chunks_exact(2)
                .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
                .collect();
            String::from_utf16(&units).ok()
        }
        _ => None,
    }
}

/// Two numbers of certificates are the same if their bytes are.
pub(crate) fn same_number(one: &Int, other: &Int) -> bool {
    one.as_bytes() == other.as_bytes()
}
