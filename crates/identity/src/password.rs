use std::sync::Arc;

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

/// Hashing uses much memory on purpose: so many at once and no more.
const AT_ONCE: usize = 2;

/// The longest password, in bytes.
pub(crate) const LENGTH_LIMIT: usize = 200;

/// Whether a password has 8 characters at least and 200 bytes at most.
pub(crate) fn is_fit(password: &str) -> bool {
    password.chars().count() >= 8 && password.len() <= LENGTH_LIMIT
}

/// A password could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed")]
pub(crate) struct PasswordError;

/// Argon2id with 19 MiB, two passes and one lane: the first recommendation of OWASP's cheat sheet
/// on password storage that fits a small machine.
#[derive(Clone)]
pub(crate) struct Passwords {
    slots: Arc<Semaphore>,
    cost: Cost,
}

/// How dear a hash is.
#[derive(Clone, Copy)]
pub(crate) enum Cost {
    Full,
    /// For thousands of synthetic accounts and for tests: no protection.
    Demo,
}

impl Passwords {
    pub fn new(cost: Cost) -> Self {
        Self {
            slots: Arc::new(Semaphore::new(AT_ONCE)),
            cost,
        }
    }

    fn hasher(cost: Cost) -> Result<Argon2<'static>, PasswordError> {
        let params = match cost {
            Cost::Full => Params::new(19 * 1024, 2, 1, None),
            Cost::Demo => Params::new(Params::MIN_M_COST, 1, 1, None),
        };
        Ok(Argon2::new(
            Algorithm::Argon2id,
            Version::V0x13,
            params.map_err(|_| PasswordError)?,
        ))
    }

    /// The PHC string of a password.
    pub async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String, PasswordError> {
        let cost = self.cost;
        self.run(move || {
            let hash = Self::hasher(cost)?
                .hash_password_with_salt(password.as_bytes(), &salt)
                .map_err(|_| PasswordError)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether `password` is the one behind `hash`. Without a hash it works as long and says no, so
    /// that nobody learns from the time which logins exist.
    pub async fn verify(
        &self,
        password: String,
        hash: Option<String>,
    ) -> Result<bool, PasswordError> {
        let cost = self.cost;
        self.run(move || {
            let Some(hash) = hash else {
                Self::hasher(cost)?
                    .hash_password_with_salt(password.as_bytes(), &[0; 16])
                    .map_err(|_| PasswordError)?;
                return Ok(false);
            };
            let parsed = PasswordHash::new(&hash).map_err(|_| PasswordError)?;
            Ok(Argon2::default()
                .verify_password(password.as_bytes(), &parsed)
                .is_ok())
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let _slot = self.slots.acquire().await.map_err(|_| PasswordError)?;
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|_| PasswordError)?
    }
}
