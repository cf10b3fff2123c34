use dean06_store::WriteError;
use sea_orm::DbErr;

use crate::{Identity, SignedInAccount, account, password::LENGTH_LIMIT, session, throttle};

/// Why somebody was not signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// The login or the password is not right; which one is not told.
    #[error("the login or the password is not right")]
    Wrong,
    /// Too many failures; wait.
    #[error("too many attempts")]
    TooMany,
    /// The database does not answer now.
    #[error("sign-in is not possible now: {0}")]
    Unavailable(String),
}

impl From<DbErr> for SignInError {
    fn from(error: DbErr) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl From<WriteError> for SignInError {
    fn from(error: WriteError) -> Self {
        Self::Unavailable(error.to_string())
    }
}

impl Identity {
    /// Signs in with a password. `network` is the address that the request came from.
    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        network: &str,
    ) -> Result<SignedInAccount, SignInError> {
        let login = login.trim().to_ascii_lowercase();
        if login.len() > 64 || password.len() > LENGTH_LIMIT {
            return Err(SignInError::Wrong);
        }
        if !throttle::allows(&self.store, &self.sources, &login, network).await? {
            return Err(SignInError::TooMany);
        }
        let found = account::find_by_login(self.store.read(), &login).await?;
        let (account, hash) = found.unzip();
        let right = self
            .passwords
            .verify(password.to_owned(), hash)
            .await
            .map_err(|error| SignInError::Unavailable(error.to_string()))?;
        match account {
            // Whoever is disabled learns no more than whoever mistypes.
            Some(account) if right && account.disabled_at.is_none() => {
                Ok(session::begin(&self.store, &self.sources, account).await?)
            }
            _ => {
                throttle::failed(&self.store, &self.sources, &login, network).await?;
                Err(SignInError::Wrong)
            }
        }
    }
}
