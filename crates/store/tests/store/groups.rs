//! Writes that share a COMMIT on `SQLite` do not share their troubles.

use std::time::Duration;

use dean06_store::testing::each_engine;
use dean06_store::{Sql, Store, WriteError};

use crate::{NOTES, add_note, note_ids};

/// Every kind of ending, many at once: exactly the notes of those who were told `Ok` are there.
#[tokio::test(flavor = "multi_thread")]
async fn each_writer_gets_its_own_ending() {
    each_engine(|store| async move {
        store.migrate("test", NOTES).await.unwrap();
        add_note(&store, -1, "taken").await.unwrap();
        let tasks: Vec<_> = (0..120)
            .map(|n| (n, tokio::spawn(one_of_many(store.clone(), n))))
            .collect();
        let mut kept = vec![-1];
        for (n, task) in tasks {
            let ending = task.await;
            match n % 6 {
                1 => assert!(
                    matches!(ending, Ok(Some(Err(WriteError::Refused(()))))),
                    "{n}: {ending:?}"
                ),
                2 => assert!(
                    matches!(&ending, Ok(Some(Err(error))) if error.is_unique_violation()),
                    "{n}: {ending:?}"
                ),
                3 => assert!(matches!(ending, Ok(None)), "{n}: {ending:?}"),
                4 => assert!(ending.unwrap_err().is_panic(), "{n}"),
                _ => {
                    assert!(matches!(ending, Ok(Some(Ok(())))), "{n}: {ending:?}");
                    kept.push(n);
                }
            }
        }
        assert_eq!(note_ids(&store).await, kept);
    })
    .await;
}

/// Adds a note, and then, depending on `n`: all is well (0, 5), it is refused (1), a key is taken
/// (2), the caller goes away (3), the program panics (4).
async fn one_of_many(store: Store, n: i64) -> Option<Result<(), WriteError<()>>> {
    let write = store.write(|tx| {
        Box::pin(async move {
            let insert = "INSERT INTO note (id, text, version) VALUES (?, 'x', 1)";
            tx.run(insert, [n.into()]).await?;
            match n % 6 {
                1 => Err(WriteError::Refused(())),
                2 => Ok(tx.run(insert, [(-1).into()]).await.map(|_| ())?),
                3 => {
                    tokio::time::sleep(Duration::from_mins(1)).await;
                    Ok(())
                }
                4 => std::panic::resume_unwind(Box::new("on purpose")),
                _ => Ok(()),
            }
        })
    });
    let patience = Duration::from_millis(if n % 6 == 3 { 50 } else { 20_000 });
    tokio::time::timeout(patience, write).await.ok()
}
