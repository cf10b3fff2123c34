//! A signing key that this process holds itself.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{
    AlgorithmParameters, CommonParameters, EllipticCurve, EllipticCurveKeyParameters,
    EllipticCurveKeyType, Jwk, KeyAlgorithm, PublicKeyUse, ThumbprintHash,
};

use super::{Signer, SigningError};

/// An ES256 key. The library's own generator makes it and its signatures: their randomness must
/// never be repeatable.
pub struct SoftwareKey {
    pair: EcdsaKeyPair,
    pkcs8: Vec<u8>,
    public: Jwk,
    id: String,
}

impl SoftwareKey {
    /// A new key.
    pub fn generate() -> Result<Self, SigningError> {
        let document =
            EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())
                .map_err(|_| SigningError::Key("no key could be made"))?;
        Self::from_pkcs8(document.as_ref().to_vec())
    }

    /// A key that was made before.
    pub fn from_pkcs8(pkcs8: Vec<u8>) -> Result<Self, SigningError> {
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &pkcs8)
            .map_err(|_| SigningError::Key("it is not a PKCS#8 key for P-256"))?;
        let (id, public) = public_key(pair.public_key().as_ref())?;
        Ok(Self {
            pair,
            pkcs8,
            public,
            id,
        })
    }

    /// The private key, to be stored.
    pub fn pkcs8(&self) -> &[u8] {
        &self.pkcs8
    }

    /// The public key, to be published.
    pub fn public(&self) -> &Jwk {
        &self.public
    }
}

impl Signer for SoftwareKey {
    fn key_id(&self) -> &str {
        &self.id
    }

    fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, SigningError> {
        self.pair
            .sign(&SystemRandom::new(), bytes)
            .map(|signature| signature.as_ref().to_vec())
            .map_err(|_| SigningError::Key("it did not sign"))
    }
}

/// The key as JWK, named by its thumbprint (RFC 7638). `point` is `04`, x and y.
fn public_key(point: &[u8]) -> Result<(String, Jwk), SigningError> {
    let (Some(4), Some(x), Some(y)) = (
        point.first(),
        point.get(1..33),
        point.get(33..65).filter(|_| point.len() == 65),
    ) else {
        return Err(SigningError::Key("its public half is not a point of P-256"));
    };
    let mut public = Jwk {
        common: CommonParameters {
            public_key_use: Some(PublicKeyUse::Signature),
            key_algorithm: Some(KeyAlgorithm::ES256),
            ..CommonParameters::default()
        },
        algorithm: AlgorithmParameters::EllipticCurve(EllipticCurveKeyParameters {
            key_type: EllipticCurveKeyType::EC,
            curve: EllipticCurve::P256,
            x: URL_SAFE_NO_PAD.encode(x),
            y: URL_SAFE_NO_PAD.encode(y),
        }),
    };
    let id = public
        .thumbprint(ThumbprintHash::SHA256)
        .map_err(|_| SigningError::Key("it has no thumbprint"))?;
    public.common.key_id = Some(id.clone());
    Ok((id, public))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stored_key_is_the_same_key() {
        let key = SoftwareKey::generate().unwrap();
        let again = SoftwareKey::from_pkcs8(key.pkcs8().to_vec()).unwrap();
        assert_eq!(key.key_id(), again.key_id());
        assert_eq!(key.public(), again.public());
        assert_eq!(key.sign(b"x").unwrap().len(), 64);
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        assert!(SoftwareKey::from_pkcs8(b"no key".to_vec()).is_err());
    }

    #[test]
    fn the_published_key_has_nothing_private() {
        let key = SoftwareKey::generate().unwrap();
        let json = serde_json::to_value(key.public()).unwrap();
        assert_eq!(json["kty"], "EC");
        assert_eq!(json["alg"], "ES256");
        assert!(json.get("d").is_none());
    }
}
