use std::collections::HashMap;

use dean06_kernel::{PersonId, Sources};
use dean06_store::{Sql, Store, WriteError, placeholders};
use sea_orm::Value;

use crate::{LedgerError, detail::Key};

/// The keys of all of `persons`, made where there were none.
///
/// A person who was forgotten gets a new key: what is recorded from then on is readable again,
/// what was before is not.
pub(crate) async fn obtain(
    store: &Store,
    sources: &Sources,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, Key>, LedgerError> {
    let mut keys = find(store, persons).await?;
    let fresh: Vec<(PersonId, [u8; 32])> = persons
        .iter()
        .filter(|person| !keys.contains_key(person))
        .map(|&person| (person, sources.secret::<32>()))
        .collect();
    if fresh.is_empty() {
        return Ok(keys);
    }
    let rows = vec!["(?, 1, ?, NULL)"; fresh.len()].join(", ");
    let insert = format!(
        "INSERT INTO ledger_person_key (person_id, generation, key_hex, destroyed_at) VALUES {rows}
         ON CONFLICT (person_id) DO UPDATE SET
           key_hex = COALESCE(ledger_person_key.key_hex, excluded.key_hex), destroyed_at = NULL"
    );
    let values: Vec<Value> = fresh
        .iter()
        .flat_map(|(person, key)| [person.to_string().into(), hex::encode(key).into()])
        .collect();
    store
        .write(|tx| {
            let (insert, values) = (insert.clone(), values.clone());
            Box::pin(async move { Ok::<_, WriteError>(tx.run(&insert, values).await?) })
        })
        .await?;
    // Another process may have been faster: what stands in the table counts.
    let missing: Vec<PersonId> = fresh.into_iter().map(|(person, _)| person).collect();
    keys.extend(find(store, &missing).await?);
    Ok(keys)
}

/// The keys of those of `persons` who have one.
pub(crate) async fn find(
    store: &Store,
    persons: &[PersonId],
) -> Result<HashMap<PersonId, Key>, LedgerError> {
    let query = format!(
        "SELECT person_id, generation, key_hex FROM ledger_person_key
         WHERE key_hex IS NOT NULL AND person_id IN ({})",
        placeholders(persons.len())
    );
    let values = persons.iter().map(|person| Value::from(person.to_string()));
    let mut keys = HashMap::new();
    for row in store.read().rows(&query, values).await? {
        let person: String = row.try_get("", "person_id")?;
        let key: String = row.try_get("", "key_hex")?;
        let generation = row.try_get("", "generation")?;
        let mut bytes = [0; 32];
        if let (Ok(person), Ok(())) = (person.parse(), hex::decode_to_slice(&key, &mut bytes)) {
            keys.insert(person, Key { generation, bytes });
        }
    }
    Ok(keys)
}
