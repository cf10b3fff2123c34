use dean06_mediator::ActorRef;
use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::{json, to_json};

/// An entry in the history of a dossier. There is one for each version; none ever changes.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// The version that it made.
    pub version: i64,
    /// Moment, UTC microseconds.
    pub at: i64,
    /// Kind of step, a key of `casework.toml`.
    pub kind: String,
    /// Who acted.
    pub actor: ActorRef,
    /// What was said with it, for everybody who may see the dossier.
    pub note: Option<String>,
    /// What was said to colleagues.
    pub internal_note: Option<String>,
}

impl Entry {
    /// Appends it to the history of a dossier.
    pub async fn append(&self, tx: &Tx<'_>, party: &str, dossier: &str) -> Result<(), DbErr> {
        tx.run(
            "INSERT INTO dossier_event (party_id, dossier_id, version, at, kind, actor, note, internal_note)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            [
                party.into(),
                dossier.into(),
                self.version.into(),
                self.at.into(),
                self.kind.clone().into(),
                to_json(&self.actor)?,
                self.note.clone().into(),
                self.internal_note.clone().into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// The whole history of a dossier, the latest first.
    pub async fn of_dossier<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        dossier: &str,
    ) -> Result<Vec<Self>, DbErr> {
        let rows = connection
            .rows(
                "SELECT version, at, kind, actor, note, internal_note FROM dossier_event
                 WHERE party_id = ? AND dossier_id = ? ORDER BY version DESC",
                [party.into(), dossier.into()],
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// The latest entry.
    pub async fn latest<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        dossier: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                "SELECT version, at, kind, actor, note, internal_note FROM dossier_event
                 WHERE party_id = ? AND dossier_id = ? ORDER BY version DESC LIMIT 1",
                [party.into(), dossier.into()],
            )
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            version: row.try_get("", "version")?,
            at: row.try_get("", "at")?,
            kind: row.try_get("", "kind")?,
            actor: json(row, "actor")?,
            note: row.try_get("", "note")?,
            internal_note: row.try_get("", "internal_note")?,
        })
    }
}
