//! The store's own tables.

use crate::{Distribution, Engine, Migration, TableDeclaration};

/// Whose tables these are.
pub const OWNER: &str = "store";

/// The store's own tables, and how a sharded cluster would spread them.
pub const TABLES: &[TableDeclaration] = &[
    by("command_result", "key"),
    by("counter", "name"),
    by("inbox", "key"),
    by("lease", "name"),
    by("outbox", "key"),
    TableDeclaration {
        table: "schema_migration",
        distribution: Distribution::Reference,
    },
    by("subscription", "name"),
    by("timer", "key"),
];

const fn by(table: &'static str, column: &'static str) -> TableDeclaration {
    TableDeclaration {
        table,
        distribution: Distribution::By(column),
    }
}

/// Made before any migration, because migrations are recorded in it.
pub(crate) const SCHEMA_MIGRATION: &str = "CREATE TABLE IF NOT EXISTS schema_migration (
  owner TEXT NOT NULL,
  id TEXT NOT NULL,
  digest TEXT NOT NULL,
  applied_at BIGINT NOT NULL,
  PRIMARY KEY (owner, id)
)";

pub(crate) const MIGRATIONS: &[Migration] = &[
    Migration {
        id: "0001_store",
        statements: first,
    },
    Migration {
        id: "0002_ages",
        statements: ages,
    },
];

/// What is old is found without reading what is not.
fn ages(_: Engine) -> Vec<String> {
    ["outbox", "inbox", "command_result"]
        .map(|table| format!("CREATE INDEX {table}_age ON {table} (recorded_at)"))
        .to_vec()
}

fn first(engine: Engine) -> Vec<String> {
    let json = engine.json_type();
    // `seq` is the order in which waiting events get their positions. It is taken while the key of
    // the change is locked, so for one key it is the order of the commits.
    let (seq, unique) = match engine {
        Engine::Sqlite => ("INTEGER PRIMARY KEY AUTOINCREMENT", "UNIQUE (key, id)"),
        Engine::Postgres => (
            "BIGINT GENERATED ALWAYS AS IDENTITY",
            "PRIMARY KEY (key, id)",
        ),
    };
    vec![
        format!(
            "CREATE TABLE outbox (
               seq {seq},
               id TEXT NOT NULL,
               topic TEXT NOT NULL,
               key TEXT NOT NULL,
               body {json} NOT NULL,
               recorded_at BIGINT NOT NULL,
               position BIGINT,
               {unique}
             )"
        ),
        "CREATE INDEX outbox_waiting ON outbox (seq) WHERE position IS NULL".to_owned(),
        "CREATE INDEX outbox_position ON outbox (topic, position)".to_owned(),
        "CREATE TABLE inbox (
           subscription TEXT NOT NULL,
           key TEXT NOT NULL,
           event_id TEXT NOT NULL,
           recorded_at BIGINT NOT NULL,
           PRIMARY KEY (key, subscription, event_id)
         )"
        .to_owned(),
        "CREATE TABLE subscription (
           name TEXT NOT NULL PRIMARY KEY,
           position BIGINT NOT NULL,
           attempts BIGINT NOT NULL
         )"
        .to_owned(),
        format!(
            "CREATE TABLE timer (
               id TEXT NOT NULL,
               kind TEXT NOT NULL,
               key TEXT NOT NULL,
               due_at BIGINT NOT NULL,
               body {json} NOT NULL,
               attempts BIGINT NOT NULL,
               retry_at BIGINT NOT NULL,
               PRIMARY KEY (key, id)
             )"
        ),
        "CREATE INDEX timer_due ON timer (kind, due_at)".to_owned(),
        format!(
            "CREATE TABLE command_result (
               owner TEXT NOT NULL,
               key TEXT NOT NULL,
               result {json} NOT NULL,
               recorded_at BIGINT NOT NULL,
               PRIMARY KEY (key, owner)
             )"
        ),
        "CREATE TABLE counter (
           name TEXT NOT NULL PRIMARY KEY,
           value BIGINT NOT NULL
         )"
        .to_owned(),
        "CREATE TABLE lease (
           name TEXT NOT NULL PRIMARY KEY,
           holder TEXT NOT NULL,
           token BIGINT NOT NULL,
           beat BIGINT NOT NULL
         )"
        .to_owned(),
    ]
}
