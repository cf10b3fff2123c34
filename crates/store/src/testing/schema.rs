//! What a schema looks like, and whether every way to it leads to the same one.

use dean06_kernel::Sources;

use super::{ENGINES, TestDb};
use crate::{Engine, Migration, Sql, Store};

/// The tables, columns and indexes of a database, one line each, sorted.
///
/// # Panics
/// If the catalogue cannot be read.
pub async fn schema(store: &Store) -> Vec<String> {
    let sql = match store.engine() {
        Engine::Sqlite => {
            "SELECT type || ' ' || name || ' ' || coalesce(sql, '') AS line FROM sqlite_master
             WHERE name NOT LIKE 'sqlite_stat%' ORDER BY 1"
        }
        Engine::Postgres => {
            "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
               || ' ' || coalesce(column_default, '') AS line
             FROM information_schema.columns WHERE table_schema = current_schema()
             UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema()
             UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid)
             FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
             ORDER BY 1"
        }
    };
    let rows = store
        .read()
        .rows(sql, [])
        .await
        .expect("the catalogue can be read");
    rows.iter()
        .map(|row| row.try_get("", "line").expect("a line is text"))
        .collect()
}

/// Fails unless coming from every older version of a schema leads to the same tables as starting
/// with the newest, on each engine.
///
/// # Panics
/// If a migration fails or the tables differ.
pub async fn check_migrations(owner: &'static str, migrations: &[Migration]) {
    for engine in ENGINES {
        let Some(fresh) = migrated(engine, owner, &[migrations]).await else {
            continue;
        };
        for version in 0..migrations.len() {
            let older = &migrations[..version];
            let path = migrated(engine, owner, &[older, migrations]).await;
            assert_eq!(
                path.as_ref(),
                Some(&fresh),
                "{owner} on {engine}: from version {version}"
            );
        }
    }
}

async fn migrated(
    engine: Engine,
    owner: &'static str,
    steps: &[&[Migration]],
) -> Option<Vec<String>> {
    let database = TestDb::new(engine).await?;
    for migrations in steps {
        let store = database.open(Sources::system()).await;
        store
            .migrate(owner, migrations)
            .await
            .expect("the migrations can be applied");
        store.close().await.expect("the store can be closed");
    }
    let store = database.open(Sources::system()).await;
    Some(schema(&store).await)
}
