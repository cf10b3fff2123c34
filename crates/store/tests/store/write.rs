//! The door for writing.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use dean06_kernel::Sources;
use dean06_store::testing::{ENGINES, TestDb, each_engine, options};
use dean06_store::{NoRefusal, Sql, Store, StoreOptions, WriteError};
use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::{NOTES, add_note, note_ids};

#[tokio::test]
async fn what_was_committed_is_there_and_what_was_refused_is_not() {
    each_engine(|store| async move {
        store.migrate("test", NOTES).await.unwrap();
        add_note(&store, 1, "kept").await.unwrap();
        let refused: Result<(), _> = store
            .write(|tx| {
                Box::pin(async move {
                    tx.run(
                        "INSERT INTO note (id, text, version) VALUES (2, 'x', 1)",
                        [],
                    )
                    .await?;
                    Err(WriteError::Refused("no"))
                })
            })
            .await;
        assert!(matches!(refused, Err(WriteError::Refused("no"))));
        assert_eq!(note_ids(&store).await, [1]);
    })
    .await;
}

#[tokio::test]
async fn a_write_inside_a_write_fails_at_once() {
    each_engine(|store| async move {
        store.migrate("test", NOTES).await.unwrap();
        assert!(!Store::in_write());
        let store = &store;
        let inner = store
            .write(|tx| {
                Box::pin(async move {
                    assert!(Store::in_write());
                    assert!(store.read().row("SELECT 1", []).await.is_err());
                    tx.run(
                        "INSERT INTO note (id, text, version) VALUES (1, 'x', 1)",
                        [],
                    )
                    .await?;
                    Ok::<_, WriteError>(add_note(store, 2, "nested").await)
                })
            })
            .await
            .unwrap();
        assert!(matches!(inner, Err(WriteError::Nested)));
        assert_eq!(note_ids(store).await, [1]);
    })
    .await;
}

#[tokio::test]
async fn the_door_for_reading_changes_nothing() {
    each_engine(|store| async move {
        store.migrate("test", NOTES).await.unwrap();
        let insert = "INSERT INTO note (id, text, version) VALUES (1, 'x', 1)";
        assert!(store.read().execute_unprepared(insert).await.is_err());
        assert!(
            store
                .read()
                .row(&format!("{insert} RETURNING id"), [])
                .await
                .is_err()
        );
        assert!(note_ids(&store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_error_that_was_swallowed_is_still_an_error() {
    each_engine(|store| async move {
        store.migrate("test", NOTES).await.unwrap();
        add_note(&store, 1, "first").await.unwrap();
        let result: Result<(), WriteError> = store
            .write(|tx| {
                Box::pin(async move {
                    let insert = "INSERT INTO note (id, text, version) VALUES (?, 'x', 1)";
                    assert!(tx.run(insert, [1.into()]).await.is_err());
                    assert!(tx.run(insert, [2.into()]).await.is_err());
                    Ok(())
                })
            })
            .await;
        assert!(result.unwrap_err().is_unique_violation());
        assert_eq!(note_ids(&store).await, [1]);
    })
    .await;
}

#[tokio::test]
async fn a_write_has_a_time_limit() {
    for engine in ENGINES {
        let Some(database) = TestDb::new(engine).await else {
            continue;
        };
        let options = StoreOptions {
            write_limit: Duration::from_millis(200),
            ..options()
        };
        let store = database
            .open_with(Sources::system(), options)
            .await
            .unwrap();
        store.migrate("test", NOTES).await.unwrap();
        let slow: Result<(), WriteError> = store
            .write(|tx| {
                Box::pin(async move {
                    tx.run(
                        "INSERT INTO note (id, text, version) VALUES (1, 'x', 1)",
                        [],
                    )
                    .await?;
                    tokio::time::sleep(Duration::from_mins(1)).await;
                    Ok(())
                })
            })
            .await;
        assert!(
            matches!(slow, Err(WriteError::TimedOut)),
            "{engine}: {slow:?}"
        );
        add_note(&store, 2, "the next one is not held up")
            .await
            .unwrap();
        assert_eq!(note_ids(&store).await, [2]);
    }
}

#[tokio::test]
async fn a_caller_that_goes_away_leaves_nothing_behind() {
    each_engine(|store| async move {
        store.migrate("test", NOTES).await.unwrap();
        let gone = store.write(|tx| {
            Box::pin(async move {
                tx.run(
                    "INSERT INTO note (id, text, version) VALUES (1, 'x', 1)",
                    [],
                )
                .await?;
                std::future::pending::<Result<(), WriteError>>().await
            })
        });
        assert!(
            tokio::time::timeout(Duration::from_millis(100), gone)
                .await
                .is_err()
        );
        add_note(&store, 2, "x").await.unwrap();
        assert_eq!(note_ids(&store).await, [2]);
    })
    .await;
}

#[tokio::test]
async fn a_panic_in_a_write_leaves_nothing_behind() {
    each_engine(|store| async move {
        store.migrate("test", NOTES).await.unwrap();
        let panicking = store.clone();
        let panicked = tokio::spawn(async move {
            panicking
                .write(|tx| {
                    Box::pin(async move {
                        tx.run(
                            "INSERT INTO note (id, text, version) VALUES (1, 'x', 1)",
                            [],
                        )
                        .await?;
                        assert!(
                            Store::in_write() && tx.counter("c").await? != 1,
                            "on purpose"
                        );
                        Ok::<(), WriteError>(())
                    })
                })
                .await
        });
        assert!(panicked.await.unwrap_err().is_panic());
        add_note(&store, 2, "x").await.unwrap();
        assert_eq!(note_ids(&store).await, [2]);
    })
    .await;
}

/// Runs `count` writers at once and returns what they got.
async fn at_once<T: Send + 'static, Fut>(
    store: &Store,
    count: i64,
    writer: fn(Store, i64) -> Fut,
) -> Vec<T>
where
    Fut: Future<Output = T> + Send + 'static,
{
    let tasks: Vec<_> = (0..count)
        .map(|n| tokio::spawn(writer(store.clone(), n)))
        .collect();
    let mut results = Vec::new();
    for task in tasks {
        results.push(task.await.unwrap());
    }
    results
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_writers_take_numbers_without_gaps_or_twins() {
    each_engine(|store| async move {
        let mut numbers = at_once(&store, 50, |store, n| async move {
            store
                .write(|tx| {
                    Box::pin(async move {
                        let number = tx.counter("book").await?;
                        // Every fifth thinks better of it; its number must go to another.
                        if n % 5 == 0 {
                            return Err(WriteError::Refused(()));
                        }
                        Ok(number)
                    })
                })
                .await
                .ok()
        })
        .await
        .into_iter()
        .flatten()
        .collect::<Vec<i64>>();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=40).collect::<Vec<i64>>());
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_commands_with_one_key_have_one_result() {
    each_engine(|store| async move {
        let mut results = at_once(&store, 50, |store, n| async move {
            store
                .write(|tx| {
                    Box::pin(async move {
                        if let Some(result) = tx.recall("test", "key").await? {
                            return Ok::<_, WriteError>(result);
                        }
                        let result = json!({ "number": tx.counter("book").await?, "by": n });
                        tx.remember("test", "key", &result).await?;
                        Ok(result)
                    })
                })
                .await
                .unwrap()
        })
        .await;
        results.dedup();
        assert_eq!(results.len(), 1);
        assert_eq!(results[0]["number"], 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_fifty_changes_of_one_version_one_wins() {
    each_engine(|store| async move {
        store.migrate("test", NOTES).await.unwrap();
        add_note(&store, 1, "x").await.unwrap();
        let results = at_once(&store, 50, |store, _| async move {
            store
                .write(|tx| {
                    Box::pin(async move {
                        let update =
                            "UPDATE note SET version = version + 1 WHERE id = 1 AND version = 1";
                        match tx.run(update, []).await? {
                            0 => Err(WriteError::<NoRefusal>::Conflict),
                            _ => Ok(()),
                        }
                    })
                })
                .await
        })
        .await;
        let won = results.iter().filter(|result| result.is_ok()).count();
        let lost = results
            .iter()
            .filter(|result| matches!(result, Err(WriteError::Conflict)))
            .count();
        assert_eq!((won, lost), (1, 49));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deadlock_is_resolved_by_running_again() {
    each_engine(|store| async move {
        static RUNS: AtomicU32 = AtomicU32::new(0);
        RUNS.store(0, Ordering::Relaxed);
        store.migrate("test", NOTES).await.unwrap();
        for id in [1, 2] {
            add_note(&store, id, "x").await.unwrap();
        }
        let results = at_once(&store, 2, |store, n| async move {
            store
                .write(|tx| {
                    Box::pin(async move {
                        RUNS.fetch_add(1, Ordering::Relaxed);
                        for id in [1 + n, 2 - n] {
                            tx.run(
                                "UPDATE note SET version = version + 1 WHERE id = ?",
                                [id.into()],
                            )
                            .await?;
                            tokio::time::sleep(Duration::from_millis(50)).await;
                        }
                        Ok::<_, WriteError>(())
                    })
                })
                .await
        })
        .await;
        assert!(results.iter().all(Result::is_ok), "{results:?}");
        if store.engine() == dean06_store::Engine::Postgres {
            assert!(
                RUNS.load(Ordering::Relaxed) > 2,
                "there was no deadlock to resolve"
            );
        }
        let row = store
            .read()
            .row("SELECT CAST(sum(version) AS BIGINT) AS sum FROM note", [])
            .await;
        assert_eq!(row.unwrap().unwrap().try_get::<i64>("", "sum").unwrap(), 6);
    })
    .await;
}
