use dean06_kernel::PersonId;
use dean06_store::{Sql, WriteError};

use crate::{Ledger, LedgerError};

impl Ledger {
    /// Destroys the key of `person` at the moment `at` (UTC microseconds): who used the person's
    /// data can no longer be read, and the log still verifies. Nothing brings it back.
    pub async fn forget(&self, person: PersonId, at: i64) -> Result<(), LedgerError> {
        self.store
            .write(|tx| {
                Box::pin(async move {
                    tx.run(
                        "UPDATE ledger_person_key SET key_hex = NULL, generation = generation + 1,
                           destroyed_at = ?
                         WHERE person_id = ?",
                        [at.into(), person.to_string().into()],
                    )
                    .await?;
                    Ok::<_, WriteError>(())
                })
            })
            .await?;
        Ok(())
    }
}
