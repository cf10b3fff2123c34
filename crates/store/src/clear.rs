//! Rows that are no longer needed.

use sea_orm::Value;

use crate::{Sql, Store, WriteError, placeholders};

/// How many rows one write clears away.
const BATCH: i64 = 200;

/// Which rows of a table are to be cleared away.
#[derive(Debug)]
pub struct Clearing<'a> {
    /// The table.
    pub table: &'a str,
    /// The columns of its primary key, TEXT, the one that it is distributed by first.
    pub key: &'a [&'a str],
    /// For which rows. It must still hold when the row goes, and reads no table of another owner.
    pub condition: &'a str,
    /// The values of the condition.
    pub values: Vec<Value>,
}

impl Store {
    /// Clears rows away, some at a time, so that nobody waits long. How many.
    pub async fn clear_away(&self, rows: &Clearing<'_>) -> Result<u64, WriteError> {
        let Clearing {
            table,
            key,
            condition,
            values,
        } = rows;
        let mut cleared = 0;
        loop {
            let text = format!(
                "SELECT {} FROM {table} WHERE {condition} LIMIT ?",
                key.join(", ")
            );
            let asked = values.iter().cloned().chain([BATCH.into()]);
            let found = self.read().rows(&text, asked).await?;
            if found.is_empty() {
                return Ok(cleared);
            }
            let list = placeholders(found.len());
            let places: Vec<String> = key.iter().map(|key| format!("{key} IN ({list})")).collect();
            let text = &format!(
                "DELETE FROM {table} WHERE {} AND ({condition})",
                places.join(" AND ")
            );
            let mut named = Vec::with_capacity(found.len() * key.len() + values.len());
            for column in *key {
                for row in &found {
                    named.push(Value::from(row.try_get::<String>("", column)?));
                }
            }
            named.extend(values.iter().cloned());
            let named = &named;
            let gone = self
                .write(|tx| Box::pin(async move { Ok(tx.run(text, named.iter().cloned()).await?) }))
                .await?;
            cleared += gone;
            if gone == 0 {
                // Somebody else clears the same rows.
                return Ok(cleared);
            }
        }
    }
}
