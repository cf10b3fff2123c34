//! Who signs: the one seam behind which a key may live in this process, in a module or on a card.

use std::fmt;

use aws_lc_rs::digest::{Digest, SHA256};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair as _};
use der::Encode as _;
use der::asn1::{Any, BitString};

use crate::asn1::oid;
use crate::asn1::x509::{AlgorithmIdentifier, PublicKeyInfo};
use crate::certificate::Certificate;

/// Signs with ECDSA on P-256, for the holder of a certificate.
pub trait CryptoSigner: Send + Sync {
    /// The certificate of the key.
    fn certificate(&self) -> &Certificate;
    /// The certificates between it and the anchor, the nearest first, without the anchor.
    fn chain(&self) -> &[Certificate];
    /// Signs a digest, which is not digested again; the answer is in DER (`r` and `s`).
    fn sign_digest(&self, sha256: &[u8; 32]) -> Result<Vec<u8>, SignerError>;
}

/// Why nothing could be signed.
#[derive(Debug, thiserror::Error)]
pub enum SignerError {
    /// The key cannot be made, read or used.
    #[error("the signing key cannot be used: {0}")]
    Key(&'static str),
    /// The certificate is for another key.
    #[error("the certificate is not for this key")]
    OtherKey,
    /// The place where the key lives does not answer as it should.
    #[error("the key's keeper failed")]
    Keeper(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// A private key for P-256 in this process. The library's own generator makes it and its
/// signatures: their randomness must never be repeatable.
pub struct SigningKey {
    pair: EcdsaKeyPair,
    pkcs8: Vec<u8>,
}

/// The public half of a key for P-256.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(pub(crate) PublicKeyInfo);

impl SigningKey {
    /// A new key.
    pub fn generate() -> Result<Self, SignerError> {
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &SystemRandom::new())
                .map_err(|_| SignerError::Key("no key could be made"))?;
        Self::from_pkcs8(document.as_ref().to_vec())
    }

    /// A key that was made before.
    pub fn from_pkcs8(pkcs8: Vec<u8>) -> Result<Self, SignerError> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &pkcs8)
            .map_err(|_| SignerError::Key("it is not a PKCS#8 key for P-256"))?;
        Ok(Self { pair, pkcs8 })
    }

    /// The private key, to be stored.
    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public half.
    pub fn public_key(&self) -> Result<PublicKey, SignerError> {
        PublicKey::from_point(self.pair.public_key().as_ref())
    }

    pub(crate) fn sign_digest(&self, sha256: &[u8; 32]) -> Result<Vec<u8>, SignerError> {
        Digest::import_less_safe(sha256, &SHA256)
            .and_then(|digest| self.pair.sign_digest(&digest))
            .map(|signature| signature.as_ref().to_vec())
            .map_err(|_| SignerError::Key("it did not sign"))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SigningKey").finish_non_exhaustive()
    }
}

impl PublicKey {
    /// A point of P-256, uncompressed: `04`, x and y.
    pub fn from_point(point: &[u8]) -> Result<Self, SignerError> {
        if point.len() != 65 || point.first() != Some(&4) {
            return Err(SignerError::Key("it is no uncompressed point of P-256"));
        }
        let info = || -> der::Result<PublicKeyInfo> {
            Ok(PublicKeyInfo {
                algorithm: AlgorithmIdentifier {
                    algorithm: oid::EC_PUBLIC_KEY,
                    parameters: Some(Any::encode_from(&oid::P_256)?),
                },
                key: BitString::from_bytes(point)?,
            })
        };
        info()
            .map(Self)
            .map_err(|_| SignerError::Key("it cannot be written as a public key"))
    }

    /// The key with its algorithm in DER (`SubjectPublicKeyInfo`).
    pub fn to_der(&self) -> Result<Vec<u8>, SignerError> {
        self.0
            .to_der()
            .map_err(|_| SignerError::Key("it cannot be written as a public key"))
    }
}

/// A key in this process with its certificate.
#[derive(Debug)]
pub struct SoftwareSigner {
    key: SigningKey,
    certificate: Certificate,
    chain: Vec<Certificate>,
}

impl SoftwareSigner {
    /// A signer for the holder of `certificate`; `chain` stands between it and the anchor.
    pub fn new(
        key: SigningKey,
        certificate: Certificate,
        chain: Vec<Certificate>,
    ) -> Result<Self, SignerError> {
        if key.public_key()?.0 != certificate.content.public_key {
            return Err(SignerError::OtherKey);
        }
        Ok(Self {
            key,
            certificate,
            chain,
        })
    }

    /// The key, to be stored.
    pub fn key(&self) -> &SigningKey {
        &self.key
    }
}

impl CryptoSigner for SoftwareSigner {
    fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    fn chain(&self) -> &[Certificate] {
        &self.chain
    }

    fn sign_digest(&self, sha256: &[u8; 32]) -> Result<Vec<u8>, SignerError> {
        self.key.sign_digest(sha256)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::algorithm::verify;
    use crate::digest::sha256;

    #[test]
    fn a_stored_key_signs_as_before() {
        let key = SigningKey::generate().unwrap();
        let again = SigningKey::from_pkcs8(key.pkcs8().to_vec()).unwrap();
        assert_eq!(key.public_key().unwrap(), again.public_key().unwrap());
        let signature = again.sign_digest(&sha256(b"message")).unwrap();
        let PublicKey(public) = key.public_key().unwrap();
        let algorithm = AlgorithmIdentifier::new(oid::ECDSA_SHA_256);
        assert!(verify(&public, &algorithm, None, b"message", &signature).is_ok());
        assert!(verify(&public, &algorithm, None, b"messagE", &signature).is_err());
    }

    #[test]
    fn other_keys_are_refused() {
        assert!(SigningKey::from_pkcs8(b"no key".to_vec()).is_err());
        assert!(PublicKey::from_point(&[4; 64]).is_err());
    }
}
