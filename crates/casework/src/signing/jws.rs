//! Signed JSON as a compact JWS (RFC 7515).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, DecodingKey, Header, crypto};
use serde_json::Value;

use super::{Signer, SigningError};

/// `typ` of what this room signs.
const TYPE: &str = "dean06-result+jws";

/// Why a text is not a result that we signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOurs {
    /// Not a compact JWS over a JSON object.
    #[error("not a compact JWS over a JSON object")]
    Malformed,
    /// Signed with another key or another method.
    #[error("signed with a key or method that is not ours")]
    Key,
    /// The signature does not belong to the content.
    #[error("the signature does not belong to the content")]
    Signature,
}

/// Signs `payload`.
pub fn sign(signer: &dyn Signer, payload: &Value) -> Result<String, SigningError> {
    let header = Header {
        typ: Some(TYPE.to_owned()),
        kid: Some(signer.key_id().to_owned()),
        ..Header::new(Algorithm::ES256)
    };
    let part = |value: Result<Vec<u8>, serde_json::Error>| {
        value
            .map(|bytes| URL_SAFE_NO_PAD.encode(bytes))
            .map_err(SigningError::Json)
    };
    let header = part(serde_json::to_vec(&header))?;
    let payload = part(serde_json::to_vec(payload))?;
    let message = format!("{header}.{payload}");
    let signature = URL_SAFE_NO_PAD.encode(signer.sign(message.as_bytes())?);
    Ok(format!("{message}.{signature}"))
}

/// The payload of a JWS that one of `keys` signed. Nothing in it is believed before the signature
/// has been checked; the key's own method counts, not the one that the header asks for.
pub fn verify(keys: &JwkSet, jws: &str) -> Result<Value, NotOurs> {
    let (message, signature) = jws.rsplit_once('.').ok_or(NotOurs::Malformed)?;
    let (_, payload) = message.split_once('.').ok_or(NotOurs::Malformed)?;
    if payload.contains('.') {
        return Err(NotOurs::Malformed);
    }
    let header = jsonwebtoken::decode_header(jws).map_err(|_| NotOurs::Malformed)?;
    if header.alg != Algorithm::ES256 || header.typ.as_deref() != Some(TYPE) {
        return Err(NotOurs::Key);
    }
    let key: &Jwk = header
        .kid
        .and_then(|id| keys.find(&id))
        .ok_or(NotOurs::Key)?;
    let key = DecodingKey::from_jwk(key).map_err(|_| NotOurs::Key)?;
    match crypto::verify(signature, message.as_bytes(), &key, Algorithm::ES256) {
        Ok(true) => {}
        Ok(false) => return Err(NotOurs::Signature),
        Err(_) => return Err(NotOurs::Malformed),
    }
    let payload = URL_SAFE_NO_PAD
        .decode(payload)
        .map_err(|_| NotOurs::Malformed)?;
    match serde_json::from_slice(&payload) {
        Ok(value @ Value::Object(_)) => Ok(value),
        _ => Err(NotOurs::Malformed),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::SoftwareKey;
    use super::*;

    fn keys(key: &SoftwareKey) -> JwkSet {
        JwkSet {
            keys: vec![key.public().clone()],
        }
    }

    #[test]
    fn what_was_signed_is_verified_and_nothing_else() {
        let key = SoftwareKey::generate().unwrap();
        let payload = json!({"kind": "permit", "fields": {"name": "Nguyễn Văn Ả <script>"}});
        let jws = sign(&key, &payload).unwrap();
        assert_eq!(verify(&keys(&key), &jws), Ok(payload));

        let other = SoftwareKey::generate().unwrap();
        assert_eq!(verify(&keys(&other), &jws), Err(NotOurs::Key));
        assert_eq!(verify(&keys(&key), "a.b"), Err(NotOurs::Malformed));
        assert_eq!(verify(&keys(&key), ""), Err(NotOurs::Malformed));

        let parts: Vec<&str> = jws.split('.').collect();
        let forged = URL_SAFE_NO_PAD.encode(br#"{"kind":"licence"}"#);
        let forged = format!("{}.{forged}.{}", parts[0], parts[2]);
        assert_eq!(verify(&keys(&key), &forged), Err(NotOurs::Signature));

        let unsigned = URL_SAFE_NO_PAD.encode(br#"{"alg":"none","typ":"dean06-result+jws"}"#);
        let unsigned = format!("{unsigned}.{}.", parts[1]);
        assert!(verify(&keys(&key), &unsigned).is_err());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn one_changed_letter_breaks_it(at in 0_usize..400, letter in "[A-Za-z0-9_-]") {
            let key = SoftwareKey::generate().unwrap();
            let jws = sign(&key, &json!({"code": "X", "fields": {"a": "b"}})).unwrap();
            let at = at % jws.len();
            let mut changed = jws.clone();
            changed.replace_range(at..=at, &letter);
            let accepted = verify(&keys(&key), &changed);
            prop_assert!(changed == jws || accepted.is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,200}") {
            let key = SoftwareKey::generate().unwrap();
            prop_assert!(verify(&keys(&key), &text).is_err());
        }
    }
}
