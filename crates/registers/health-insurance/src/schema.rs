//! The tables of this room.

use dean06_store::{Distribution, Engine, Migration, TableDeclaration};

/// Whose tables these are, and under which name this room acts.
pub(crate) const OWNER: &str = "health-insurance";

/// The tables of the health insurance register, and how a sharded cluster would spread them.
pub const TABLES: &[TableDeclaration] = &[
    by("health_insured", "person_id"),
    by("health_card", "person_id"),
    by("health_card_end", "person_id"),
    by("health_card_number", "number"),
];

const fn by(table: &'static str, column: &'static str) -> TableDeclaration {
    TableDeclaration {
        table,
        distribution: Distribution::By(column),
    }
}

pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    id: "0001_cards",
    statements: first,
}];

fn first(_engine: Engine) -> Vec<String> {
    let tables = [
        // What holds of a person today: the card in force, and whether the person died. Every change
        // takes this row first.
        "CREATE TABLE health_insured (
           person_id TEXT NOT NULL PRIMARY KEY,
           card_number TEXT,
           card_valid_to TEXT,
           died_on TEXT,
           version BIGINT NOT NULL
         )",
        // Every card that was ever issued; rows are added and never changed.
        "CREATE TABLE health_card (
           person_id TEXT NOT NULL,
           card_number TEXT NOT NULL,
           group_code TEXT NOT NULL,
           personal_number TEXT NOT NULL,
           name TEXT NOT NULL,
           birth_date TEXT NOT NULL,
           sex TEXT NOT NULL,
           valid_from TEXT NOT NULL,
           valid_to TEXT,
           initial_facility TEXT,
           dossier_number TEXT,
           source TEXT NOT NULL,
           recorded_at BIGINT NOT NULL,
           PRIMARY KEY (person_id, card_number)
         )",
        // Cards that ended before their last day; rows are added and never changed.
        "CREATE TABLE health_card_end (
           person_id TEXT NOT NULL,
           card_number TEXT NOT NULL,
           ended_on TEXT NOT NULL,
           reason TEXT NOT NULL,
           by_death BIGINT NOT NULL,
           case_ref TEXT,
           source TEXT NOT NULL,
           recorded_at BIGINT NOT NULL,
           PRIMARY KEY (person_id, card_number)
         )",
        // Every card number that was ever given, and to whom.
        "CREATE TABLE health_card_number (
           number TEXT NOT NULL PRIMARY KEY,
           person_id TEXT NOT NULL
         )",
    ];
    tables.map(str::to_owned).into()
}

#[cfg(test)]
mod tests {
    use dean06_store::testing;

    use super::*;

    #[tokio::test]
    async fn every_way_to_the_schema_leads_to_the_same_tables() {
        testing::check_migrations(OWNER, MIGRATIONS).await;
    }

    #[tokio::test]
    async fn the_tables_can_be_spread() {
        testing::each_engine(|store| async move {
            store.migrate(OWNER, MIGRATIONS).await.expect("the tables");
            testing::check_distribution(&store, &[(OWNER, TABLES)]).await;
        })
        .await;
    }
}
