use dean06_store::{Sql, WriteError};
use sea_orm::DbErr;
use serde_json::json;

use crate::{Account, AccountKind, Identity, RoleError, account_change::Record, password, roles};

/// An account to be made.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// What is typed to sign in; letters, digits, `.`, `-`, `_`, at most 64.
    pub login: String,
    /// At least 8 characters.
    pub password: String,
    /// Name for people.
    pub name: String,
    /// Whose it is.
    pub kind: AccountKind,
    /// Level of electronic identity, 1 or 2.
    pub assurance: u8,
}

/// Why an account was not made.
#[derive(Debug, thiserror::Error)]
pub enum RegisterAccountError {
    /// The login is not of the form it must have.
    #[error("a login has 1 to 64 letters, digits, dots, hyphens or underscores")]
    Login,
    /// Too short or too long.
    #[error("a password has 8 to 200 characters")]
    Password,
    /// The organisation or one of the roles is not in the content.
    #[error(transparent)]
    Role(#[from] RoleError),
    /// Another account has this login.
    #[error("the login is taken")]
    Taken,
    /// The password could not be hashed.
    #[error("the password could not be hashed")]
    Hash,
    /// The database did not take it.
    #[error("the account could not be written: {0}")]
    Write(String),
}

impl From<DbErr> for RegisterAccountError {
    fn from(error: DbErr) -> Self {
        Self::Write(error.to_string())
    }
}

impl Identity {
    /// Makes an account. `by` is who makes it, for the record.
    pub async fn register_account(
        &self,
        new: NewAccount,
        by: &str,
    ) -> Result<Account, RegisterAccountError> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || ".-_".contains(c);
        if !(1..=64).contains(&new.login.len()) || !new.login.chars().all(allowed) {
            return Err(RegisterAccountError::Login);
        }
        if !password::is_fit(&new.password) {
            return Err(RegisterAccountError::Password);
        }
        if let AccountKind::Officer { org, roles, .. } = &new.kind {
            roles::check(self, org, roles)?;
        }
        let hash = self
            .passwords
            .hash(new.password, self.sources.secret())
            .await
            .map_err(|_| RegisterAccountError::Hash)?;
        let account = Account {
            id: self.sources.uuid().to_string(),
            login: new.login.to_ascii_lowercase(),
            name: new.name,
            kind: new.kind,
            assurance: new.assurance,
            disabled_at: None,
        };
        let record = &Record::of(self, by, "added", json!({}));
        let (stored, hash) = (&account, &hash);
        let written = self
            .store
            .write(|tx| {
                Box::pin(async move {
                    let taken = tx
                        .run(
                            "INSERT INTO identity_login (login, account_id) VALUES (?, ?)
                             ON CONFLICT (login) DO NOTHING",
                            [stored.login.clone().into(), stored.id.clone().into()],
                        )
                        .await?
                        == 0;
                    if taken {
                        return Err(WriteError::Refused(RegisterAccountError::Taken));
                    }
                    let (kind, person, org, roles) = match &stored.kind {
                        AccountKind::Citizen { person } => {
                            ("citizen", Some(person.to_string()), None, String::new())
                        }
                        AccountKind::Officer { person, org, roles } => (
                            "officer",
                            person.map(|person| person.to_string()),
                            Some(org.to_string()),
                            roles.join(" "),
                        ),
                    };
                    tx.run(
                        "INSERT INTO identity_account (account_id, kind, login, name, person_id,
                           org_id, roles, assurance, password_hash, created_at)
                         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                        [
                            stored.id.clone().into(),
                            kind.into(),
                            stored.login.clone().into(),
                            stored.name.clone().into(),
                            person.into(),
                            org.into(),
                            roles.into(),
                            i64::from(stored.assurance).into(),
                            hash.clone().into(),
                            record.at().into(),
                        ],
                    )
                    .await?;
                    record.write(tx, &stored.id).await?;
                    Ok(())
                })
            })
            .await;
        match written {
            Ok(()) => Ok(account),
            Err(WriteError::Refused(error)) => Err(error),
            Err(error) => Err(RegisterAccountError::Write(error.to_string())),
        }
    }
}
