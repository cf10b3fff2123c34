use crate::{Identity, SessionToken, SignInError, session};

impl Identity {
    /// Ends a session. A token that is unknown or over is fine.
    pub async fn sign_out(&self, token: &SessionToken) -> Result<(), SignInError> {
        Ok(session::end(&self.store, token).await?)
    }
}
