use dean06_store::{Sql, Tx, placeholders};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::{json, to_json};
use crate::form::Data;
use crate::registers::Answers;

/// An application before it is submitted.
#[expect(clippy::struct_field_names, reason = "named as the columns are")]
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Draft {
    /// Whose it is.
    pub party_id: String,
    /// Its key.
    pub draft_id: String,
    /// Name of the service.
    pub service: String,
    /// Section → field → what was typed, right or wrong.
    pub data: Data,
    /// What the registers answered.
    pub answers: Answers,
    /// Grows by one with every save.
    pub version: i64,
    /// Moment of the last save, UTC microseconds.
    pub saved_at: i64,
    /// The dossier that came of it.
    pub dossier_id: Option<String>,
    /// The interlinked application that it is a leg of.
    pub bundle_id: Option<String>,
    /// The leg.
    pub leg_id: Option<String>,
    /// The whole was submitted: nothing can be changed any more.
    pub sealed: bool,
}

const COLUMNS: &str = "party_id, draft_id, service, data, answers, version, saved_at, dossier_id, \
     bundle_id, leg_id, sealed";

impl Draft {
    /// The draft with this key, if it is this party's.
    pub async fn find<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        draft: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                &format!("SELECT {COLUMNS} FROM draft WHERE party_id = ? AND draft_id = ?"),
                [party.into(), draft.into()],
            )
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// The drafts of the legs of an interlinked application, former ones included.
    pub async fn of_bundle<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        drafts: &[String],
    ) -> Result<Vec<Self>, DbErr> {
        if drafts.is_empty() {
            return Ok(Vec::new());
        }
        let places = placeholders(drafts.len());
        let values = std::iter::once(party.into());
        let values = values.chain(drafts.iter().map(|draft| draft.as_str().into()));
        let rows = connection
            .rows(
                &format!(
                    "SELECT {COLUMNS} FROM draft WHERE party_id = ? AND draft_id IN ({places})"
                ),
                values,
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Stores a new draft.
    pub async fn insert(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            &format!("INSERT INTO draft ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            [
                self.party_id.clone().into(),
                self.draft_id.clone().into(),
                self.service.clone().into(),
                to_json(&self.data)?,
                to_json(&self.answers)?,
                self.version.into(),
                self.saved_at.into(),
                self.dossier_id.clone().into(),
                self.bundle_id.clone().into(),
                self.leg_id.clone().into(),
                i64::from(self.sealed).into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Begins a save: the draft goes to its next version, and whoever saves at the same moment
    /// waits for this write. Whether it is there and not submitted.
    pub async fn begin_save(
        tx: &Tx<'_>,
        party: &str,
        draft: &str,
        now: i64,
    ) -> Result<bool, DbErr> {
        let changed = tx
            .run(
                "UPDATE draft SET version = version + 1, saved_at = ?
                 WHERE party_id = ? AND draft_id = ? AND dossier_id IS NULL AND sealed = 0",
                [now.into(), party.into(), draft.into()],
            )
            .await?;
        Ok(changed == 1)
    }

    /// Stores what was typed and answered, after [`Draft::begin_save`].
    pub async fn save(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            "UPDATE draft SET data = ?, answers = ? WHERE party_id = ? AND draft_id = ?",
            [
                to_json(&self.data)?,
                to_json(&self.answers)?,
                self.party_id.clone().into(),
                self.draft_id.clone().into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// How many drafts of a party are not submitted, legs of interlinked applications aside.
    pub async fn count(tx: &Tx<'_>, party: &str) -> Result<i64, DbErr> {
        let row = tx
            .row(
                "SELECT COUNT(*) AS n FROM draft
                 WHERE party_id = ? AND dossier_id IS NULL AND bundle_id IS NULL",
                [party.into()],
            )
            .await?;
        row.map_or(Ok(0), |row| row.try_get("", "n"))
    }

    /// Keeps what the registers answered. It changes nothing that was typed, so the version stays.
    pub async fn keep_answers(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            "UPDATE draft SET answers = ?
             WHERE party_id = ? AND draft_id = ? AND dossier_id IS NULL AND sealed = 0",
            [
                to_json(&self.answers)?,
                self.party_id.clone().into(),
                self.draft_id.clone().into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Marks the draft at version `seen` as submitted; what was typed lives on in the dossier.
    /// Whether it was at that version and not submitted before.
    pub async fn submit(&self, tx: &Tx<'_>, dossier: &str) -> Result<bool, DbErr> {
        let changed = tx
            .run(
                "UPDATE draft SET dossier_id = ?
                 WHERE party_id = ? AND draft_id = ? AND version = ? AND dossier_id IS NULL",
                [
                    dossier.into(),
                    self.party_id.clone().into(),
                    self.draft_id.clone().into(),
                    self.version.into(),
                ],
            )
            .await?;
        Ok(changed == 1)
    }

    /// Seals the draft at the version seen: the whole was submitted, and its dossier comes later.
    /// Whether it was at that version and not submitted before.
    pub async fn seal(&self, tx: &Tx<'_>) -> Result<bool, DbErr> {
        let changed = tx
            .run(
                "UPDATE draft SET sealed = 1, answers = ?
                 WHERE party_id = ? AND draft_id = ? AND version = ? AND dossier_id IS NULL",
                [
                    to_json(&self.answers)?,
                    self.party_id.clone().into(),
                    self.draft_id.clone().into(),
                    self.version.into(),
                ],
            )
            .await?;
        Ok(changed == 1)
    }

    /// Throws a draft away that was not submitted. Whether there was one.
    pub async fn discard(tx: &Tx<'_>, party: &str, draft: &str) -> Result<bool, DbErr> {
        let gone = tx
            .run(
                "DELETE FROM draft WHERE party_id = ? AND draft_id = ? AND dossier_id IS NULL
                   AND sealed = 0",
                [party.into(), draft.into()],
            )
            .await?;
        Ok(gone == 1)
    }

    /// Forgets what the registers answered, because it is no longer so. What was typed stays.
    pub async fn forget_answers(tx: &Tx<'_>, party: &str, bundle: &str) -> Result<(), DbErr> {
        tx.run(
            "UPDATE draft SET answers = ?
             WHERE party_id = ? AND bundle_id = ? AND dossier_id IS NULL AND sealed = 0",
            [to_json(&Answers::default())?, party.into(), bundle.into()],
        )
        .await?;
        Ok(())
    }

    /// Gives the draft to a leg of a procedure, with another service if it has one.
    pub async fn move_to(&self, tx: &Tx<'_>) -> Result<bool, DbErr> {
        let moved = tx
            .run(
                "UPDATE draft SET leg_id = ?, service = ?, data = ?, answers = ?, version = ?
                 WHERE party_id = ? AND draft_id = ? AND version = ? AND dossier_id IS NULL
                   AND sealed = 0",
                [
                    self.leg_id.clone().into(),
                    self.service.clone().into(),
                    to_json(&self.data)?,
                    to_json(&self.answers)?,
                    self.version.into(),
                    self.party_id.clone().into(),
                    self.draft_id.clone().into(),
                    (self.version - 1).into(),
                ],
            )
            .await?;
        Ok(moved == 1)
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            party_id: row.try_get("", "party_id")?,
            draft_id: row.try_get("", "draft_id")?,
            service: row.try_get("", "service")?,
            data: json(row, "data")?,
            answers: json(row, "answers")?,
            version: row.try_get("", "version")?,
            saved_at: row.try_get("", "saved_at")?,
            dossier_id: row.try_get("", "dossier_id")?,
            bundle_id: row.try_get("", "bundle_id")?,
            leg_id: row.try_get("", "leg_id")?,
            sealed: row.try_get::<i64>("", "sealed")? != 0,
        })
    }
}
