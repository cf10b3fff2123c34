use std::{collections::HashMap, sync::Arc};

use dean06_kernel::{PersonId, Sources};
use dean06_store::{Sql, Store, Tx, WriteError};
use sea_orm::{DbErr, Value};
use tokio::sync::{mpsc, oneshot};

use crate::{
    AccessRecord, LedgerError,
    detail::{Key, seal},
    leaf::Leaf,
    person_keys,
    tlog::leaf_hash,
};

/// The most records that one commit holds.
const BATCH: usize = 1024;
/// Keys asked for in one statement.
const KEYS_AT_ONCE: usize = 500;
/// Rows of one insert statement.
const ROWS_AT_ONCE: usize = 128;
/// Keys kept in memory; one more and all are dropped.
const CACHED_KEYS: usize = 100_000;

/// Records that wait for their commit, and where to tell the indexes.
pub(crate) struct Waiting {
    pub records: Vec<AccessRecord>,
    pub done: oneshot::Sender<Result<Vec<u64>, LedgerError>>,
}

/// Commits what waits, as much of it at once as there is: one insert for many callers.
///
/// The row `ledger_head` orders the batches of several processes: its update is the lock, and a
/// batch that is rolled back leaves no gap.
pub(crate) async fn sequence(store: Store, sources: Sources, mut waiting: mpsc::Receiver<Waiting>) {
    let mut keys: HashMap<PersonId, Key> = HashMap::new();
    while let Some(first) = waiting.recv().await {
        let mut batch = vec![first];
        let mut size = batch[0].records.len();
        while size < BATCH
            && let Ok(next) = waiting.try_recv()
        {
            size += next.records.len();
            batch.push(next);
        }
        metrics::histogram!("dean06_ledger_batch_records")
            .record(u32::try_from(size).unwrap_or(u32::MAX));
        if keys.len() > CACHED_KEYS {
            keys.clear();
        }
        let records: Vec<&AccessRecord> = batch.iter().flat_map(|w| &w.records).collect();
        let outcome = commit(&store, &sources, &mut keys, &records).await;
        answer(batch, outcome);
    }
}

fn answer(batch: Vec<Waiting>, outcome: Result<u64, LedgerError>) {
    match outcome {
        Ok(first) => {
            let mut next = first;
            for waiting in batch {
                let count = waiting.records.len() as u64;
                // A caller that gave up does not need the answer; its entries stay.
                let _ = waiting.done.send(Ok((next..next + count).collect()));
                next += count;
            }
        }
        Err(error) => {
            tracing::error!(%error, "ledger batch not written");
            let text = error.to_string();
            for waiting in batch {
                let _ = waiting.done.send(Err(LedgerError::Write(text.clone())));
            }
        }
    }
}

/// Writes all of `records` in one commit and tells the index of the first.
async fn commit(
    store: &Store,
    sources: &Sources,
    keys: &mut HashMap<PersonId, Key>,
    records: &[&AccessRecord],
) -> Result<u64, LedgerError> {
    let mut missing: Vec<PersonId> = records
        .iter()
        .map(|r| r.person)
        .filter(|person| !keys.contains_key(person))
        .collect();
    missing.sort_unstable();
    missing.dedup();
    for some in missing.chunks(KEYS_AT_ONCE) {
        keys.extend(person_keys::obtain(store, sources, some).await?);
    }
    let sealed: Vec<Sealed> = records
        .iter()
        .map(|record| Sealed::of(record, keys, sources))
        .collect::<Result<_, _>>()?;
    let sealed = Arc::new(sealed);
    let first = store
        .write(|tx| {
            let sealed = Arc::clone(&sealed);
            Box::pin(async move { insert(tx, &sealed).await })
        })
        .await?;
    Ok(first)
}

async fn insert(tx: &Tx<'_>, sealed: &[Sealed]) -> Result<u64, WriteError> {
    let count = i64::try_from(sealed.len()).unwrap_or(i64::MAX);
    let head = tx
        .row(
            "UPDATE ledger_head SET size = size + ? WHERE head = 'log' RETURNING size",
            [count.into()],
        )
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("ledger_head".to_owned()))?;
    let first = head.try_get::<i64>("", "size")? - count;
    let mut index = first;
    for some in sealed.chunks(ROWS_AT_ONCE) {
        let mut entries: Vec<Value> = Vec::with_capacity(some.len() * 3);
        let mut details: Vec<Value> = Vec::with_capacity(some.len() * 5);
        for one in some {
            entries.extend([
                index.into(),
                one.leaf.clone().into(),
                one.leaf_hash.clone().into(),
            ]);
            details.extend([
                one.person.clone().into(),
                index.into(),
                one.generation.into(),
                one.salt.clone().into(),
                one.ciphertext.clone().into(),
            ]);
            index += 1;
        }
        let rows = vec!["(?, ?, ?)"; some.len()].join(", ");
        let text = format!("INSERT INTO ledger_entry (entry_index, leaf, leaf_hash) VALUES {rows}");
        tx.run(&text, entries).await?;
        let rows = vec!["(?, ?, ?, ?, ?)"; some.len()].join(", ");
        let text = format!(
            "INSERT INTO ledger_detail (person_id, entry_index, generation, salt, sealed)
             VALUES {rows}"
        );
        tx.run(&text, details).await?;
    }
    Ok(first.unsigned_abs())
}

/// A record in the form in which it is stored.
struct Sealed {
    person: String,
    generation: i64,
    leaf: String,
    leaf_hash: String,
    salt: String,
    ciphertext: String,
}

impl Sealed {
    fn of(
        record: &AccessRecord,
        keys: &HashMap<PersonId, Key>,
        sources: &Sources,
    ) -> Result<Self, LedgerError> {
        let key = keys.get(&record.person).ok_or(LedgerError::Seal)?;
        let salt = sources.secret();
        let leaf = Leaf::of(record, &salt)?.canonical()?;
        let plain = serde_json::to_vec(record).map_err(LedgerError::Canonical)?;
        let sealed = seal(key, sources.secret(), leaf.as_bytes(), &plain)?;
        Ok(Self {
            person: record.person.to_string(),
            generation: key.generation,
            leaf_hash: leaf_hash(leaf.as_bytes()).to_hex(),
            leaf,
            salt: hex::encode(salt),
            ciphertext: hex::encode(sealed),
        })
    }
}
