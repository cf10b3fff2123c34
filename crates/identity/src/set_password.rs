use serde_json::json;

use crate::{ChangeAccountError, Identity, account_change::Record, password};

impl Identity {
    /// Gives an account another password and ends its sessions; a form that is posted with one of them
    /// is still kept for its owner. Of the password nothing is recorded but that it was set.
    pub async fn set_password(
        &self,
        login: &str,
        password: String,
        by: &str,
    ) -> Result<(), ChangeAccountError> {
        let account = self.account(login).await?;
        if !password::is_fit(&password) {
            return Err(ChangeAccountError::Password);
        }
        let hash = self
            .passwords
            .hash(password, self.sources.secret())
            .await
            .map_err(|_| ChangeAccountError::Hash)?;
        let record = Record::of(self, by, "password-set", json!({}));
        let set = (
            "UPDATE identity_account SET password_hash = ? WHERE account_id = ?",
            vec![hash.into(), account.id.clone().into()],
        );
        let end = (
            "UPDATE identity_session SET ends_at = ? WHERE account_id = ? AND ends_at > ?",
            vec![
                record.at().into(),
                account.id.clone().into(),
                record.at().into(),
            ],
        );
        let statements = [set, end];
        self.change_account(&account, record, &statements).await?;
        Ok(())
    }
}
