use serde_json::json;

use crate::{ChangeAccountError, Identity, account_change::Record};

impl Identity {
    /// A disabled account can be used again, with the password that it had. Whether it was disabled.
    pub async fn enable_account(&self, login: &str, by: &str) -> Result<bool, ChangeAccountError> {
        let account = self.account(login).await?;
        let record = Record::of(self, by, "enabled", json!({}));
        let enable = (
            "UPDATE identity_account SET disabled_at = NULL
             WHERE account_id = ? AND disabled_at IS NOT NULL",
            vec![account.id.clone().into()],
        );
        self.change_account(&account, record, &[enable]).await
    }
}
