use dean06_store::Sql;
use sea_orm::DbErr;

use crate::{Account, Identity, account};

/// The most accounts of one page.
const PAGE: i64 = 200;

impl Identity {
    /// Accounts in the order of their logins, those after the login `after`, a page of 200.
    pub async fn list_accounts(&self, after: &str) -> Result<Vec<Account>, DbErr> {
        let query = format!(
            "SELECT {} FROM identity_login l
             JOIN identity_account a ON a.account_id = l.account_id
             WHERE l.login > ? ORDER BY l.login LIMIT ?",
            account::COLUMNS
        );
        let rows = self
            .store
            .read()
            .rows(&query, [after.into(), PAGE.into()])
            .await?;
        rows.iter().map(account::from_row).collect()
    }
}
