//! Opening and closing.

use dean06_kernel::Sources;
use dean06_store::testing::{ENGINES, TestDb};
use dean06_store::{Engine, OpenError, Sql, Store, WriteError};

use crate::{NOTES, add_note, note_ids};

#[tokio::test]
async fn only_the_two_engines_are_known() {
    for url in [
        "",
        "mysql://localhost/x",
        "sqlite:",
        "sqlite::memory:",
        "sqlite:x?mode=ro",
    ] {
        let opened = Store::open(url, Sources::system()).await;
        assert!(
            matches!(opened, Err(OpenError::Address)),
            "{url}: {opened:?}"
        );
    }
}

#[tokio::test]
async fn a_second_instance_on_one_data_folder_is_refused() {
    let database = TestDb::new(Engine::Sqlite).await.unwrap();
    let first = database.open(Sources::system()).await;
    let second = Store::open(database.url(), Sources::system()).await;
    assert!(matches!(second, Err(OpenError::InUse(_))), "{second:?}");
    assert!(
        second
            .unwrap_err()
            .to_string()
            .contains("in use by another running instance")
    );
    first.ping().await.unwrap();
    drop(first);
    database.open(Sources::system()).await.ping().await.unwrap();
}

#[tokio::test]
async fn several_instances_share_one_postgres() {
    let Some(database) = TestDb::new(Engine::Postgres).await else {
        return;
    };
    let first = database.open(Sources::system()).await;
    let second = database.open(Sources::system()).await;
    first.migrate("test", NOTES).await.unwrap();
    second.migrate("test", NOTES).await.unwrap();
    add_note(&first, 1, "x").await.unwrap();
    assert_eq!(note_ids(&second).await, [1]);
}

#[tokio::test]
async fn what_is_closed_stays_closed_and_keeps_what_it_had() {
    for engine in ENGINES {
        let Some(database) = TestDb::new(engine).await else {
            continue;
        };
        let store = database.open(Sources::system()).await;
        store.migrate("test", NOTES).await.unwrap();
        add_note(&store, 1, "x").await.unwrap();
        store.close().await.unwrap();
        let late = add_note(&store, 2, "x").await;
        assert!(
            matches!(late, Err(WriteError::Unavailable)),
            "{engine}: {late:?}"
        );
        assert!(store.ping().await.is_err());
        let again = database.open(Sources::system()).await;
        assert_eq!(note_ids(&again).await, [1]);
    }
}

#[tokio::test]
async fn a_server_that_is_not_there_is_said_to_be_unavailable() {
    let options = dean06_store::StoreOptions {
        acquire_limit: std::time::Duration::from_millis(300),
        ..dean06_store::StoreOptions::default()
    };
    // Port 9 is "discard": nobody listens there.
    let opened = Store::open_with(
        "postgres://nobody@127.0.0.1:9/none",
        Sources::system(),
        options,
    )
    .await;
    assert!(
        matches!(opened, Err(OpenError::Unavailable(_))),
        "{opened:?}"
    );
}

#[tokio::test]
async fn commits_wait_for_the_disk_unless_they_are_told_not_to() {
    for engine in ENGINES {
        let database = TestDb::new(engine).await.unwrap();
        let store = database.open(Sources::system()).await;
        let synchronous = async || {
            let level: Result<i64, WriteError> = store
                .write(|tx| {
                    Box::pin(async move {
                        let row = tx.row("PRAGMA synchronous", []).await?;
                        Ok(row.map_or(Ok(-1), |row| row.try_get_by_index(0))?)
                    })
                })
                .await;
            level.unwrap()
        };
        for (wait, level) in [(true, 2), (false, 1), (true, 2)] {
            store.commits_wait_for_disk(wait).await.unwrap();
            if engine == Engine::Sqlite {
                assert_eq!(synchronous().await, level, "{wait}");
            }
        }
    }
}
