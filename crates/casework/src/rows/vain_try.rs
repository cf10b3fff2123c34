use dean06_kernel::Text;
use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr};

use super::{json, to_json};

/// What the machine tried in vain and will try again: the effect of a decision, the beginning of a
/// leg.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct VainTry {
    /// How often.
    pub tries: u32,
    /// Moment of the last time, UTC microseconds.
    pub last_at: i64,
    /// What came back then.
    pub error: Text,
}

impl VainTry {
    /// The effect of a dossier's decision.
    pub fn effect(dossier: &str) -> String {
        format!("effect/{dossier}")
    }

    /// The beginning of a leg.
    pub fn leg(bundle: &str, leg: &str) -> String {
        format!("leg/{bundle}/{leg}")
    }

    /// What was tried in vain, if anything was.
    pub async fn find<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        subject: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                "SELECT tries, last_at, error FROM vain_try WHERE party_id = ? AND subject = ?",
                [party.into(), subject.into()],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let tries: i64 = row.try_get("", "tries")?;
        Ok(Some(Self {
            tries: u32::try_from(tries).unwrap_or(u32::MAX),
            last_at: row.try_get("", "last_at")?,
            error: json(&row, "error")?,
        }))
    }

    /// Counts one more.
    pub async fn note(
        tx: &Tx<'_>,
        party: &str,
        subject: &str,
        at: i64,
        error: &Text,
    ) -> Result<(), DbErr> {
        tx.run(
            "INSERT INTO vain_try (party_id, subject, tries, since, last_at, error)
             VALUES (?, ?, 1, ?, ?, ?)
             ON CONFLICT (party_id, subject) DO UPDATE SET tries = vain_try.tries + 1,
               last_at = excluded.last_at, error = excluded.error",
            [
                party.into(),
                subject.into(),
                at.into(),
                at.into(),
                to_json(error)?,
            ],
        )
        .await?;
        Ok(())
    }

    /// It was not in vain this time.
    pub async fn forget(tx: &Tx<'_>, party: &str, subject: &str) -> Result<(), DbErr> {
        tx.run(
            "DELETE FROM vain_try WHERE party_id = ? AND subject = ?",
            [party.into(), subject.into()],
        )
        .await?;
        Ok(())
    }
}
