use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use dean06_contracts::identity::{GetOrganisationKey, GetOrganisationKeyRequest, OrganisationKey};
use dean06_kernel::OrgId;
use dean06_mediator::{Ask, Context, MediatorError, ServiceError};
use jsonwebtoken::{Algorithm, DecodingKey, crypto, decode_header};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::NoticeKind;
use crate::CivilStatus;

/// The longest id of a key, in bytes.
const KEY_ID_LIMIT: usize = 100;

/// Why a text is not a notice that its sender signed.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotSigned {
    #[error("not a compact JWS of the right kind")]
    Form,
    #[error("the key is not a key of the sender")]
    KeyUnknown,
    #[error("the key does not hold now")]
    KeyNotInForce,
    #[error("the signature does not belong to the content")]
    Signature,
}

impl From<NotSigned> for ServiceError {
    fn from(error: NotSigned) -> Self {
        match error {
            NotSigned::Form => Self::refused("notice-not-signed"),
            NotSigned::KeyUnknown => Self::refused("notice-key-unknown"),
            NotSigned::KeyNotInForce => Self::refused("notice-key-not-in-force"),
            NotSigned::Signature => Self::refused("notice-signature-wrong"),
        }
    }
}

/// A notice whose signature has been checked.
pub(crate) struct SignedNotice {
    /// As it was sent: the evidence.
    pub jws: String,
    /// The key that signed it.
    pub key_id: String,
    /// The JSON object that was signed.
    pub content: Value,
    /// SHA-256 of the content in canonical form (RFC 8785), lower hex: the same whatever the order
    /// of fields and however often it is signed.
    pub digest: String,
}

impl SignedNotice {
    /// Opens a compact JWS of this kind that `sender` must have signed with one of its keys.
    /// Nothing of its content is believed before the signature has been checked.
    pub async fn open(
        room: &CivilStatus,
        context: &Context,
        sender: &OrgId,
        kind: &NoticeKind,
        jws: String,
    ) -> Result<Self, ServiceError> {
        let parts = Parts::of(&jws, kind.jws_type)?;
        let key = key(room, context, kind, &parts.key_id).await?;
        holds(&key, sender, room.sources.now_micros())?;
        let signed = parts.verify(&key)?;
        let canonical = serde_json_canonicalizer::to_vec(&signed).map_err(|_| NotSigned::Form)?;
        Ok(Self {
            key_id: parts.key_id,
            digest: hex::encode(Sha256::digest(canonical)),
            content: signed,
            jws,
        })
    }
}

/// A compact JWS, not checked yet.
struct Parts<'a> {
    key_id: String,
    message: &'a str,
    payload: &'a str,
    signature: &'a str,
}

impl<'a> Parts<'a> {
    fn of(jws: &'a str, kind: &str) -> Result<Self, NotSigned> {
        let (message, signature) = jws.rsplit_once('.').ok_or(NotSigned::Form)?;
        let (_, payload) = message.split_once('.').ok_or(NotSigned::Form)?;
        let header = decode_header(jws).map_err(|_| NotSigned::Form)?;
        if payload.contains('.')
            || header.alg != Algorithm::ES256
            || header.typ.as_deref() != Some(kind)
        {
            return Err(NotSigned::Form);
        }
        let key_id = header
            .kid
            .filter(|id| !id.is_empty())
            .ok_or(NotSigned::Form)?;
        if key_id.len() > KEY_ID_LIMIT {
            return Err(NotSigned::KeyUnknown);
        }
        Ok(Self {
            key_id,
            message,
            payload,
            signature,
        })
    }

    /// What was signed, when the signature is of this key.
    fn verify(&self, key: &OrganisationKey) -> Result<Value, NotSigned> {
        let public_key = key.public_key.as_ref().ok_or(NotSigned::KeyUnknown)?;
        let public_key = DecodingKey::from_ec_components(&public_key.x, &public_key.y)
            .map_err(|_| NotSigned::KeyUnknown)?;
        let message = self.message.as_bytes();
        match crypto::verify(self.signature, message, &public_key, Algorithm::ES256) {
            Ok(true) => {}
            Ok(false) | Err(_) => return Err(NotSigned::Signature),
        }
        let payload = URL_SAFE_NO_PAD
            .decode(self.payload)
            .map_err(|_| NotSigned::Form)?;
        match serde_json::from_slice(&payload) {
            Ok(content @ Value::Object(_)) => Ok(content),
            _ => Err(NotSigned::Form),
        }
    }
}

async fn key(
    room: &CivilStatus,
    context: &Context,
    kind: &NoticeKind,
    key_id: &str,
) -> Result<OrganisationKey, ServiceError> {
    let actor = room.seal.on_behalf_of(context.actor.principal());
    let request = GetOrganisationKeyRequest {
        key_id: key_id.to_owned(),
    };
    let answer = room
        .mediator
        .call::<GetOrganisationKey>(Ask::new(&actor, kind.purpose), &request)
        .await;
    match answer {
        Err(MediatorError::Service(ServiceError::NotFound(_))) => Err(NotSigned::KeyUnknown.into()),
        answer => Ok(answer?),
    }
}

/// Whether the key is the sender's and holds at `now`. Whose it is otherwise is not told.
fn holds(key: &OrganisationKey, sender: &OrgId, now: i64) -> Result<(), NotSigned> {
    if key.org_id.as_ref() != Some(sender) {
        return Err(NotSigned::KeyUnknown);
    }
    let begun = key.valid_from.is_some_and(|from| from <= now);
    let ended = key.revoked_at.is_some_and(|revoked| revoked <= now);
    if begun && !ended {
        Ok(())
    } else {
        Err(NotSigned::KeyNotInForce)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header(json: &str) -> String {
        format!("{}.e30.c2ln", URL_SAFE_NO_PAD.encode(json))
    }

    #[test]
    fn only_the_right_kind_of_jws_is_looked_at() {
        let right = header(r#"{"alg":"ES256","typ":"a+jws","kid":"k"}"#);
        assert!(Parts::of(&right, "a+jws").is_ok());
        for wrong in [
            r#"{"alg":"none","typ":"a+jws","kid":"k"}"#,
            r#"{"alg":"HS256","typ":"a+jws","kid":"k"}"#,
            r#"{"alg":"ES256","typ":"b+jws","kid":"k"}"#,
            r#"{"alg":"ES256","kid":"k"}"#,
            r#"{"alg":"ES256","typ":"a+jws","kid":""}"#,
            r#"{"alg":"ES256","typ":"a+jws"}"#,
            "[]",
        ] {
            let jws = header(wrong);
            assert_eq!(
                Parts::of(&jws, "a+jws").err(),
                Some(NotSigned::Form),
                "{wrong}"
            );
        }
        assert!(
            Parts::of(&format!("{right}.x"), "a+jws").is_err(),
            "four parts"
        );
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,200}", kind in ".{0,10}") {
            prop_assert!(Parts::of(&text, &kind).is_err());
        }
    }
}
