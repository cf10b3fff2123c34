//! The store on both engines.
#![expect(
    clippy::unwrap_used,
    reason = "a test ends where its preparation fails"
)]

mod distribution;
mod events;
mod events_model;
mod full;
mod gone;
mod groups;
mod migrate;
mod open;
mod retention;
mod timers;
mod write;

use dean06_store::{Engine, Migration, Sql, Store, WriteError};

/// A table of numbered notes for tests to write into.
const NOTES: &[Migration] = &[Migration {
    id: "0001_note",
    statements: |_: Engine| {
        vec![
            "CREATE TABLE note (id BIGINT NOT NULL PRIMARY KEY, text TEXT NOT NULL, version BIGINT NOT NULL)"
                .to_owned(),
        ]
    },
}];

async fn add_note(store: &Store, id: i64, text: &str) -> Result<(), WriteError> {
    store
        .write(|tx| {
            Box::pin(async move {
                tx.run(
                    "INSERT INTO note (id, text, version) VALUES (?, ?, 1)",
                    [id.into(), text.into()],
                )
                .await?;
                Ok(())
            })
        })
        .await
}

async fn note_ids(store: &Store) -> Vec<i64> {
    let rows = store
        .read()
        .rows("SELECT id FROM note ORDER BY id", [])
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get("", "id").unwrap())
        .collect()
}
