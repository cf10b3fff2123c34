//! The algorithms whose signatures and digests are accepted: ECDSA on P-256 and P-384, RSA from
//! 2,048 bits with PKCS#1 padding, and SHA-2. What is signed here is P-256 with SHA-256.

use aws_lc_rs::digest::{self, SHA256, SHA384, SHA512};
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1, ECDSA_P256_SHA384_ASN1, ECDSA_P256_SHA512_ASN1, ECDSA_P384_SHA256_ASN1,
    ECDSA_P384_SHA384_ASN1, ECDSA_P384_SHA512_ASN1, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, UnparsedPublicKey,
    VerificationAlgorithm,
};
use der::asn1::{Any, ObjectIdentifier};

use crate::asn1::oid;
use crate::asn1::x509::{AlgorithmIdentifier, PublicKeyInfo};

/// Why a signature does not count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mismatch {
    /// Its algorithm is not accepted here.
    Unsupported,
    /// It is not the signature of these bytes with this key.
    Wrong,
}

/// Which kind of SHA-2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sha2 {
    Sha256,
    Sha384,
    Sha512,
}

impl Sha2 {
    /// The digest that an identifier names.
    pub(crate) fn of(algorithm: &AlgorithmIdentifier) -> Option<Self> {
        match algorithm.algorithm {
            oid::SHA_256 => Some(Self::Sha256),
            oid::SHA_384 => Some(Self::Sha384),
            oid::SHA_512 => Some(Self::Sha512),
            _ => None,
        }
    }

    pub(crate) fn digest(self, parts: &[&[u8]]) -> digest::Digest {
        let mut context = digest::Context::new(match self {
            Self::Sha256 => &SHA256,
            Self::Sha384 => &SHA384,
            Self::Sha512 => &SHA512,
        });
        for part in parts {
            context.update(part);
        }
        context.finish()
    }
}

/// Checks a signature over `message`. `digest` is what else names the digest, for identifiers that
/// do not say it themselves.
pub(crate) fn verify(
    key: &PublicKeyInfo,
    algorithm: &AlgorithmIdentifier,
    digest: Option<Sha2>,
    message: &[u8],
    signature: &[u8],
) -> Result<(), Mismatch> {
    let verification =
        choose(&key.algorithm, algorithm.algorithm, digest).ok_or(Mismatch::Unsupported)?;
    let bytes = key.key.as_bytes().ok_or(Mismatch::Unsupported)?;
    UnparsedPublicKey::new(verification, bytes)
        .verify(message, signature)
        .map_err(|_| Mismatch::Wrong)
}

fn choose(
    key: &AlgorithmIdentifier,
    signature: ObjectIdentifier,
    digest: Option<Sha2>,
) -> Option<&'static dyn VerificationAlgorithm> {
    let sha2 = match signature {
        oid::ECDSA_SHA_256 | oid::RSA_SHA_256 => Sha2::Sha256,
        oid::ECDSA_SHA_384 | oid::RSA_SHA_384 => Sha2::Sha384,
        oid::ECDSA_SHA_512 | oid::RSA_SHA_512 => Sha2::Sha512,
        oid::RSA => digest?,
        _ => return None,
    };
    let is_ecdsa = matches!(
        signature,
        oid::ECDSA_SHA_256 | oid::ECDSA_SHA_384 | oid::ECDSA_SHA_512
    );
    match key.algorithm {
        oid::RSA if !is_ecdsa => Some(match sha2 {
            Sha2::Sha256 => &RSA_PKCS1_2048_8192_SHA256,
            Sha2::Sha384 => &RSA_PKCS1_2048_8192_SHA384,
            Sha2::Sha512 => &RSA_PKCS1_2048_8192_SHA512,
        }),
        oid::EC_PUBLIC_KEY if is_ecdsa => match (curve(key.parameters.as_ref())?, sha2) {
            (oid::P_256, Sha2::Sha256) => Some(&ECDSA_P256_SHA256_ASN1),
            (oid::P_256, Sha2::Sha384) => Some(&ECDSA_P256_SHA384_ASN1),
            (oid::P_256, Sha2::Sha512) => Some(&ECDSA_P256_SHA512_ASN1),
            (oid::P_384, Sha2::Sha256) => Some(&ECDSA_P384_SHA256_ASN1),
            (oid::P_384, Sha2::Sha384) => Some(&ECDSA_P384_SHA384_ASN1),
            (oid::P_384, Sha2::Sha512) => Some(&ECDSA_P384_SHA512_ASN1),
            _ => None,
        },
        _ => None,
    }
}

fn curve(parameters: Option<&Any>) -> Option<ObjectIdentifier> {
    parameters?.decode_as().ok()
}
