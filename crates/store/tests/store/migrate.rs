//! Migrations.

use dean06_kernel::Sources;
use dean06_store::testing::{ENGINES, TestDb, check_migrations, each_engine, schema};
use dean06_store::{Engine, MigrateError, Migration, Sql, WriteError};

const ONE: Migration = Migration {
    id: "0001_one",
    statements: |engine| {
        vec![
            format!(
                "CREATE TABLE one (id TEXT NOT NULL PRIMARY KEY, body {} NOT NULL)",
                engine.json_type()
            ),
            "CREATE INDEX one_again ON one (id, body)".to_owned(),
        ]
    },
};
const TWO: Migration = Migration {
    id: "0002_two",
    statements: |_: Engine| vec!["ALTER TABLE one ADD COLUMN added BIGINT".to_owned()],
};
const TWO_EDITED: Migration = Migration {
    id: "0002_two",
    statements: |_: Engine| vec!["ALTER TABLE one ADD COLUMN added TEXT".to_owned()],
};
const BROKEN: Migration = Migration {
    id: "0003_broken",
    statements: |_: Engine| {
        vec![
            "ALTER TABLE one ADD COLUMN half BIGINT".to_owned(),
            "ALTER TABLE nowhere ADD COLUMN half BIGINT".to_owned(),
        ]
    },
};

#[tokio::test]
async fn every_older_version_leads_to_the_same_tables() {
    check_migrations("test", &[ONE, TWO]).await;
}

#[tokio::test]
async fn migrating_twice_changes_nothing() {
    each_engine(|store| async move {
        store.migrate("test", &[ONE, TWO]).await.unwrap();
        let before = schema(&store).await;
        assert!(
            before.iter().any(|line| line.contains("added")),
            "{before:#?}"
        );
        store.migrate("test", &[ONE, TWO]).await.unwrap();
        assert_eq!(schema(&store).await, before);
    })
    .await;
}

#[tokio::test]
async fn an_edited_or_unknown_step_is_refused() {
    each_engine(|store| async move {
        store.migrate("test", &[ONE, TWO]).await.unwrap();
        let edited = store.migrate("test", &[ONE, TWO_EDITED]).await;
        assert!(
            matches!(edited, Err(MigrateError::Changed { ref id, .. }) if id == "0002_two"),
            "{edited:?}"
        );
        let older = store.migrate("test", &[ONE]).await;
        assert!(
            matches!(older, Err(MigrateError::Newer { ref id, .. }) if id == "0002_two"),
            "{older:?}"
        );
        // Another owner's steps are its own.
        store.migrate("other", &[]).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_step_that_fails_leaves_nothing_half_done() {
    each_engine(|store| async move {
        let failed = store.migrate("test", &[ONE, BROKEN]).await;
        assert!(
            matches!(&failed, Err(MigrateError::Failed { id, source: WriteError::Database(_), .. }) if id == "0003_broken"),
            "{failed:?}"
        );
        assert!(!schema(&store).await.iter().any(|line| line.contains("half")));
        let rows = store.read().rows("SELECT id FROM schema_migration WHERE owner = 'test'", []).await;
        assert_eq!(rows.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn several_processes_may_migrate_at_once() {
    for engine in ENGINES {
        let Some(database) = TestDb::new(engine).await else {
            continue;
        };
        // On SQLite there is one process; its tasks may still meet.
        let mut stores = vec![database.open(Sources::system()).await];
        for _ in 0..3 {
            stores.push(match engine {
                Engine::Sqlite => stores[0].clone(),
                Engine::Postgres => database.open(Sources::system()).await,
            });
        }
        let all = stores
            .iter()
            .map(|store| store.migrate("test", &[ONE, TWO]));
        for result in futures::future::join_all(all).await {
            result.unwrap();
        }
    }
}
