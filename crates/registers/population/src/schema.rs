//! The tables of this room.

use dean06_store::{Distribution, Engine, Migration, TableDeclaration};

/// Whose tables these are.
pub(crate) const OWNER: &str = "population";

/// The tables of the population register, and how a sharded cluster would spread them.
pub const TABLES: &[TableDeclaration] = &[
    by("population_fact", "person_id"),
    by("population_current", "person_id"),
    by("population_number", "number"),
    by("population_household", "household_id"),
    by("population_household_head", "household_id"),
    by("population_household_member", "household_id"),
];

const fn by(table: &'static str, column: &'static str) -> TableDeclaration {
    TableDeclaration {
        table,
        distribution: Distribution::By(column),
    }
}

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        id: "0001_population",
        statements: first,
    },
    Migration {
        id: "0002_household_heads",
        statements: second,
    },
];

fn first(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    // Names are found by a range of keys, which only holds if text is compared byte by byte; that
    // is SQLite's way, and must be asked for at PostgreSQL. `SQLite` keeps short rows in their
    // primary key instead of beside it; the long ones of facts would overflow there.
    let (key_text, clustered) = match engine {
        Engine::Sqlite => ("TEXT", "WITHOUT ROWID"),
        Engine::Postgres => ("TEXT COLLATE \"C\"", ""),
    };
    vec![
        // What was ever stated about a person; rows are added and never changed. `fields` holds
        // the stated fields with their values, null where a field was emptied.
        format!(
            "CREATE TABLE population_fact (
               person_id TEXT NOT NULL,
               fact_id TEXT NOT NULL,
               valid_from TEXT NOT NULL,
               recorded_at BIGINT NOT NULL,
               source TEXT NOT NULL,
               reason TEXT,
               case_ref TEXT,
               fields {json} NOT NULL,
               PRIMARY KEY (person_id, fact_id)
             )"
        ),
        // What the facts of a person say together, as far as it is searched and verified; derived
        // in the transaction of each fact. From `next_change` on, a later fact holds.
        format!(
            "CREATE TABLE population_current (
               person_id TEXT NOT NULL PRIMARY KEY,
               name TEXT NOT NULL,
               name_key {key_text} NOT NULL,
               birth_date TEXT,
               sex TEXT,
               personal_number TEXT,
               commune TEXT,
               life_status TEXT NOT NULL,
               household_id TEXT,
               next_change TEXT,
               version BIGINT NOT NULL
             ) {clustered}"
        ),
        "CREATE INDEX population_current_name ON population_current (name_key, person_id)"
            .to_owned(),
        "CREATE INDEX population_current_commune
           ON population_current (commune, name_key, person_id)"
            .to_owned(),
        // Every personal number that was ever given, and to whom.
        format!(
            "CREATE TABLE population_number (
               number TEXT NOT NULL PRIMARY KEY,
               person_id TEXT NOT NULL
             ) {clustered}"
        ),
        format!(
            "CREATE TABLE population_household (
               household_id TEXT NOT NULL PRIMARY KEY,
               head_person_id TEXT NOT NULL,
               residence {json} NOT NULL
             ) {clustered}"
        ),
        format!(
            "CREATE TABLE population_household_member (
               household_id TEXT NOT NULL,
               person_id TEXT NOT NULL,
               relation TEXT,
               PRIMARY KEY (household_id, person_id)
             ) {clustered}"
        ),
    ]
}

fn second(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    let mut statements: Vec<String> = match engine {
        // A column of `SQLite` keeps its NOT NULL for ever: the table is made anew.
        Engine::Sqlite => vec![
            format!(
                "CREATE TABLE population_household_2 (
                   household_id TEXT NOT NULL PRIMARY KEY,
                   head_person_id TEXT,
                   residence {json} NOT NULL
                 ) WITHOUT ROWID"
            ),
            "INSERT INTO population_household_2 (household_id, head_person_id, residence)
               SELECT household_id, head_person_id, residence FROM population_household"
                .to_owned(),
            "DROP TABLE population_household".to_owned(),
            "ALTER TABLE population_household_2 RENAME TO population_household".to_owned(),
        ],
        Engine::Postgres => vec![
            "ALTER TABLE population_household ALTER COLUMN head_person_id DROP NOT NULL".to_owned(),
        ],
    };
    // Each time a household got another head, or none; rows are added and never changed. The head
    // of today stands in the household itself.
    statements.push(
        "CREATE TABLE population_household_head (
           household_id TEXT NOT NULL,
           change_id TEXT NOT NULL,
           valid_from TEXT NOT NULL,
           recorded_at BIGINT NOT NULL,
           source TEXT NOT NULL,
           case_ref TEXT,
           former_head TEXT,
           head TEXT,
           PRIMARY KEY (household_id, change_id)
         )"
        .to_owned(),
    );
    statements
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
