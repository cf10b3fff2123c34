//! Tables, brought up to date step by step.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};

use crate::{Engine, MigrateError, Sql, Store, WriteError, crash};

/// How long one migration may take.
const LIMIT: Duration = Duration::from_hours(1);

/// One step of a schema. Steps are applied in order, each in a transaction, once; they are never
/// edited or removed afterwards.
#[derive(Clone, Copy)]
pub struct Migration {
    /// Names the step within its owner: `0001_person`.
    pub id: &'static str,
    /// The SQL, one statement per text.
    pub statements: fn(Engine) -> Vec<String>,
}

impl fmt::Debug for Migration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Migration")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Brings the tables of `owner` (the room that alone touches them) up to date. Several processes
    /// may do so at once on one PostgreSQL; each step is applied by one of them.
    pub async fn migrate(
        &self,
        owner: &'static str,
        migrations: &[Migration],
    ) -> Result<(), MigrateError> {
        let failed = |id: &str| {
            let (owner, id) = (owner.to_owned(), id.to_owned());
            move |source| MigrateError::Failed { owner, id, source }
        };
        let applied = self.applied(owner).await.map_err(failed(""))?;
        let unknown = |id: &&String| migrations.iter().all(|known| known.id != *id);
        if let Some(id) = applied.keys().find(unknown) {
            return Err(MigrateError::Newer {
                owner: owner.to_owned(),
                id: id.clone(),
            });
        }
        for migration in migrations {
            let statements = (migration.statements)(self.engine());
            let digest = digest(&statements);
            let known = match applied.get(migration.id) {
                Some(known) => known.clone(),
                None => self
                    .apply(owner, migration.id, &statements, &digest)
                    .await
                    .map_err(failed(migration.id))?,
            };
            if known != digest {
                return Err(MigrateError::Changed {
                    owner: owner.to_owned(),
                    id: migration.id.to_owned(),
                });
            }
        }
        Ok(())
    }

    async fn applied(&self, owner: &str) -> Result<BTreeMap<String, String>, WriteError> {
        let rows = self
            .read()
            .rows(
                "SELECT id, digest FROM schema_migration WHERE owner = ?",
                [owner.into()],
            )
            .await?;
        let row =
            |row: &sea_orm::QueryResult| Ok((row.try_get("", "id")?, row.try_get("", "digest")?));
        rows.iter().map(row).collect()
    }

    /// Applies one step, unless another process is faster. The digest it was applied with.
    async fn apply(
        &self,
        owner: &str,
        id: &str,
        statements: &[String],
        digest: &str,
    ) -> Result<String, WriteError> {
        let now = self.sources().now_micros();
        self.write_within(LIMIT, |tx| {
            Box::pin(async move {
                if self.engine() == Engine::Postgres {
                    tx.execute_unprepared("SET LOCAL statement_timeout = 0")
                        .await?;
                }
                // Another process at the same step waits here until this one has committed.
                let new = tx
                    .run(
                        "INSERT INTO schema_migration (owner, id, digest, applied_at)
                         VALUES (?, ?, ?, ?) ON CONFLICT (owner, id) DO NOTHING",
                        [owner.into(), id.into(), digest.into(), now.into()],
                    )
                    .await?;
                if new == 0 {
                    let row = tx
                        .row(
                            "SELECT digest FROM schema_migration WHERE owner = ? AND id = ?",
                            [owner.into(), id.into()],
                        )
                        .await?;
                    let digest = row.map(|row| row.try_get("", "digest")).transpose()?;
                    return Ok(digest.unwrap_or_default());
                }
                for statement in statements {
                    tx.execute_unprepared(statement).await?;
                }
                crash::point("migrate.before-record");
                Ok(digest.to_owned())
            })
        })
        .await
    }
}

fn digest(statements: &[String]) -> String {
    let mut hasher = Sha256::new();
    for statement in statements {
        hasher.update(statement.as_bytes());
        hasher.update([0]);
    }
    hex::encode(hasher.finalize())
}
