use dean06_store::{Sql, WriteError};

use crate::Identity;

impl Identity {
    /// Revokes a key of an organisation from now on: nobody signs in with it any more, and nothing
    /// that it signs is taken. Whether there was a key that held; a revoked one stays as it is.
    pub async fn revoke_organisation_key(&self, key_id: &str) -> Result<bool, WriteError> {
        let now = self.sources.now_micros();
        self.store
            .write(|tx| {
                Box::pin(async move {
                    let revoked = tx
                        .run(
                            "UPDATE organisation_key SET revoked_at = ?
                             WHERE key_id = ? AND revoked_at IS NULL",
                            [now.into(), key_id.into()],
                        )
                        .await?;
                    Ok(revoked == 1)
                })
            })
            .await
    }
}
