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

/// Transactions with so many rows of so many bytes together, in a table of its own.
pub async fn writes(
    store: &Store,
    table: &'static str,
    rows: usize,
    bytes: usize,
    count: usize,
    clients: usize,
) -> anyhow::Result<Speed> {
    let create = &format!("CREATE TABLE {table} (id TEXT PRIMARY KEY, body TEXT NOT NULL)");
    store
        .write(|tx| {
            Box::pin(async move {
                tx.run(create, []).await?;
                Ok::<_, WriteError>(())
            })
        })
        .await?;
    let store = store.clone();
    let body = "x".repeat(bytes / rows.max(1));
    let insert = format!("INSERT INTO {table} (id, body) VALUES (?, ?)");
    saturate(clients, count, move |n| {
        let (store, body, insert) = (store.clone(), body.clone(), insert.clone());
        async move {
            let (body, insert) = (&body, &insert);
            store
                .write(|tx| {
                    Box::pin(async move {
                        for row in 0..rows {
                            tx.run(insert, [format!("{n}-{row}").into(), body.clone().into()])
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
