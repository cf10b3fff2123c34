use dean06_kernel::PersonId;
use dean06_store::Sql;
use sea_orm::QueryResult;

use crate::{
    AccessEvidence, AccessRecord, Ledger, LedgerError,
    detail::{Key, open},
    leaf::{Leaf, commitment},
    person_keys,
};

/// A record with its place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadableRecord {
    /// Its index.
    pub index: u64,
    /// What happened.
    pub record: AccessRecord,
}

/// A page of records, the latest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadablePage {
    /// The records.
    pub records: Vec<ReadableRecord>,
    /// Where the next page begins, when there is one.
    pub next: Option<u64>,
}

impl Ledger {
    /// Who used the data of `person`: the latest `limit` records below index `before`.
    ///
    /// Each record is checked against what the log committed to: a changed one is
    /// [`LedgerError::Tampered`]. A person who was forgotten has none.
    pub async fn of_person(
        &self,
        person: PersonId,
        before: Option<u64>,
        limit: u16,
    ) -> Result<ReadablePage, LedgerError> {
        let keys = person_keys::find(&self.store, &[person]).await?;
        let Some(key) = keys.get(&person) else {
            return Ok(ReadablePage::default());
        };
        let before = before.map_or(i64::MAX, |index| i64::try_from(index).unwrap_or(i64::MAX));
        let rows = self
            .store
            .read()
            .rows(
                "SELECT d.entry_index, d.generation, d.salt, d.sealed, e.leaf
                 FROM ledger_detail d JOIN ledger_entry e ON e.entry_index = d.entry_index
                 WHERE d.person_id = ? AND d.entry_index < ?
                 ORDER BY d.entry_index DESC LIMIT ?",
                [
                    person.to_string().into(),
                    before.into(),
                    (i64::from(limit) + 1).into(),
                ],
            )
            .await?;
        let more = rows.len() > usize::from(limit);
        let mut records = Vec::with_capacity(rows.len());
        for row in rows.iter().take(usize::from(limit)) {
            let index = index_of(row)?;
            records.extend(read(row, index, key)?.map(|evidence| ReadableRecord {
                index,
                record: evidence.record,
            }));
        }
        let last = rows
            .get(usize::from(limit).saturating_sub(1))
            .filter(|_| more);
        let next = last
            .map(|row| row.try_get::<i64>("", "entry_index"))
            .transpose()?;
        Ok(ReadablePage {
            next: next.map(i64::unsigned_abs),
            records,
        })
    }

    /// One record of `person` with what is needed to prove it.
    pub(crate) async fn evidence(
        &self,
        person: PersonId,
        index: u64,
    ) -> Result<Option<AccessEvidence>, LedgerError> {
        let keys = person_keys::find(&self.store, &[person]).await?;
        let row = self
            .store
            .read()
            .row(
                "SELECT d.generation, d.salt, d.sealed, e.leaf
                 FROM ledger_detail d JOIN ledger_entry e ON e.entry_index = d.entry_index
                 WHERE d.person_id = ? AND d.entry_index = ?",
                [
                    person.to_string().into(),
                    i64::try_from(index).unwrap_or(i64::MAX).into(),
                ],
            )
            .await?;
        match (keys.get(&person), row) {
            (Some(key), Some(row)) => read(&row, index, key),
            _ => Ok(None),
        }
    }
}

/// The record of a row with what the log committed to; nothing when it was sealed under a key that
/// was destroyed since.
fn read(row: &QueryResult, index: u64, key: &Key) -> Result<Option<AccessEvidence>, LedgerError> {
    let leaf: String = row.try_get("", "leaf")?;
    let sealed: String = row.try_get("", "sealed")?;
    let salt: String = row.try_get("", "salt")?;
    if row.try_get::<i64>("", "generation")? != key.generation {
        return Ok(None);
    }
    let sealed = hex::decode(sealed).map_err(|_| LedgerError::Tampered(index))?;
    let mut salt_bytes = [0; 16];
    hex::decode_to_slice(&salt, &mut salt_bytes).map_err(|_| LedgerError::Tampered(index))?;
    let unreadable = |source| LedgerError::Unreadable { index, source };
    let plain = open(key, leaf.as_bytes(), &sealed).ok_or(LedgerError::Tampered(index))?;
    let record: AccessRecord = serde_json::from_slice(&plain).map_err(unreadable)?;
    let committed: Leaf = serde_json::from_str(&leaf).map_err(unreadable)?;
    if commitment(&record, &salt_bytes)? != committed.detail {
        return Err(LedgerError::Tampered(index));
    }
    Ok(Some(AccessEvidence { leaf, record, salt }))
}

fn index_of(row: &QueryResult) -> Result<u64, LedgerError> {
    Ok(row.try_get::<i64>("", "entry_index")?.unsigned_abs())
}
