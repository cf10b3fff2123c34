use dean06_kernel::Sources;
use dean06_store::{Sql, Store, WriteError};
use sea_orm::DbErr;
use sha2::{Digest, Sha256};

use crate::{Account, account};

/// A session ends after so long without a request, in microseconds.
const IDLE: i64 = 30 * 60 * 1_000_000;
/// A session ends in any case after so long.
const WHOLE: i64 = 12 * 60 * 60 * 1_000_000;
/// The last request is written down at most this often.
const TOUCH: i64 = 60 * 1_000_000;

/// The secret that a signed-in browser or program carries: 64 hex digits. Only its hash is stored.
#[derive(Clone, PartialEq, Eq)]
pub struct SessionToken(String);

impl SessionToken {
    /// The secret itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Takes what a request carries; `None` when it cannot be one.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = text.len() == 64 && text.bytes().all(|b| b.is_ascii_hexdigit());
        well_formed.then(|| Self(text.to_owned()))
    }

    fn hash(&self) -> String {
        hex::encode(Sha256::digest(self.0.as_bytes()))
    }
}

/// Never printed, also not by accident.
impl std::fmt::Debug for SessionToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SessionToken(…)")
    }
}

/// A fresh session.
#[derive(Clone, Debug)]
pub struct SignedInAccount {
    /// Who.
    pub account: Account,
    /// The secret to carry.
    pub token: SessionToken,
    /// When it ends at the latest, UTC microseconds.
    pub ends_at: i64,
}

/// What a presented token says.
pub(crate) enum Presented {
    /// A live session.
    Live(Account),
    /// The account of a session that is over.
    Over(String),
    /// No session of ours.
    Unknown,
}

pub(crate) async fn begin(
    store: &Store,
    sources: &Sources,
    account: Account,
) -> Result<SignedInAccount, WriteError> {
    let token = SessionToken(hex::encode(sources.secret::<32>()));
    let now = sources.now_micros();
    let (hash, account_id) = (token.hash(), account.id.clone());
    store
        .write(|tx| {
            let (hash, account_id) = (hash.clone(), account_id.clone());
            Box::pin(async move {
                tx.run(
                    "INSERT INTO identity_session
                       (token_hash, account_id, created_at, seen_at, ends_at)
                     VALUES (?, ?, ?, ?, ?)",
                    [
                        hash.into(),
                        account_id.into(),
                        now.into(),
                        now.into(),
                        (now + WHOLE).into(),
                    ],
                )
                .await?;
                Ok(())
            })
        })
        .await?;
    Ok(SignedInAccount {
        account,
        token,
        ends_at: now + WHOLE,
    })
}

pub(crate) async fn present(
    store: &Store,
    sources: &Sources,
    token: &SessionToken,
) -> Result<Presented, DbErr> {
    let query = format!(
        "SELECT {}, s.seen_at, s.ends_at FROM identity_session s
         JOIN identity_account a ON a.account_id = s.account_id WHERE s.token_hash = ?",
        account::COLUMNS
    );
    let Some(row) = store.read().row(&query, [token.hash().into()]).await? else {
        return Ok(Presented::Unknown);
    };
    let account = account::from_row(&row)?;
    if account.disabled_at.is_some() {
        return Ok(Presented::Unknown);
    }
    let (seen, ends): (i64, i64) = (row.try_get("", "seen_at")?, row.try_get("", "ends_at")?);
    let now = sources.now_micros();
    if now >= ends || now - seen >= IDLE {
        return Ok(Presented::Over(account.id));
    }
    if now - seen >= TOUCH {
        touch(store, token, now).await;
    }
    Ok(Presented::Live(account))
}

/// Losing this costs at most a minute of a session's life: the request goes on.
async fn touch(store: &Store, token: &SessionToken, now: i64) {
    let hash = token.hash();
    let written: Result<(), WriteError> = store
        .write(|tx| {
            let hash = hash.clone();
            Box::pin(async move {
                tx.run(
                    "UPDATE identity_session SET seen_at = ? WHERE token_hash = ?",
                    [now.into(), hash.into()],
                )
                .await?;
                Ok(())
            })
        })
        .await;
    if let Err(error) = written {
        tracing::warn!(%error, "a session's last use was not written down");
    }
}

pub(crate) async fn end(store: &Store, token: &SessionToken) -> Result<(), WriteError> {
    let hash = token.hash();
    store
        .write(|tx| {
            let hash = hash.clone();
            Box::pin(async move {
                tx.run(
                    "DELETE FROM identity_session WHERE token_hash = ?",
                    [hash.into()],
                )
                .await?;
                Ok(())
            })
        })
        .await
}
