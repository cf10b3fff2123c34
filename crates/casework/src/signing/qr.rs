//! The text of the QR code on a paper: enough to tell offline, with the published keys alone, that
//! the paper is ours and whose it is.
//!
//! It reads `D1.` + base64url(JSON) + `.` + base64url(signature). The JSON is a list: the beginning
//! of the key's id, the code of the result, its kind, the day of issue, and the list of values that
//! the service wants in it. The signature is ES256 over everything before the last dot. Another
//! layout would get another number after the `D`.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::Jwk;
use jsonwebtoken::{Algorithm, DecodingKey, crypto};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Signer, SigningError};

/// What the text begins with: the version of the layout.
const VERSION: &str = "D1";
/// How much of the id of a key stands in the text.
const SHORT: usize = 8;
/// The longest text that is looked at, in bytes. A QR code holds no more.
const LONGEST: usize = 4_096;

/// What the QR code of a paper says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Qr {
    /// The beginning of the id of the key that signed it.
    pub key: String,
    /// The code of the result.
    pub code: String,
    /// Kind of paper.
    pub kind: String,
    /// Day of issue, `2026-11-22`.
    pub issued_on: String,
    /// What the service wants in it, as printed, in its order.
    pub values: Vec<String>,
}

/// Why a text is not the QR code of one of our papers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOurQr {
    /// Not a text of this kind.
    #[error("not the QR code of a paper")]
    Malformed,
    /// Of a version that is not known here.
    #[error("a QR code of an unknown version")]
    Version,
    /// None of the keys has this id.
    #[error("signed with a key that is not ours")]
    Key,
    /// The signature does not belong to the content.
    #[error("the signature does not belong to the content")]
    Signature,
}

/// The beginning of a key's id.
pub(crate) fn short(key_id: &str) -> String {
    key_id.chars().take(SHORT).collect()
}

/// Signs what a QR code says.
pub(crate) fn sign(signer: &dyn Signer, qr: &Qr) -> Result<String, SigningError> {
    let list = (&qr.key, &qr.code, &qr.kind, &qr.issued_on, &qr.values);
    let list = serde_json::to_vec(&list).map_err(SigningError::Json)?;
    let message = format!("{VERSION}.{}", URL_SAFE_NO_PAD.encode(list));
    let signature = URL_SAFE_NO_PAD.encode(signer.sign(message.as_bytes())?);
    Ok(format!("{message}.{signature}"))
}

/// What the QR code says, if one of the keys of the JWK set `jwks` signed it. Whether the paper has
/// been revoked since, only its issuer can tell.
pub fn verify(jwks: &Value, text: &str) -> Result<Qr, NotOurQr> {
    let text = text.trim();
    if text.len() > LONGEST {
        return Err(NotOurQr::Malformed);
    }
    let (message, signature) = text.rsplit_once('.').ok_or(NotOurQr::Malformed)?;
    let (version, list) = message.split_once('.').ok_or(NotOurQr::Malformed)?;
    if version != VERSION {
        return Err(NotOurQr::Version);
    }
    let list = URL_SAFE_NO_PAD
        .decode(list)
        .map_err(|_| NotOurQr::Malformed)?;
    let (key, code, kind, issued_on, values) =
        serde_json::from_slice(&list).map_err(|_| NotOurQr::Malformed)?;
    let qr = Qr {
        key,
        code,
        kind,
        issued_on,
        values,
    };
    if qr.key.len() != SHORT {
        return Err(NotOurQr::Malformed);
    }
    let mut known = false;
    for public in named(jwks, &qr.key.clone()) {
        known = true;
        let verdict = crypto::verify(signature, message.as_bytes(), &public, Algorithm::ES256);
        if matches!(verdict, Ok(true)) {
            return Ok(qr);
        }
    }
    Err(if known {
        NotOurQr::Signature
    } else {
        NotOurQr::Key
    })
}

/// The keys whose ids begin so.
fn named<'k>(jwks: &'k Value, beginning: &'k str) -> impl Iterator<Item = DecodingKey> + 'k {
    let keys = jwks.get("keys").and_then(Value::as_array);
    keys.into_iter().flatten().filter_map(move |key| {
        let key: Jwk = serde_json::from_value(key.clone()).ok()?;
        let id = key.common.key_id.as_deref()?;
        id.starts_with(beginning)
            .then(|| DecodingKey::from_jwk(&key).ok())
            .flatten()
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::super::SoftwareKey;
    use super::*;

    fn jwks(keys: &[&SoftwareKey]) -> Value {
        let keys: Vec<&Jwk> = keys.iter().map(|key| key.public()).collect();
        json!({ "keys": keys })
    }

    fn qr(key: &SoftwareKey) -> Qr {
        Qr {
            key: short(key.key_id()),
            code: "00000-00000-00000-00000-00000-1".to_owned(),
            kind: "kite-permit".to_owned(),
            issued_on: "2026-11-22".to_owned(),
            values: vec!["Diều Ả".to_owned(), String::new()],
        }
    }

    #[test]
    fn what_was_signed_is_read_offline_also_after_the_key_was_replaced() {
        let (old, new) = (
            SoftwareKey::generate().unwrap(),
            SoftwareKey::generate().unwrap(),
        );
        let text = sign(&old, &qr(&old)).unwrap();
        assert!(text.starts_with("D1."));
        assert_eq!(verify(&jwks(&[&new, &old]), &text), Ok(qr(&old)));
        assert_eq!(verify(&jwks(&[&new]), &text), Err(NotOurQr::Key));
        assert_eq!(verify(&json!({}), &text), Err(NotOurQr::Key));
    }

    #[test]
    fn another_content_or_version_is_not_ours() {
        let key = SoftwareKey::generate().unwrap();
        let text = sign(&key, &qr(&key)).unwrap();
        let other = Qr {
            kind: "licence".to_owned(),
            ..qr(&key)
        };
        let other = sign(&SoftwareKey::generate().unwrap(), &other).unwrap();
        let (message, _) = other.rsplit_once('.').unwrap();
        let (_, signature) = text.rsplit_once('.').unwrap();
        let forged = format!("{message}.{signature}");
        assert_eq!(
            verify(&jwks(&[&key]), &forged),
            Err(NotOurQr::Signature),
            "{forged}"
        );
        assert_eq!(
            verify(&jwks(&[&key]), &text.replacen("D1", "D2", 1)),
            Err(NotOurQr::Version)
        );
        assert_eq!(verify(&jwks(&[&key]), "D1.x"), Err(NotOurQr::Malformed));
        assert_eq!(
            verify(&jwks(&[&key]), &"D1.".repeat(2_000)),
            Err(NotOurQr::Malformed)
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn one_changed_letter_breaks_it(at in 0_usize..400, letter in "[A-Za-z0-9_-]") {
            let key = SoftwareKey::generate().unwrap();
            let text = sign(&key, &qr(&key)).unwrap();
            let at = at % text.len();
            let mut changed = text.clone();
            changed.replace_range(at..=at, &letter);
            prop_assert!(changed == text || verify(&jwks(&[&key]), &changed).is_err());
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,200}") {
            let key = SoftwareKey::generate().unwrap();
            prop_assert!(verify(&jwks(&[&key]), &text).is_err());
        }
    }
}
