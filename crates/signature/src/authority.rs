//! A small certificate authority: one root that issues to people, organisations and time-stamp
//! authorities. It is for demonstrations and tests; an installation that signs for real brings
//! certificates of a licensed authority instead.

use std::collections::BTreeMap;

use dean06_kernel::Sources;
use der::asn1::{Any, BitString, Ia5String, Int, ObjectIdentifier, OctetString};
use der::{Encode, EncodeValue, FixedTag};
use jiff::Timestamp;

use crate::asn1::oid;
use crate::asn1::time::Time;
use crate::asn1::x509::{
    AlgorithmIdentifier, AuthorityKeyIdentifier, BasicConstraints, DistributionPoint,
    DistributionPointName, Extension, GeneralName, RevokedCertificate, Signed, TbsCertList,
    TbsCertificate, Validity as Dates,
};
use crate::certificate::{Certificate, CertificateError, KeyUse};
use crate::crl::Crl;
use crate::digest::sha256;
use crate::signer::{PublicKey, SignerError, SigningKey, SoftwareSigner};
use crate::subject::Subject;

/// What a certificate is issued for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CertificateKind {
    /// A person signs by hand, so to speak.
    Person,
    /// An organisation seals.
    Seal,
    /// An authority stamps times.
    Tsa,
}

/// From when to when a certificate is valid, both ends included, in whole seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Validity {
    /// The first instant.
    pub not_before: Timestamp,
    /// The last instant.
    pub not_after: Timestamp,
}

/// Why nothing could be issued.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// A key cannot be made or used.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// A name or a date cannot be written into a certificate.
    #[error("the certificate cannot be written")]
    Write(#[from] der::Error),
    /// What was written, or what was stored before, does not read.
    #[error("the certificate cannot be read")]
    Read(#[from] CertificateError),
}

/// The authority: its key, its certificate, and what it has revoked.
#[derive(Debug)]
pub struct Authority {
    key: SigningKey,
    certificate: Certificate,
    /// Where its revocation list can be fetched.
    crl_url: Option<String>,
    /// By number of the certificate.
    revoked: BTreeMap<Vec<u8>, Timestamp>,
}

impl Authority {
    /// A new authority with a root certificate of its own. Its issued certificates name `crl_url`
    /// as the place of its revocation list.
    pub fn create(
        subject: &Subject,
        validity: Validity,
        crl_url: Option<&str>,
        sources: &Sources,
    ) -> Result<Self, AuthorityError> {
        let key = SigningKey::generate()?;
        let public_key = key.public_key()?;
        let name = subject.to_name()?;
        let key_id = key_identifier(&public_key);
        let extensions = vec![
            extension(
                oid::BASIC_CONSTRAINTS,
                true,
                &BasicConstraints {
                    authority: true,
                    path_length: Some(0),
                },
            )?,
            key_usage(&[KeyUse::CertificateSigning, KeyUse::RevocationListSigning])?,
            extension(
                oid::SUBJECT_KEY_IDENTIFIER,
                false,
                &OctetString::new(key_id)?,
            )?,
        ];
        let content = TbsCertificate {
            version: 2,
            serial_number: random_number(sources)?,
            signature: AlgorithmIdentifier::new(oid::ECDSA_SHA_256),
            issuer: name.clone(),
            validity: dates(validity)?,
            subject: name,
            public_key: public_key.0,
            issuer_unique_id: None,
            subject_unique_id: None,
            extensions: Some(extensions),
        };
        let certificate = Certificate::from_der(&sign(&key, &content)?)?;
        Ok(Self {
            key,
            certificate,
            crl_url: crl_url.map(str::to_owned),
            revoked: BTreeMap::new(),
        })
    }

    /// An authority that was made before; what it has revoked is told with [`Self::revoke`].
    pub fn load(
        key: SigningKey,
        certificate: Certificate,
        crl_url: Option<&str>,
    ) -> Result<Self, AuthorityError> {
        if key.public_key()?.0 != certificate.content.public_key {
            return Err(SignerError::OtherKey.into());
        }
        Ok(Self {
            key,
            certificate,
            crl_url: crl_url.map(str::to_owned),
            revoked: BTreeMap::new(),
        })
    }

    /// The root certificate: the anchor for whoever trusts this authority.
    pub fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    /// The root's key, to be stored.
    pub fn key(&self) -> &SigningKey {
        &self.key
    }

    /// A certificate for a key that may live anywhere.
    pub fn issue(
        &self,
        subject: &Subject,
        kind: CertificateKind,
        validity: Validity,
        key: &PublicKey,
        sources: &Sources,
    ) -> Result<Certificate, AuthorityError> {
        let content = TbsCertificate {
            version: 2,
            serial_number: random_number(sources)?,
            signature: AlgorithmIdentifier::new(oid::ECDSA_SHA_256),
            issuer: self.certificate.content.subject.clone(),
            validity: dates(validity)?,
            subject: subject.to_name()?,
            public_key: key.0.clone(),
            issuer_unique_id: None,
            subject_unique_id: None,
            extensions: Some(self.extensions(kind, key)?),
        };
        Ok(Certificate::from_der(&sign(&self.key, &content)?)?)
    }

    /// A new key in this process with a certificate.
    pub fn issue_signer(
        &self,
        subject: &Subject,
        kind: CertificateKind,
        validity: Validity,
        sources: &Sources,
    ) -> Result<SoftwareSigner, AuthorityError> {
        let key = SigningKey::generate()?;
        let certificate = self.issue(subject, kind, validity, &key.public_key()?, sources)?;
        Ok(SoftwareSigner::new(key, certificate, Vec::new())?)
    }

    /// Puts a certificate on the revocation list from an instant on. One that is there already
    /// stays revoked from the earlier instant.
    pub fn revoke(&mut self, certificate: &Certificate, at: Timestamp) {
        let number = certificate.content.serial_number.as_bytes().to_vec();
        let since = self.revoked.entry(number).or_insert(at);
        *since = at.min(*since);
    }

    /// The revocation list as of `now`; the next one is promised for `next_update`. Its number is
    /// the second in which it was made, so later lists have higher numbers.
    pub fn crl(&self, now: Timestamp, next_update: Timestamp) -> Result<Crl, AuthorityError> {
        let mut revoked = Vec::new();
        for (number, at) in &self.revoked {
            revoked.push(RevokedCertificate {
                serial_number: Int::new(number)?,
                date: Time::new(*at)?,
                extensions: None,
            });
        }
        let content = TbsCertList {
            version: Some(1),
            signature: AlgorithmIdentifier::new(oid::ECDSA_SHA_256),
            issuer: self.certificate.content.subject.clone(),
            this_update: Time::new(now)?,
            next_update: Some(Time::new(next_update)?),
            revoked: Some(revoked).filter(|revoked| !revoked.is_empty()),
            extensions: Some(vec![
                self.issuer_key_id()?,
                extension(oid::CRL_NUMBER, false, &now.as_second())?,
            ]),
        };
        Ok(Crl::from_der(&sign(&self.key, &content)?)?)
    }

    fn extensions(
        &self,
        kind: CertificateKind,
        key: &PublicKey,
    ) -> Result<Vec<Extension>, AuthorityError> {
        let mut extensions = vec![
            extension(
                oid::BASIC_CONSTRAINTS,
                true,
                &BasicConstraints {
                    authority: false,
                    path_length: None,
                },
            )?,
            key_usage(&[KeyUse::DigitalSignature, KeyUse::NonRepudiation])?,
            extension(
                oid::SUBJECT_KEY_IDENTIFIER,
                false,
                &OctetString::new(key_identifier(key))?,
            )?,
            self.issuer_key_id()?,
        ];
        if kind == CertificateKind::Tsa {
            let purposes: Vec<ObjectIdentifier> = vec![oid::TIME_STAMPING];
            extensions.push(extension(oid::EXTENDED_KEY_USAGE, true, &purposes)?);
        }
        if let Some(url) = &self.crl_url {
            let points = vec![DistributionPoint {
                name: Some(DistributionPointName::Full(vec![GeneralName::Uri(
                    Ia5String::new(url)?,
                )])),
            }];
            extensions.push(extension(oid::CRL_DISTRIBUTION_POINTS, false, &points)?);
        }
        Ok(extensions)
    }

    fn issuer_key_id(&self) -> Result<Extension, AuthorityError> {
        let key = self
            .certificate
            .key_id()
            .map(OctetString::new)
            .transpose()?;
        extension(
            oid::AUTHORITY_KEY_IDENTIFIER,
            false,
            &AuthorityKeyIdentifier {
                key,
                issuer: None,
                serial_number: None,
            },
        )
    }
}

/// Signs a certificate or a list and writes it whole.
fn sign(key: &SigningKey, content: &impl Encode) -> Result<Vec<u8>, AuthorityError> {
    let bytes = content.to_der()?;
    let signature = key.sign_digest(&sha256(&bytes))?;
    Ok(Signed {
        content: der::Decode::from_der(&bytes)?,
        signature_algorithm: AlgorithmIdentifier::new(oid::ECDSA_SHA_256),
        signature: BitString::from_bytes(&signature)?,
    }
    .to_der()?)
}

fn dates(validity: Validity) -> Result<Dates, AuthorityError> {
    Ok(Dates {
        not_before: Time::new(validity.not_before)?,
        not_after: Time::new(validity.not_after)?,
    })
}

/// 126 random bits; the first byte keeps the number positive and of one length.
pub(crate) fn random_number(sources: &Sources) -> der::Result<Int> {
    let mut number: [u8; 16] = sources.secret();
    number[0] = number[0] & 0x3f | 0x40;
    Int::new(&number)
}

/// The first 20 bytes of SHA-256 over the key (RFC 7093, method 1).
fn key_identifier(key: &PublicKey) -> Vec<u8> {
    sha256(key.0.key.raw_bytes()).into_iter().take(20).collect()
}

fn key_usage(uses: &[KeyUse]) -> Result<Extension, AuthorityError> {
    let bits = uses.iter().fold(0, |bits, key_use| bits | key_use.bit());
    let [first, _] = bits.to_be_bytes();
    let unused = u8::try_from(first.trailing_zeros()).unwrap_or(0);
    extension(oid::KEY_USAGE, true, &BitString::new(unused, [first])?)
}

fn extension<T: EncodeValue + FixedTag>(
    id: ObjectIdentifier,
    critical: bool,
    value: &T,
) -> Result<Extension, AuthorityError> {
    let value = Any::encode_from(value)?.to_der()?;
    Ok(Extension {
        id,
        critical,
        value: OctetString::new(value)?,
    })
}
