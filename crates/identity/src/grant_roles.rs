use serde_json::json;

use crate::{Account, ChangeAccountError, Identity, account_change::Record, roles};

impl Identity {
    /// Gives an officer roles that the organisation has, as the content says. They hold from the next
    /// request on. One that the officer has already is fine.
    pub async fn grant_roles(
        &self,
        login: &str,
        granted: &[String],
        by: &str,
    ) -> Result<Account, ChangeAccountError> {
        let account = self.account(login).await?;
        let (org, before) = roles::of(&account)?;
        roles::check(self, org, granted)?;
        let mut after = before.to_vec();
        for role in granted {
            if !after.contains(role) {
                after.push(role.clone());
            }
        }
        let record = Record::of(self, by, "roles-granted", json!({ "roles": granted }));
        roles::replace(self, &account, record, before, &after).await?;
        self.account(login).await
    }
}
