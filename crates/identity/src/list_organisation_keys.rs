use dean06_kernel::OrgId;
use dean06_store::Sql;
use sea_orm::{DbErr, Value};

use crate::{
    Identity, OrganisationKey,
    organisation_key::{COLUMNS, read},
};

/// Keys of a page.
const PAGE: i64 = 50;

impl Identity {
    /// A page of the keys of organisations by their ids, revoked ones included: of one organisation
    /// or of all, from the first or `after` an id. An empty page is the last.
    pub async fn list_organisation_keys(
        &self,
        org: Option<&OrgId>,
        after: Option<&str>,
    ) -> Result<Vec<OrganisationKey>, DbErr> {
        let mut values: Vec<Value> = vec![after.unwrap_or_default().into()];
        let of_org = org.map_or("", |_| " AND org_id = ?");
        values.extend(org.map(|org| org.to_string().into()));
        values.push(PAGE.into());
        let rows = self
            .store
            .read()
            .rows(
                &format!(
                    "SELECT {COLUMNS} FROM organisation_key WHERE key_id > ?{of_org}
                     ORDER BY key_id LIMIT ?"
                ),
                values,
            )
            .await?;
        rows.iter().map(read).collect()
    }
}
