use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use dean06_kernel::Sources;
use dean06_store::{Sql, Store, WriteError};
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};

/// How long a form is kept, in microseconds.
const KEPT: i64 = 30 * 60 * 1_000_000;
/// The largest form that is kept, in bytes.
pub(crate) const FORM_LIMIT: usize = 256 * 1024;

/// A form that was posted after its session had ended.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct KeptForm {
    /// Where it was posted to.
    pub path: String,
    /// Names and values.
    pub fields: Vec<(String, String)>,
}

/// What the browser carries to get its form back: an id and the key, in hex.
pub(crate) struct Claim {
    id: String,
    key: [u8; 32],
}

impl Claim {
    pub fn parse(text: &str) -> Option<Self> {
        let (id, key) = text.split_once('.')?;
        let mut bytes = [0; 32];
        hex::decode_to_slice(key, &mut bytes).ok()?;
        (id.len() == 36).then(|| Self {
            id: id.to_owned(),
            key: bytes,
        })
    }

    pub fn text(&self) -> String {
        format!("{}.{}", self.id, hex::encode(self.key))
    }

    fn cipher(&self) -> Option<LessSafeKey> {
        UnboundKey::new(&AES_256_GCM, &self.key)
            .ok()
            .map(LessSafeKey::new)
    }
}

/// Keeps `form` for the account whose session ended. The key leaves with the browser: what is
/// stored cannot be read by anybody else.
pub(crate) async fn keep(
    store: &Store,
    sources: &Sources,
    account: &str,
    form: &KeptForm,
) -> Result<Option<Claim>, WriteError> {
    let claim = Claim {
        id: sources.uuid().to_string(),
        key: sources.secret(),
    };
    let Some(sealed) = seal(&claim, account, form, sources) else {
        return Ok(None);
    };
    let now = sources.now_micros();
    let (id, account) = (claim.id.clone(), account.to_owned());
    store
        .write(|tx| {
            let (id, account, sealed) = (id.clone(), account.clone(), sealed.clone());
            Box::pin(async move {
                tx.run(
                    "DELETE FROM identity_kept_form WHERE ends_at < ?",
                    [now.into()],
                )
                .await?;
                tx.run(
                    "INSERT INTO identity_kept_form (kept_id, account_id, sealed, ends_at)
                     VALUES (?, ?, ?, ?)",
                    [
                        id.into(),
                        account.into(),
                        sealed.into(),
                        (now + KEPT).into(),
                    ],
                )
                .await?;
                Ok(())
            })
        })
        .await?;
    Ok(Some(claim))
}

/// Gives the form back to the account whose it is; to nobody else, and not after its time.
pub(crate) async fn find(
    store: &Store,
    sources: &Sources,
    account: &str,
    claim: &Claim,
) -> Result<Option<KeptForm>, DbErr> {
    let row = store
        .read()
        .row(
            "SELECT sealed FROM identity_kept_form
             WHERE kept_id = ? AND account_id = ? AND ends_at > ?",
            [
                claim.id.clone().into(),
                account.into(),
                sources.now_micros().into(),
            ],
        )
        .await?;
    let sealed: Option<String> = row.map(|row| row.try_get("", "sealed")).transpose()?;
    Ok(sealed.and_then(|sealed| open(claim, account, &sealed)))
}

fn seal(claim: &Claim, account: &str, form: &KeptForm, sources: &Sources) -> Option<String> {
    let nonce: [u8; NONCE_LEN] = sources.secret();
    let mut body = serde_json::to_vec(form).ok()?;
    claim
        .cipher()?
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(account.as_bytes()),
            &mut body,
        )
        .ok()?;
    Some(hex::encode(nonce) + &hex::encode(body))
}

fn open(claim: &Claim, account: &str, sealed: &str) -> Option<KeptForm> {
    let mut bytes = hex::decode(sealed).ok()?;
    let (nonce, body) = bytes.split_at_mut_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let plain = claim
        .cipher()?
        .open_in_place(nonce, Aad::from(account.as_bytes()), body)
        .ok()?;
    serde_json::from_slice(plain).ok()
}
