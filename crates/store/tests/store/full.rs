//! No space left.

use dean06_kernel::Sources;
use dean06_store::testing::{TestDb, options};
use dean06_store::{Engine, Sql, Store, StoreOptions, WriteError};

use crate::NOTES;

async fn add_two_pages(store: &Store, id: i64) -> Result<(), WriteError> {
    let text = "x".repeat(8_000);
    let text = text.as_str();
    store
        .write(|tx| {
            Box::pin(async move {
                for half in [0, 1] {
                    tx.run(
                        "INSERT INTO note (id, text, version) VALUES (?, ?, 1)",
                        [(2 * id + half).into(), text.into()],
                    )
                    .await?;
                }
                Ok(())
            })
        })
        .await
}

async fn count(store: &Store) -> i64 {
    let row = store
        .read()
        .row("SELECT count(*) AS n FROM note", [])
        .await
        .unwrap()
        .unwrap();
    row.try_get("", "n").unwrap()
}

async fn set_limit(store: &Store, pages: i64) {
    store
        .write(|tx| {
            Box::pin(async move {
                tx.row(&format!("PRAGMA max_page_count = {pages}"), [])
                    .await?;
                Ok::<_, WriteError>(())
            })
        })
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_whole_writes_and_lets_them_in_again_later() {
    let database = TestDb::new(Engine::Sqlite).await.unwrap();
    let options = StoreOptions {
        sqlite_max_pages: Some(120),
        ..options()
    };
    let store = database
        .open_with(Sources::system(), options)
        .await
        .unwrap();
    store.migrate("test", NOTES).await.unwrap();

    let tasks: Vec<_> = (0..60)
        .map(|id| {
            let store = store.clone();
            tokio::spawn(async move { add_two_pages(&store, id).await })
        })
        .collect();
    let mut kept = 0;
    let mut full = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(()) => kept += 1,
            Err(WriteError::Full) => full += 1,
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(kept > 5 && full > 5, "{kept} kept, {full} refused");
    assert_eq!(count(&store).await, 2 * kept, "a write was half done");

    set_limit(&store, 10_000).await;
    add_two_pages(&store, 1000).await.unwrap();
    assert_eq!(count(&store).await, 2 * (kept + 1));
    let row = store
        .read()
        .row("PRAGMA integrity_check", [])
        .await
        .unwrap()
        .unwrap();
    assert_eq!(row.try_get_by_index::<String>(0).unwrap(), "ok");
}
