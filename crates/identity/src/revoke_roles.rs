use serde_json::json;

use crate::{Account, ChangeAccountError, Identity, account_change::Record, roles};

impl Identity {
    /// Takes roles from an officer, from the next request on. One that the officer does not have is
    /// fine; the last one stays: whoever may do nothing any more is disabled.
    pub async fn revoke_roles(
        &self,
        login: &str,
        revoked: &[String],
        by: &str,
    ) -> Result<Account, ChangeAccountError> {
        let account = self.account(login).await?;
        let (_, before) = roles::of(&account)?;
        let mut after = before.to_vec();
        after.retain(|role| !revoked.contains(role));
        if after.is_empty() {
            return Err(ChangeAccountError::LastRole);
        }
        let record = Record::of(self, by, "roles-revoked", json!({ "roles": revoked }));
        roles::replace(self, &account, record, before, &after).await?;
        self.account(login).await
    }
}
