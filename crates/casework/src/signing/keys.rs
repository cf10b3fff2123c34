//! The signing keys of this room, kept in its table.

use std::sync::{Arc, OnceLock};

use dean06_kernel::Sources;
use dean06_store::{NoRefusal, Sql, Store, WriteError};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use sea_orm::DbErr;
use serde_json::Value;

use super::{Signer, SigningError, SoftwareKey};

/// The first key there is.
const FIRST: i64 = 1;

/// Why the keys cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The database cannot give or take them.
    #[error("the signing keys cannot be read or stored")]
    Database(#[from] WriteError<NoRefusal>),
    /// A key is not usable.
    #[error(transparent)]
    Signing(#[from] SigningError),
}

impl From<DbErr> for KeyError {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

/// The key that signs now.
#[derive(Clone, Default)]
pub struct Keys {
    signer: Arc<OnceLock<SoftwareKey>>,
}

impl Keys {
    /// Reads the key; makes the first one if there is none.
    pub async fn prepare(&self, store: &Store, sources: &Sources) -> Result<(), KeyError> {
        if self.signer.get().is_some() {
            return Ok(());
        }
        let mut latest = latest(store).await?;
        if latest.is_none() {
            make_first(store, sources).await?;
            latest = self::latest(store).await?;
        }
        let signer = latest.ok_or(SigningError::Key("there is none"))?;
        // Somebody who prepared at the same time read the same key.
        let _ = self.signer.set(signer);
        Ok(())
    }

    /// The key that signs now.
    pub fn signer(&self) -> Result<&dyn Signer, SigningError> {
        self.signer
            .get()
            .map(|signer| signer as &dyn Signer)
            .ok_or(SigningError::Key("it is not loaded yet"))
    }
}

/// The public halves of all keys that ever signed.
pub async fn public(store: &Store) -> Result<JwkSet, KeyError> {
    let rows = store
        .read()
        .rows("SELECT public_key FROM signing_key ORDER BY generation", [])
        .await?;
    let mut keys = Vec::with_capacity(rows.len());
    for row in &rows {
        let public: Value = row.try_get("", "public_key")?;
        keys.push(serde_json::from_value::<Jwk>(public).map_err(SigningError::Json)?);
    }
    Ok(JwkSet { keys })
}

async fn latest(store: &Store) -> Result<Option<SoftwareKey>, KeyError> {
    let row = store
        .read()
        .row(
            "SELECT private_key FROM signing_key ORDER BY generation DESC LIMIT 1",
            [],
        )
        .await?;
    let private: Option<Vec<u8>> = row.map(|row| row.try_get("", "private_key")).transpose()?;
    Ok(private.map(SoftwareKey::from_pkcs8).transpose()?)
}

/// Of several processes that start at once, one makes the key and the others read it.
async fn make_first(store: &Store, sources: &Sources) -> Result<(), KeyError> {
    let key = &SoftwareKey::generate()?;
    let public = &serde_json::to_value(key.public()).map_err(SigningError::Json)?;
    let now = sources.now_micros();
    store
        .write(|tx| {
            Box::pin(async move {
                tx.run(
                    "INSERT INTO signing_key (generation, key_id, private_key, public_key, created_at)
                     VALUES (?, ?, ?, ?, ?) ON CONFLICT (generation) DO NOTHING",
                    [
                        FIRST.into(),
                        key.key_id().into(),
                        key.pkcs8().to_vec().into(),
                        public.clone().into(),
                        now.into(),
                    ],
                )
                .await?;
                Ok::<(), WriteError<NoRefusal>>(())
            })
        })
        .await?;
    Ok(())
}
