//! Revocation lists as they are read.

use std::fmt;

use der::asn1::BitString;
use der::{Decode, Encode};
use jiff::Timestamp;

use crate::algorithm;
use crate::asn1::time::Time;
use crate::asn1::x509::{Signed, TbsCertList};
use crate::certificate::{Certificate, CertificateError, KeyUse, issuer_key_id, same_number};
use crate::pem;

/// Largest revocation list that is read: 16 MiB, about half a million certificates.
const MAX_LIST: usize = 16 << 20;

/// A list of revoked certificates (X.509 CRL). Who relies on it checks who signed it.
#[derive(Clone, PartialEq, Eq)]
pub struct Crl {
    der: Vec<u8>,
    signed: Vec<u8>,
    signature: BitString,
    content: TbsCertList,
    issuer_key_id: Option<Vec<u8>>,
}

impl Crl {
    /// Reads one list in DER.
    pub fn from_der(der: &[u8]) -> Result<Self, CertificateError> {
        if der.len() > MAX_LIST {
            return Err(CertificateError::TooLarge);
        }
        let outer = Signed::from_der(der)?;
        let signed = outer.content.to_der()?;
        let content = TbsCertList::from_der(&signed)?;
        if content.signature != outer.signature_algorithm {
            return Err(CertificateError::Wrong("two signature algorithms"));
        }
        Ok(Self {
            der: der.to_vec(),
            signed,
            signature: outer.signature,
            issuer_key_id: issuer_key_id(content.extensions.as_deref().unwrap_or_default())?,
            content,
        })
    }

    /// Reads the first list in PEM.
    pub fn from_pem(text: &str) -> Result<Self, CertificateError> {
        Self::from_der(&pem::decode("X509 CRL", text).ok_or(CertificateError::NotPem)?)
    }

    /// The list in DER.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The list in PEM.
    pub fn pem(&self) -> String {
        pem::encode("X509 CRL", &self.der)
    }

    /// When it was made: what was revoked later is not in it.
    pub fn this_update(&self) -> Timestamp {
        self.content.this_update.timestamp()
    }

    /// When the next one is to be made, at the latest.
    pub fn next_update(&self) -> Option<Timestamp> {
        self.content.next_update.map(Time::timestamp)
    }

    /// Whether `issuer` has the name, and the key if it is told, of who made this list.
    pub(crate) fn names_as_issuer(&self, issuer: &Certificate) -> bool {
        let same_key = match (&self.issuer_key_id, issuer.key_id()) {
            (Some(expected), Some(key)) => expected == key,
            _ => true,
        };
        self.content.issuer == issuer.content.subject && same_key
    }

    /// Whether it is a list of this issuer, signed by it, and everything in it is understood. Lists
    /// of a part of the certificates only, and lists of changes, are not.
    pub(crate) fn is_of(&self, issuer: &Certificate) -> bool {
        let understood = self
            .content
            .extensions
            .iter()
            .flatten()
            .all(|extension| !extension.critical);
        understood
            && self.names_as_issuer(issuer)
            && issuer.allows(KeyUse::RevocationListSigning)
            && algorithm::verify(
                &issuer.content.public_key,
                &self.content.signature,
                None,
                &self.signed,
                self.signature.raw_bytes(),
            )
            .is_ok()
    }

    /// Since when this certificate of its issuer is revoked.
    pub(crate) fn revoked_at(&self, certificate: &Certificate) -> Option<Timestamp> {
        self.content
            .revoked
            .iter()
            .flatten()
            .filter(|entry| same_number(&entry.serial_number, &certificate.content.serial_number))
            .map(|entry| entry.date.timestamp())
            .min()
    }
}

impl fmt::Debug for Crl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Crl")
            .field("this_update", &self.this_update())
            .field("revoked", &self.content.revoked.iter().flatten().count())
            .finish_non_exhaustive()
    }
}
