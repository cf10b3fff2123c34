//! What the operations of an administrator on one account have in common.

use dean06_store::{Sql, WriteError};
use sea_orm::{DbErr, Value};

use crate::{Account, Identity, account, account_change::Record};

/// Why an account was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeAccountError {
    /// Nobody has this login.
    #[error("there is no account {0}")]
    Unknown(String),
    /// Too short or too long.
    #[error("a password has 8 to 200 characters")]
    Password,
    /// Only officers have roles.
    #[error("{0} is a citizen's account and has no roles")]
    Citizen(String),
    /// The organisation has no such role.
    #[error(transparent)]
    Role(#[from] crate::RoleError),
    /// An officer has at least one role.
    #[error("the last role cannot be revoked; disable the account instead")]
    LastRole,
    /// The password could not be hashed.
    #[error("the password could not be hashed")]
    Hash,
    /// The database did not take it, or somebody else changed the account at the same moment.
    #[error("the account could not be changed: {0}")]
    Write(String),
}

impl From<DbErr> for ChangeAccountError {
    fn from(error: DbErr) -> Self {
        Self::Write(error.to_string())
    }
}

impl Identity {
    /// The account of a login.
    pub async fn account(&self, login: &str) -> Result<Account, ChangeAccountError> {
        let login = login.to_ascii_lowercase();
        let found = account::find_by_login(self.store.read(), &login).await?;
        found
            .map(|(account, _)| account)
            .ok_or(ChangeAccountError::Unknown(login))
    }

    /// Writes a change and its record in one transaction. Whether the first of the `statements` found
    /// anything to change; if not, nothing is recorded.
    pub(crate) async fn change_account(
        &self,
        account: &Account,
        record: Record<'_>,
        statements: &[Statement],
    ) -> Result<bool, ChangeAccountError> {
        let record = &record;
        let written: Result<bool, WriteError> = self
            .store
            .write(|tx| {
                Box::pin(async move {
                    let mut changed = None;
                    for (text, values) in statements {
                        let rows = tx.run(text, values.iter().cloned()).await?;
                        changed.get_or_insert(rows > 0);
                    }
                    let changed = changed.unwrap_or(false);
                    if changed {
                        record.write(tx, &account.id).await?;
                    }
                    Ok(changed)
                })
            })
            .await;
        written.map_err(|error| ChangeAccountError::Write(error.to_string()))
    }
}

/// A statement with its values.
pub(crate) type Statement = (&'static str, Vec<Value>);
