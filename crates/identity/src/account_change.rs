use dean06_store::{Sql, Tx};
use sea_orm::DbErr;
use serde_json::Value;

use crate::{Identity, account};

/// The most changes that are shown.
const SHOWN: i64 = 50;

/// Something that was done to an account, as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountChange {
    /// When, UTC microseconds.
    pub at: i64,
    /// What: `added`, `disabled`, `enabled`, `password-set`, `roles-granted`, `roles-revoked`.
    pub what: String,
    /// Who did it, by the name that was given.
    pub by: String,
    /// What else there is to say, for example the roles.
    pub detail: Value,
}

/// A change that is about to be written, with everything that must be made before the write.
pub(crate) struct Record<'a> {
    id: String,
    at: i64,
    by: &'a str,
    what: &'static str,
    detail: Value,
}

impl<'a> Record<'a> {
    pub fn of(room: &Identity, by: &'a str, what: &'static str, detail: Value) -> Self {
        Self {
            id: room.sources.uuid().to_string(),
            at: room.sources.now_micros(),
            by,
            what,
            detail,
        }
    }

    pub fn at(&self) -> i64 {
        self.at
    }

    /// Writes it down, in the transaction of the change.
    pub async fn write(&self, tx: &Tx<'_>, account_id: &str) -> Result<(), DbErr> {
        tx.run(
            "INSERT INTO identity_account_change (account_id, change_id, at, what, by_whom, detail)
             VALUES (?, ?, ?, ?, ?, ?)",
            [
                account_id.into(),
                self.id.clone().into(),
                self.at.into(),
                self.what.into(),
                self.by.into(),
                self.detail.clone().into(),
            ],
        )
        .await?;
        Ok(())
    }
}

impl Identity {
    /// What was done to an account, the latest first, at most fifty changes; `None` when nobody has
    /// the login.
    pub async fn account_changes(&self, login: &str) -> Result<Option<Vec<AccountChange>>, DbErr> {
        let read = self.store.read();
        let Some((account, _)) = account::find_by_login(read, login).await? else {
            return Ok(None);
        };
        let rows = read
            .rows(
                "SELECT at, what, by_whom, detail FROM identity_account_change
                 WHERE account_id = ? ORDER BY at DESC, change_id DESC LIMIT ?",
                [account.id.into(), SHOWN.into()],
            )
            .await?;
        let changes = rows.iter().map(|row| {
            Ok(AccountChange {
                at: row.try_get("", "at")?,
                what: row.try_get("", "what")?,
                by: row.try_get("", "by_whom")?,
                detail: row.try_get("", "detail")?,
            })
        });
        changes.collect::<Result<_, DbErr>>().map(Some)
    }
}
