use dean06_contracts::casework::BundleState;
use dean06_kernel::PersonId;
use dean06_mediator::ActorRef;
use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{json, optional_json, to_json};

/// An interlinked application (nhóm thủ tục liên thông) as a whole.
#[expect(clippy::struct_field_names, reason = "named as the columns are")]
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Bundle {
    /// Whose it is: the applicant.
    pub party_id: String,
    /// Its key.
    pub bundle_id: String,
    /// The family of the procedure.
    pub family: String,
    /// The procedure.
    pub slug: String,
    /// The version of the content that it lives under, once it is submitted.
    pub content_digest: Option<String>,
    /// Number of the whole, once it is submitted.
    pub number: Option<String>,
    /// Where it stands.
    pub state: BundleState,
    /// What it began with; `null` when the applicant began it.
    pub occasion: Value,
    /// Topic of the event that opened it.
    pub opened_by: Option<String>,
    /// Corrections of the occasion since then.
    pub changes: Vec<OccasionChange>,
    /// Whom or what it is about.
    pub about: Option<String>,
    /// Who applied, once it is submitted.
    pub applicant: Option<ActorRef>,
    /// Grows by one with every change of the whole or of a leg's state.
    pub version: i64,
    /// Moment of the beginning, UTC microseconds.
    pub started_at: i64,
    /// Moment of submission, UTC microseconds.
    pub submitted_at: Option<i64>,
    /// When the whole is due, UTC microseconds.
    pub due_at: Option<i64>,
    /// When the last leg came to its end, UTC microseconds.
    pub finished_at: Option<i64>,
}

/// The occasion of an application was corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct OccasionChange {
    /// Topic of the event.
    pub event: String,
    /// Moment, UTC microseconds.
    pub at: i64,
}

const COLUMNS: &str = "party_id, bundle_id, family, slug, content_digest, number, state, occasion, \
     opened_by, changes, about, applicant, version, started_at, submitted_at, due_at, finished_at";

impl Bundle {
    /// The applicant.
    pub fn applicant_id(&self) -> Option<PersonId> {
        self.party_id.parse().ok()
    }

    /// The application with this key, if it is this party's.
    pub async fn find<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        bundle: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                &format!("SELECT {COLUMNS} FROM bundle WHERE party_id = ? AND bundle_id = ?"),
                [party.into(), bundle.into()],
            )
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// A page of a party's applications, the latest first, after the one begun at `at` with the key
    /// `id`. Those that were thrown away before they were submitted are left out.
    pub async fn page<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        at: i64,
        id: &str,
        limit: u16,
    ) -> Result<Vec<Self>, DbErr> {
        let rows = connection
            .rows(
                &format!(
                    "SELECT {COLUMNS} FROM bundle
                     WHERE party_id = ? AND (state <> 'withdrawn' OR submitted_at IS NOT NULL)
                       AND (started_at < ? OR (started_at = ? AND bundle_id < ?))
                     ORDER BY started_at DESC, bundle_id DESC LIMIT ?"
                ),
                [
                    party.into(),
                    at.into(),
                    at.into(),
                    id.into(),
                    i64::from(limit).into(),
                ],
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// How many applications of a party are begun and not submitted.
    pub async fn count_drafts(tx: &Tx<'_>, party: &str) -> Result<i64, DbErr> {
        let row = tx
            .row(
                "SELECT COUNT(*) AS n FROM bundle WHERE party_id = ? AND state = 'draft'",
                [party.into()],
            )
            .await?;
        row.map_or(Ok(0), |row| row.try_get("", "n"))
    }

    /// Stores a new application.
    pub async fn insert(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            &format!(
                "INSERT INTO bundle ({COLUMNS})
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            ),
            [
                self.party_id.clone().into(),
                self.bundle_id.clone().into(),
                self.family.clone().into(),
                self.slug.clone().into(),
                self.content_digest.clone().into(),
                self.number.clone().into(),
                self.state.as_str().into(),
                self.occasion.clone().into(),
                self.opened_by.clone().into(),
                to_json(&self.changes)?,
                self.about.clone().into(),
                to_json(&self.applicant)?,
                self.version.into(),
                self.started_at.into(),
                self.submitted_at.into(),
                self.due_at.into(),
                self.finished_at.into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Stores the application as it stands after a change, if it still was at the version before.
    /// Whether it was. Whoever changes it at the same moment waits for this write.
    pub async fn advance(&self, tx: &Tx<'_>) -> Result<bool, DbErr> {
        let changed = tx
            .run(
                "UPDATE bundle SET slug = ?, content_digest = ?, number = ?, state = ?, changes = ?,
                   about = ?, applicant = ?, version = ?, submitted_at = ?, due_at = ?,
                   finished_at = ?
                 WHERE party_id = ? AND bundle_id = ? AND version = ?",
                [
                    self.slug.clone().into(),
                    self.content_digest.clone().into(),
                    self.number.clone().into(),
                    self.state.as_str().into(),
                    to_json(&self.changes)?,
                    self.about.clone().into(),
                    to_json(&self.applicant)?,
                    self.version.into(),
                    self.submitted_at.into(),
                    self.due_at.into(),
                    self.finished_at.into(),
                    self.party_id.clone().into(),
                    self.bundle_id.clone().into(),
                    (self.version - 1).into(),
                ],
            )
            .await?;
        Ok(changed == 1)
    }

    /// Notes that a leg has changed, whatever the version was: the row stays locked until the end
    /// of the write.
    pub async fn leg_changed(tx: &Tx<'_>, party: &str, bundle: &str) -> Result<(), DbErr> {
        tx.run(
            "UPDATE bundle SET version = version + 1 WHERE party_id = ? AND bundle_id = ?",
            [party.into(), bundle.into()],
        )
        .await?;
        Ok(())
    }

    /// Gives the application a later limit, whatever the version was.
    pub async fn lengthen(
        tx: &Tx<'_>,
        party: &str,
        bundle: &str,
        due_at: i64,
    ) -> Result<(), DbErr> {
        tx.run(
            "UPDATE bundle SET due_at = ?, version = version + 1
             WHERE party_id = ? AND bundle_id = ? AND due_at < ?",
            [due_at.into(), party.into(), bundle.into(), due_at.into()],
        )
        .await?;
        Ok(())
    }

    /// Keeps the application as it is until the end of this write. Whether it is at this version.
    pub async fn hold(tx: &Tx<'_>, party: &str, bundle: &str, version: i64) -> Result<bool, DbErr> {
        let held = tx
            .run(
                "UPDATE bundle SET version = version
                 WHERE party_id = ? AND bundle_id = ? AND version = ?",
                [party.into(), bundle.into(), version.into()],
            )
            .await?;
        Ok(held == 1)
    }

    /// Gives the application its number.
    pub async fn set_number(&self, tx: &Tx<'_>, number: &str) -> Result<(), DbErr> {
        tx.run(
            "UPDATE bundle SET number = ? WHERE party_id = ? AND bundle_id = ?",
            [
                number.into(),
                self.party_id.clone().into(),
                self.bundle_id.clone().into(),
            ],
        )
        .await?;
        tx.run(
            "INSERT INTO bundle_number (number, party_id, bundle_id) VALUES (?, ?, ?)",
            [
                number.into(),
                self.party_id.clone().into(),
                self.bundle_id.clone().into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Takes an occasion for an application. False if another one has it.
    pub async fn take_occasion(&self, tx: &Tx<'_>, occasion: &str) -> Result<bool, DbErr> {
        let taken = tx
            .run(
                "INSERT INTO bundle_occasion (occasion, party_id, bundle_id) VALUES (?, ?, ?)
                 ON CONFLICT (occasion) DO NOTHING",
                [
                    occasion.into(),
                    self.party_id.clone().into(),
                    self.bundle_id.clone().into(),
                ],
            )
            .await?;
        Ok(taken == 1)
    }

    /// The application that has an occasion.
    pub async fn of_occasion<C: ConnectionTrait>(
        connection: &C,
        occasion: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                "SELECT party_id, bundle_id FROM bundle_occasion WHERE occasion = ?",
                [occasion.into()],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let party: String = row.try_get("", "party_id")?;
        let bundle: String = row.try_get("", "bundle_id")?;
        Self::find(connection, &party, &bundle).await
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let state: String = row.try_get("", "state")?;
        Ok(Self {
            party_id: row.try_get("", "party_id")?,
            bundle_id: row.try_get("", "bundle_id")?,
            family: row.try_get("", "family")?,
            slug: row.try_get("", "slug")?,
            content_digest: row.try_get("", "content_digest")?,
            number: row.try_get("", "number")?,
            state: BundleState::ALL
                .into_iter()
                .find(|known| known.as_str() == state)
                .ok_or_else(|| DbErr::Type(format!("state {state}")))?,
            occasion: row.try_get("", "occasion")?,
            opened_by: row.try_get("", "opened_by")?,
            changes: json(row, "changes")?,
            about: row.try_get("", "about")?,
            applicant: optional_json(row, "applicant")?,
            version: row.try_get("", "version")?,
            started_at: row.try_get("", "started_at")?,
            submitted_at: row.try_get("", "submitted_at")?,
            due_at: row.try_get("", "due_at")?,
            finished_at: row.try_get("", "finished_at")?,
        })
    }
}
