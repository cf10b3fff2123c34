//! Signatures as CMS: made, and read with suspicion. What a PDF holds and what a time stamp is
//! differ in the content only.

use std::collections::BTreeMap;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use der::{Decode, Encode, Tag, TagNumber, Tagged};

use crate::algorithm::{self, Mismatch, Sha2};
use crate::asn1::cms::{
    Attribute, CertificateDigestV2, ContentInfo, EncapsulatedContent, IssuerAndSerialNumber,
    SignedData, SignerInfo, SigningCertificate, SigningCertificateV2,
};
use crate::asn1::oid;
use crate::asn1::x509::AlgorithmIdentifier;
use crate::certificate::{Certificate, same_number};
use crate::digest::sha256;
use crate::signer::{CryptoSigner, SignerError};

/// How many certificates a signature may carry.
const MAX_CERTIFICATES: usize = 16;

/// The tag of the signed attributes.
const ATTRIBUTES: Tag = Tag::ContextSpecific {
    constructed: true,
    number: TagNumber(0),
};

/// Why nothing could be signed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum MakeError {
    #[error(transparent)]
    Signer(#[from] SignerError),
    #[error("the signature cannot be written")]
    Write(#[from] der::Error),
}

/// Why a signature does not read or does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It breaks a rule.
    Broken(&'static str),
    /// It uses what is not accepted here.
    Unsupported(&'static str),
    /// It is not the signature of what it says.
    Altered,
}

impl From<der::Error> for Fault {
    fn from(_: der::Error) -> Self {
        Self::Broken("its bytes do not follow the format")
    }
}

/// A signature that was just made and is not written yet.
pub(crate) struct Made<'s> {
    signer: &'s dyn CryptoSigner,
    content_type: ObjectIdentifier,
    attributes: Any,
    value: Vec<u8>,
}

impl<'s> Made<'s> {
    /// Signs content of this type by its digest.
    pub(crate) fn sign(
        signer: &'s dyn CryptoSigner,
        content_type: ObjectIdentifier,
        content_digest: &[u8; 32],
    ) -> Result<Self, MakeError> {
        let binding = SigningCertificateV2 {
            certificates: vec![CertificateDigestV2 {
                algorithm: None,
                digest: OctetString::new(signer.certificate().fingerprint())?,
                issuer_serial: None,
            }],
            policies: None,
        };
        let attributes: SetOfVec<Attribute> = SetOfVec::try_from(vec![
            attribute(oid::CONTENT_TYPE, Any::encode_from(&content_type)?)?,
            attribute(
                oid::MESSAGE_DIGEST,
                Any::encode_from(&OctetString::new(*content_digest)?)?,
            )?,
            attribute(oid::SIGNING_CERTIFICATE_V2, Any::encode_from(&binding)?)?,
        ])?;
        let attributes = Any::encode_from(&attributes)?;
        let value = signer.sign_digest(&sha256(&attributes.to_der()?))?;
        Ok(Self {
            signer,
            content_type,
            attributes: Any::new(ATTRIBUTES, attributes.value())?,
            value,
        })
    }

    /// The value of the signature: what a time stamp stamps.
    pub(crate) fn value(&self) -> &[u8] {
        &self.value
    }

    /// Writes the signature, with its content if that does not stand elsewhere, with the signer's
    /// certificates unless the reader has them, and with a time stamp over its value.
    pub(crate) fn write(
        &self,
        content: Option<&[u8]>,
        with_certificates: bool,
        time_stamp: Option<&[u8]>,
    ) -> Result<Vec<u8>, MakeError> {
        let certificate = self.signer.certificate();
        let mut certificates = Vec::new();
        if with_certificates {
            for each in std::iter::once(certificate).chain(self.signer.chain()) {
                certificates.push(Any::from_der(each.der())?);
            }
        }
        let identity = IssuerAndSerialNumber {
            issuer: certificate.content.issuer.clone(),
            serial_number: certificate.content.serial_number.clone(),
        };
        let unsigned_attributes = time_stamp
            .map(|token| -> der::Result<_> {
                let stamp = attribute(oid::TIME_STAMP_TOKEN, Any::from_der(token)?)?;
                SetOfVec::try_from(vec![stamp])
            })
            .transpose()?;
        let digest_algorithm = AlgorithmIdentifier::new(oid::SHA_256);
        let data = SignedData {
            // The version tells whether the content is plain data.
            version: if self.content_type == oid::DATA { 1 } else { 3 },
            digest_algorithms: SetOfVec::try_from(vec![digest_algorithm.clone()])?,
            content: EncapsulatedContent {
                content_type: self.content_type,
                content: content.map(OctetString::new).transpose()?,
            },
            certificates: if certificates.is_empty() {
                None
            } else {
                Some(SetOfVec::try_from(certificates)?)
            },
            revocation: None,
            signers: SetOfVec::try_from(vec![SignerInfo {
                version: 1,
                signer: Any::encode_from(&identity)?,
                digest_algorithm,
                signed_attributes: self.attributes.clone(),
                signature_algorithm: AlgorithmIdentifier::new(oid::ECDSA_SHA_256),
                signature: OctetString::new(&*self.value)?,
                unsigned_attributes,
            }])?,
        };
        Ok(ContentInfo {
            content_type: oid::SIGNED_DATA,
            content: Any::encode_from(&data)?,
        }
        .to_der()?)
    }
}

fn attribute(id: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    Ok(Attribute {
        id,
        values: SetOfVec::try_from(vec![value])?,
    })
}

/// A signature whose attributes are what its signer signed.
#[derive(Debug)]
pub(crate) struct ReadSignature {
    /// Whose key signed it. Nothing is said about trust.
    pub signer: Certificate,
    /// All certificates that it carries.
    pub certificates: Vec<Certificate>,
    /// Its content, if it carries it.
    pub content: Option<Vec<u8>>,
    /// The value of the signature.
    pub value: Vec<u8>,
    /// The time stamp over the value, in DER.
    pub time_stamp: Option<Vec<u8>>,
    digest: Sha2,
    content_digest: Vec<u8>,
}

impl ReadSignature {
    /// Reads a signature over content of this type by one signer, and checks that the key of the
    /// certificate that it is bound to signed its attributes.
    pub(crate) fn read(bytes: &[u8], content_type: ObjectIdentifier) -> Result<Self, Fault> {
        let info = ContentInfo::from_der(bytes)?;
        if info.content_type != oid::SIGNED_DATA {
            return Err(Fault::Broken("it is no signed data"));
        }
        let data: SignedData = info.content.decode_as()?;
        if data.content.content_type != content_type {
            return Err(Fault::Broken("it signs another kind of content"));
        }
        let expected_version = if content_type == oid::DATA { 1 } else { 3 };
        if data.version != expected_version {
            return Err(Fault::Broken("it has a wrong version"));
        }
        let certificates = certificates(&data)?;
        let [signer_info] = data.signers.as_slice() else {
            return Err(Fault::Unsupported("it has not exactly one signer"));
        };
        if signer_info.version != 1 {
            return Err(Fault::Unsupported("it names its signer by a key"));
        }
        let digest = Sha2::of(&signer_info.digest_algorithm)
            .ok_or(Fault::Unsupported("its digest is not SHA-2"))?;
        let declared = data
            .digest_algorithms
            .iter()
            .all(|algorithm| Sha2::of(algorithm) == Some(digest));
        if data.digest_algorithms.is_empty() || !declared {
            return Err(Fault::Broken("it names other digests than it uses"));
        }
        let signer = signer(signer_info, &certificates)?;
        let attributes = signed_attributes(signer_info)?;
        match value_of(&attributes, oid::CONTENT_TYPE)?.decode_as::<ObjectIdentifier>() {
            Ok(signed_type) if signed_type == content_type => {}
            _ => return Err(Fault::Broken("its signer signed another kind of content")),
        }
        let content_digest: OctetString =
            value_of(&attributes, oid::MESSAGE_DIGEST)?.decode_as()?;
        check_binding(&attributes, &signer, content_type)?;
        let read = Self {
            time_stamp: time_stamp(signer_info)?,
            signer,
            certificates,
            content: data
                .content
                .content
                .map(|content| content.as_bytes().to_vec()),
            value: signer_info.signature.as_bytes().to_vec(),
            digest,
            content_digest: content_digest.as_bytes().to_vec(),
        };
        read.check_value(signer_info)?;
        Ok(read)
    }

    fn check_value(&self, signer_info: &SignerInfo) -> Result<(), Fault> {
        let signed = Any::new(Tag::Set, signer_info.signed_attributes.value())?.to_der()?;
        algorithm::verify(
            &self.signer.content.public_key,
            &signer_info.signature_algorithm,
            Some(self.digest),
            &signed,
            &self.value,
        )
        .map_err(|mismatch| match mismatch {
            Mismatch::Unsupported => Fault::Unsupported("its algorithm is not accepted"),
            Mismatch::Wrong => Fault::Altered,
        })
    }

    /// Whether it signs exactly these bytes, one part after the other.
    pub(crate) fn covers(&self, parts: &[&[u8]]) -> bool {
        self.digest.digest(parts).as_ref() == self.content_digest
    }
}

fn certificates(data: &SignedData) -> Result<Vec<Certificate>, Fault> {
    let all = data
        .certificates
        .as_ref()
        .map_or(&[][..], SetOfVec::as_slice);
    if all.len() > MAX_CERTIFICATES {
        return Err(Fault::Unsupported("it carries too many certificates"));
    }
    all.iter()
        .map(|each| {
            Certificate::from_der(&each.to_der()?)
                .map_err(|_| Fault::Broken("a certificate in it is broken"))
        })
        .collect()
}

fn signer(info: &SignerInfo, certificates: &[Certificate]) -> Result<Certificate, Fault> {
    let identity: IssuerAndSerialNumber = info.signer.decode_as()?;
    certificates
        .iter()
        .find(|certificate| {
            certificate.content.issuer == identity.issuer
                && same_number(&certificate.content.serial_number, &identity.serial_number)
        })
        .cloned()
        .ok_or(Fault::Broken("it does not carry its signer's certificate"))
}

/// The signed attributes, each with its one value.
fn signed_attributes(info: &SignerInfo) -> Result<BTreeMap<ObjectIdentifier, Any>, Fault> {
    if info.signed_attributes.tag() != ATTRIBUTES {
        return Err(Fault::Broken("it has no signed attributes"));
    }
    let set = Any::new(Tag::Set, info.signed_attributes.value())?;
    let attributes: SetOfVec<Attribute> = set.decode_as()?;
    if Any::encode_from(&attributes)? != set {
        return Err(Fault::Broken("its signed attributes are not in order"));
    }
    let mut by_id = BTreeMap::new();
    for attribute in attributes.iter() {
        let [value] = attribute.values.as_slice() else {
            return Err(Fault::Broken("an attribute has not exactly one value"));
        };
        if by_id.insert(attribute.id, value.clone()).is_some() {
            return Err(Fault::Broken("an attribute stands twice"));
        }
    }
    Ok(by_id)
}

fn value_of(
    attributes: &BTreeMap<ObjectIdentifier, Any>,
    id: ObjectIdentifier,
) -> Result<&Any, Fault> {
    attributes
        .get(&id)
        .ok_or(Fault::Broken("a signed attribute is missing"))
}

/// The signed attributes must name the certificate: otherwise another one with the same key, or
/// the same number, could be put in its place. Time stamps may do so with SHA-1, as the older
/// standard had it.
fn check_binding(
    attributes: &BTreeMap<ObjectIdentifier, Any>,
    signer: &Certificate,
    content_type: ObjectIdentifier,
) -> Result<(), Fault> {
    let other = Fault::Broken("it is bound to another certificate");
    if let Some(binding) = attributes.get(&oid::SIGNING_CERTIFICATE_V2) {
        let binding: SigningCertificateV2 = binding.decode_as()?;
        let first = binding.certificates.first().ok_or(other)?;
        let sha2 = match &first.algorithm {
            None => Sha2::Sha256,
            Some(algorithm) => Sha2::of(algorithm)
                .ok_or(Fault::Unsupported("its certificate's digest is not SHA-2"))?,
        };
        let same = sha2.digest(&[signer.der()]).as_ref() == first.digest.as_bytes();
        return if same { Ok(()) } else { Err(other) };
    }
    if content_type == oid::TST_INFO
        && let Some(binding) = attributes.get(&oid::SIGNING_CERTIFICATE)
    {
        let binding: SigningCertificate = binding.decode_as()?;
        let first = binding.certificates.first().ok_or(other)?;
        let sha1 = digest(&SHA1_FOR_LEGACY_USE_ONLY, signer.der());
        return if sha1.as_ref() == first.digest.as_bytes() {
            Ok(())
        } else {
            Err(other)
        };
    }
    Err(Fault::Broken("it is not bound to its certificate"))
}

/// The time stamp among what nobody signed. Anything else there is refused: it could say anything.
fn time_stamp(info: &SignerInfo) -> Result<Option<Vec<u8>>, Fault> {
    let Some(attributes) = &info.unsigned_attributes else {
        return Ok(None);
    };
    let [attribute] = attributes.as_slice() else {
        return Err(Fault::Unsupported("it has several unsigned attributes"));
    };
    match attribute.values.as_slice() {
        [token] if attribute.id == oid::TIME_STAMP_TOKEN => Ok(Some(token.to_der()?)),
        _ => Err(Fault::Unsupported("it has an unknown unsigned attribute")),
    }
}
