use serde_json::json;

use crate::{ChangeAccountError, Identity, account_change::Record};

impl Identity {
    /// Nobody signs in with this account any more, and whoever is signed in with it is not from now
    /// on. Whether it was in use until now.
    pub async fn disable_account(&self, login: &str, by: &str) -> Result<bool, ChangeAccountError> {
        let account = self.account(login).await?;
        let record = Record::of(self, by, "disabled", json!({}));
        let disable = (
            "UPDATE identity_account SET disabled_at = ?
             WHERE account_id = ? AND disabled_at IS NULL",
            vec![record.at().into(), account.id.clone().into()],
        );
        let end = (
            "DELETE FROM identity_session WHERE account_id = ?",
            vec![account.id.clone().into()],
        );
        let statements = [disable, end];
        self.change_account(&account, record, &statements).await
    }
}
