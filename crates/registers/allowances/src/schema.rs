//! The table of this room.

use dean06_store::{Distribution, Engine, Migration, TableDeclaration};

/// Whose table this is, and under which name this room acts.
pub(crate) const OWNER: &str = "allowances";

/// The table of the allowances, and how a sharded cluster would spread it.
pub const TABLES: &[TableDeclaration] = &[TableDeclaration {
    table: "allowance_grant",
    distribution: Distribution::By("person_id"),
}];

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    id: "0001_grants",
    statements: first,
}];

fn first(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    // `person_id` is the deceased. The key is the rule: one grant of a kind for one of the dead.
    vec![format!(
        "CREATE TABLE allowance_grant (
           person_id TEXT NOT NULL,
           kind TEXT NOT NULL,
           grant_id TEXT NOT NULL,
           beneficiary {json} NOT NULL,
           amount BIGINT,
           org_id TEXT NOT NULL,
           dossier_number TEXT,
           decided_by TEXT NOT NULL,
           decided_on TEXT NOT NULL,
           recorded_at BIGINT NOT NULL,
           PRIMARY KEY (person_id, kind)
         )"
    )]
}

#[cfg(test)]
mod tests {
    use dean06_store::testing;

    use super::*;

    #[tokio::test]
    async fn every_way_to_the_schema_leads_to_the_same_table() {
        testing::check_migrations(OWNER, MIGRATIONS).await;
    }

    #[tokio::test]
    async fn the_table_can_be_spread() {
        testing::each_engine(|store| async move {
            store.migrate(OWNER, MIGRATIONS).await.expect("the table");
            testing::check_distribution(&store, &[(OWNER, TABLES)]).await;
        })
        .await;
    }
}
