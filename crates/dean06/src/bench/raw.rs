use dean06_store::{Sql, Store, WriteError};

use super::latency::{Speed, saturate};

/// The point reads that a verification makes, in plain SQL through the same pool.
pub async fn reads(store: &Store, numbers: Vec<String>, clients: usize) -> anyhow::Result<Speed> {
    let store = store.clone();
    let count = numbers.len();
    saturate(clients, count, move |n| {
        let (store, number) = (store.clone(), numbers[n].clone());
        async move {
            let row = store
                .read()
                .row(
                    "SELECT person_id FROM population_number WHERE number = ?",
                    [number.into()],
                )
                .await?
                .ok_or_else(|| anyhow::anyhow!("a number is missing"))?;
            let person: String = row.try_get("", "person_id")?;
            store
                .read()
                .row(
                    "SELECT * FROM population_current WHERE person_id = ?",
                    [person.into()],
                )
                .await?;
            Ok(())
        }
    })
    .await
}

/// One transaction with as many rows of about the same size as a registered birth leaves behind.
pub async fn writes(
    store: &Store,
    rows: usize,
    bytes: usize,
    count: usize,
    clients: usize,
) -> anyhow::Result<Speed> {
    store
        .write(|tx| {
            Box::pin(async move {
                tx.run(
                    "CREATE TABLE bench_raw (id TEXT PRIMARY KEY, body TEXT NOT NULL)",
                    [],
                )
                .await?;
                Ok::<_, WriteError>(())
            })
        })
        .await?;
    let store = store.clone();
    let body = "x".repeat(bytes / rows.max(1));
    saturate(clients, count, move |n| {
        let (store, body) = (store.clone(), body.clone());
        async move {
            let body = &body;
            store
                .write(|tx| {
                    Box::pin(async move {
                        for row in 0..rows {
                            tx.run(
                                "INSERT INTO bench_raw (id, body) VALUES (?, ?)",
                                [format!("{n}-{row}").into(), body.clone().into()],
                            )
                            .await?;
                        }
                        Ok::<_, WriteError>(())
                    })
                })
                .await?;
            Ok(())
        }
    })
    .await
}
