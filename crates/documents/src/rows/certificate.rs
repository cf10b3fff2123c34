use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use crate::notary::{Credential, Role};

/// A certificate authority of this room.
#[derive(Clone)]
pub(crate) struct AuthorityRow {
    pub generation: i64,
    pub credential: Credential,
    /// UTC microseconds.
    pub created_at: i64,
}

impl AuthorityRow {
    /// Stores it, unless another process was faster.
    pub async fn insert(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            "INSERT INTO certificate_authority (generation, certificate, private_key, created_at)
             VALUES (?, ?, ?, ?) ON CONFLICT (generation) DO NOTHING",
            [
                self.generation.into(),
                self.credential.certificate.clone().into(),
                self.credential.private_key.clone().into(),
                self.created_at.into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// All of them, the latest first.
    pub async fn all<C: ConnectionTrait>(connection: &C) -> Result<Vec<Self>, DbErr> {
        let rows = connection
            .rows(
                "SELECT generation, certificate, private_key, created_at
                 FROM certificate_authority ORDER BY generation DESC",
                [],
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            generation: row.try_get("", "generation")?,
            credential: Credential {
                certificate: row.try_get("", "certificate")?,
                private_key: row.try_get("", "private_key")?,
            },
            created_at: row.try_get("", "created_at")?,
        })
    }
}

/// A certificate of an officer or of a seal, with its key.
#[derive(Clone)]
pub(crate) struct CertificateRow {
    /// Whose it is: `officer/<organisation>/<account>` or `seal/<organisation>`.
    pub holder: String,
    pub generation: i64,
    /// The generation of the authority that issued it.
    pub authority: i64,
    /// Serial number in hexadecimal.
    pub serial: String,
    pub role: Role,
    pub name: String,
    pub organisation: String,
    pub credential: Credential,
    /// UTC microseconds.
    pub not_before: i64,
    /// UTC microseconds.
    pub not_after: i64,
    pub revoked_at: Option<i64>,
}

const COLUMNS: &str = "holder, generation, authority, serial, role, name, organisation, \
    certificate, private_key, not_before, not_after, revoked_at";

impl CertificateRow {
    /// Stores it, unless another process was faster.
    pub async fn insert(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            &format!(
                "INSERT INTO certificate ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT (holder, generation) DO NOTHING"
            ),
            [
                self.holder.clone().into(),
                self.generation.into(),
                self.authority.into(),
                self.serial.clone().into(),
                self.role.as_str().into(),
                self.name.clone().into(),
                self.organisation.clone().into(),
                self.credential.certificate.clone().into(),
                self.credential.private_key.clone().into(),
                self.not_before.into(),
                self.not_after.into(),
                self.revoked_at.into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// The latest certificate of a holder.
    pub async fn latest<C: ConnectionTrait>(
        connection: &C,
        holder: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                &format!(
                    "SELECT {COLUMNS} FROM certificate WHERE holder = ?
                     ORDER BY generation DESC LIMIT 1"
                ),
                [holder.into()],
            )
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// What an authority had issued and was revoked, in DER, and when.
    pub async fn revoked<C: ConnectionTrait>(
        connection: &C,
        authority: i64,
    ) -> Result<Vec<(Vec<u8>, i64)>, DbErr> {
        let rows = connection
            .rows(
                "SELECT certificate, revoked_at FROM certificate
                 WHERE revoked_at IS NOT NULL AND authority = ? ORDER BY revoked_at, serial",
                [authority.into()],
            )
            .await?;
        rows.iter()
            .map(|row| {
                Ok((
                    row.try_get("", "certificate")?,
                    row.try_get("", "revoked_at")?,
                ))
            })
            .collect()
    }

    /// Revokes every certificate of a holder that is not revoked yet; how many.
    pub async fn revoke(tx: &Tx<'_>, holder: &str, why: &str, at: i64) -> Result<u64, DbErr> {
        tx.run(
            "UPDATE certificate SET revoked_at = ?, revoked_why = ?
             WHERE holder = ? AND revoked_at IS NULL",
            [at.into(), why.into(), holder.into()],
        )
        .await
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let role: String = row.try_get("", "role")?;
        Ok(Self {
            holder: row.try_get("", "holder")?,
            generation: row.try_get("", "generation")?,
            authority: row.try_get("", "authority")?,
            serial: row.try_get("", "serial")?,
            role: Role::parse(&role).ok_or_else(|| DbErr::Type(format!("{role} is no role")))?,
            name: row.try_get("", "name")?,
            organisation: row.try_get("", "organisation")?,
            credential: Credential {
                certificate: row.try_get("", "certificate")?,
                private_key: row.try_get("", "private_key")?,
            },
            not_before: row.try_get("", "not_before")?,
            not_after: row.try_get("", "not_after")?,
            revoked_at: row.try_get("", "revoked_at")?,
        })
    }
}
