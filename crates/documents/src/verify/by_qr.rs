use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use dean06_contracts::casework::{PublicKeys, PublicKeysRequest, Verdict, VerifyResultRequest};
use dean06_contracts::documents::{PaperVerdict, VerdictReason, VerifyPaperResponse};
use dean06_mediator::{Ask, Context, ServiceError};
use serde_json::Value;

use super::verify_paper::{casework, refused, told};
use crate::room::Documents;

/// What every text of a QR begins with, whatever its version.
const MARK: char = 'D';

/// Casework made the text and checks its signature; here only a refusal gets its reason.
pub(super) async fn verify(
    room: &Documents,
    context: &Context,
    qr: &str,
) -> Result<VerifyPaperResponse, ServiceError> {
    let text = qr.trim();
    // As an address, the text stands behind the `#`.
    let text = text.rsplit_once('#').map_or(text, |(_, text)| text);
    let Some(key) = named_key(text) else {
        return Ok(refused(PaperVerdict::Invalid, VerdictReason::NotAQr));
    };
    let request = VerifyResultRequest {
        qr: Some(text.to_owned()),
        ..VerifyResultRequest::default()
    };
    let said = casework(room, context, &request).await?;
    if said.verdict == Some(Verdict::Invalid) && !is_ours(room, context, &key).await? {
        return Ok(refused(PaperVerdict::Invalid, VerdictReason::ForeignKey));
    }
    Ok(told(said))
}

/// The beginning of the id of the key that is said to have signed.
fn named_key(text: &str) -> Option<String> {
    let mut parts = text.split('.');
    let (version, list, signature) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !version.starts_with(MARK) || signature.is_empty() {
        return None;
    }
    let list = URL_SAFE_NO_PAD.decode(list).ok()?;
    let list: Value = serde_json::from_slice(&list).ok()?;
    Some(list.get(0)?.as_str()?.to_owned())
}

async fn is_ours(room: &Documents, context: &Context, key: &str) -> Result<bool, ServiceError> {
    let actor = room.seal.on_behalf_of(context.actor.principal());
    let ask = Ask::new(&actor, "public-information");
    let request = PublicKeysRequest::default();
    let known = room.mediator.call::<PublicKeys>(ask, &request).await?;
    let ids = known.keys.unwrap_or_default();
    Ok(!key.is_empty()
        && ids.iter().any(|jwk| {
            let id = jwk.get("kid").and_then(Value::as_str);
            id.is_some_and(|id| id.starts_with(key))
        }))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_key_is_read() {
        let list = URL_SAFE_NO_PAD.encode(br#"["abcdefgh","C","k","2026-11-22",[]]"#);
        assert_eq!(
            named_key(&format!("D1.{list}.xyz")).as_deref(),
            Some("abcdefgh")
        );
        for wrong in ["", "D1", "D1.x", "D1..", "E1.x.y", "https://example.test/"] {
            assert_eq!(named_key(wrong), None, "{wrong}");
        }
        assert_eq!(named_key(&format!("D1.{list}.x.y")), None);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in ".{0,80}") {
            let _ = named_key(&text);
        }
    }
}
