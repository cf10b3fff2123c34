//! The signing keys of this room, kept in its table.

use std::sync::{Arc, PoisonError, RwLock};

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

/// How long a process signs with a key before it looks whether there is a newer one, in
/// microseconds.
const FRESH: i64 = 60 * 1_000_000;

/// The key that signs now.
#[derive(Clone, Default)]
pub struct Keys {
    held: Arc<RwLock<Option<Held>>>,
}

#[derive(Clone)]
struct Held {
    signer: Arc<SoftwareKey>,
    read_at: i64,
}

impl Keys {
    /// Reads the key; makes the first one if there is none.
    pub async fn prepare(&self, store: &Store, sources: &Sources) -> Result<(), KeyError> {
        if latest(store).await?.is_none() {
            make(store, sources, FIRST).await?;
        }
        self.read(store, sources).await.map(|_| ())
    }

    /// The key that signs now.
    pub async fn signer(
        &self,
        store: &Store,
        sources: &Sources,
    ) -> Result<Arc<SoftwareKey>, KeyError> {
        let now = sources.now_micros();
        let held = self.held.read().map(|held| held.clone()).ok().flatten();
        match held {
            // A clock set back makes it unknown how long ago that was.
            Some(held) if (0..FRESH).contains(&(now - held.read_at)) => Ok(held.signer),
            _ => self.read(store, sources).await,
        }
    }

    /// Makes a new key, which signs from now on; other processes take it up within a minute. What
    /// former keys signed stays verifiable. Of several who do so at once, one makes the key.
    pub async fn rotate(&self, store: &Store, sources: &Sources) -> Result<String, KeyError> {
        let (generation, _) = latest(store).await?.ok_or(NO_KEY)?;
        make(store, sources, generation + 1).await?;
        let signer = self.read(store, sources).await?;
        Ok(signer.key_id().to_owned())
    }

    async fn read(&self, store: &Store, sources: &Sources) -> Result<Arc<SoftwareKey>, KeyError> {
        let (_, signer) = latest(store).await?.ok_or(NO_KEY)?;
        let signer = Arc::new(signer);
        let mut held = self.held.write().unwrap_or_else(PoisonError::into_inner);
        *held = Some(Held {
            signer: Arc::clone(&signer),
            read_at: sources.now_micros(),
        });
        Ok(signer)
    }
}

const NO_KEY: SigningError = SigningError::Key("there is none");

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

async fn latest(store: &Store) -> Result<Option<(i64, SoftwareKey)>, KeyError> {
    let row = store
        .read()
        .row(
            "SELECT generation, private_key FROM signing_key ORDER BY generation DESC LIMIT 1",
            [],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    let private: Vec<u8> = row.try_get("", "private_key")?;
    let key = SoftwareKey::from_pkcs8(private)?;
    Ok(Some((row.try_get("", "generation")?, key)))
}

/// Of several processes that make a generation at once, one does and the others read it.
async fn make(store: &Store, sources: &Sources, generation: i64) -> Result<(), KeyError> {
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
                        generation.into(),
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
