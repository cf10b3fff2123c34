use dean06_kernel::{OrgId, PersonId};
use dean06_mediator::ActorRef;
use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::{Entry, Leg, Matters, QueueEntry, json, to_json};
use crate::course::{Standing, Status};
use crate::form::Data;
use crate::registers::Answers;

/// One application as it stands.
#[expect(clippy::struct_field_names, reason = "named as the columns are")]
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Dossier {
    /// Whose it is: the applicant.
    pub party_id: String,
    /// Its key.
    pub dossier_id: String,
    /// The draft that it came of.
    pub draft_id: String,
    /// Mã số hồ sơ.
    pub number: String,
    /// Name of the service.
    pub service: String,
    /// Who handles it.
    pub org_id: OrgId,
    /// The version of the content that it lives under.
    pub content_digest: String,
    /// Legal status.
    pub status: Status,
    /// Grows by one with every step.
    pub version: i64,
    /// Moment of submission, UTC microseconds.
    pub submitted_at: i64,
    /// When it must have been checked for acceptance, UTC microseconds.
    pub intake_due_at: Option<i64>,
    /// Hạn trả kết quả, UTC microseconds; nothing while the clock stands.
    pub due_at: Option<i64>,
    /// Whom or what it is about.
    pub about: Option<String>,
    /// Who applied.
    pub applicant: ActorRef,
    /// What was declared, with the values of the registers at that time.
    pub declared: Data,
    /// What the registers answered then.
    pub answers: Answers,
    /// What happened to it.
    pub matters: Matters,
    /// The interlinked application that it is a leg of.
    pub bundle_id: Option<String>,
    /// The leg.
    pub leg_id: Option<String>,
}

/// What became of an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// It was at the version seen and stands changed now.
    AtVersion,
    /// Somebody was faster.
    Changed,
}

const COLUMNS: &str = "party_id, dossier_id, draft_id, number, service, org_id, content_digest, \
     status, version, submitted_at, intake_due_at, due_at, about, applicant, declared, answers, \
     matters, bundle_id, leg_id";

impl Dossier {
    /// The applicant.
    pub fn applicant_id(&self) -> Option<PersonId> {
        self.party_id.parse().ok()
    }

    /// Where it stands, as far as that decides what may come next.
    pub fn standing(&self) -> Standing {
        Standing {
            status: self.status,
            approved: self.matters.approval.as_ref().is_some_and(|a| a.pending),
            supplemented: self.matters.supplement.is_some(),
            extended: self.matters.extension.is_some(),
            verifying: self.matters.verification.is_some(),
        }
    }

    /// The dossier with this key, if it is this party's.
    pub async fn find<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        dossier: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                &format!("SELECT {COLUMNS} FROM dossier WHERE party_id = ? AND dossier_id = ?"),
                [party.into(), dossier.into()],
            )
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// The dossier that came of a draft.
    pub async fn of_draft<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        draft: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                &format!("SELECT {COLUMNS} FROM dossier WHERE party_id = ? AND draft_id = ?"),
                [party.into(), draft.into()],
            )
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// All dossiers of an interlinked application, former attempts included, the latest first.
    pub async fn of_bundle<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        bundle: &str,
    ) -> Result<Vec<Self>, DbErr> {
        let rows = connection
            .rows(
                &format!(
                    "SELECT {COLUMNS} FROM dossier WHERE party_id = ? AND bundle_id = ?
                     ORDER BY submitted_at DESC, dossier_id DESC"
                ),
                [party.into(), bundle.into()],
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// The dossier with this key, if it lies at this organisation.
    pub async fn find_at<C: ConnectionTrait>(
        connection: &C,
        org: &OrgId,
        dossier: &str,
    ) -> Result<Option<Self>, DbErr> {
        match QueueEntry::party_of(connection, org, dossier).await? {
            Some(party) => Self::find(connection, &party, dossier).await,
            None => Ok(None),
        }
    }

    /// A page of a party's dossiers, the latest first, after the row submitted at `at` with the key
    /// `id`.
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
                    "SELECT {COLUMNS} FROM dossier
                     WHERE party_id = ? AND (submitted_at < ? OR (submitted_at = ? AND dossier_id < ?))
                     ORDER BY submitted_at DESC, dossier_id DESC LIMIT ?"
                ),
                [party.into(), at.into(), at.into(), id.into(), i64::from(limit).into()],
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Stores a new dossier with its number, its place in the queue and its first entry.
    pub async fn insert(&self, tx: &Tx<'_>, entry: &Entry) -> Result<(), DbErr> {
        tx.run(
            &format!(
                "INSERT INTO dossier ({COLUMNS})
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            ),
            [
                self.party_id.clone().into(),
                self.dossier_id.clone().into(),
                self.draft_id.clone().into(),
                self.number.clone().into(),
                self.service.clone().into(),
                self.org_id.as_str().into(),
                self.content_digest.clone().into(),
                i64::from(self.status.code()).into(),
                self.version.into(),
                self.submitted_at.into(),
                self.intake_due_at.into(),
                self.due_at.into(),
                self.about.clone().into(),
                to_json(&self.applicant)?,
                to_json(&self.declared)?,
                to_json(&self.answers)?,
                to_json(&self.matters)?,
                self.bundle_id.clone().into(),
                self.leg_id.clone().into(),
            ],
        )
        .await?;
        tx.run(
            "INSERT INTO dossier_number (number, party_id, dossier_id) VALUES (?, ?, ?)",
            [
                self.number.clone().into(),
                self.party_id.clone().into(),
                self.dossier_id.clone().into(),
            ],
        )
        .await?;
        entry.append(tx, &self.party_id, &self.dossier_id).await?;
        QueueEntry::of(self).put(tx).await
    }

    /// Stores the dossier as it stands after a step, if it still was at the version before, and
    /// with it the entry in the history, the place in the queue and where its leg stands.
    pub async fn advance(&self, tx: &Tx<'_>, entry: &Entry) -> Result<Found, DbErr> {
        let changed = tx
            .run(
                "UPDATE dossier SET status = ?, version = ?, due_at = ?, about = ?, declared = ?,
                   answers = ?, matters = ?
                 WHERE party_id = ? AND dossier_id = ? AND version = ?",
                [
                    i64::from(self.status.code()).into(),
                    self.version.into(),
                    self.due_at.into(),
                    self.about.clone().into(),
                    to_json(&self.declared)?,
                    to_json(&self.answers)?,
                    to_json(&self.matters)?,
                    self.party_id.clone().into(),
                    self.dossier_id.clone().into(),
                    (self.version - 1).into(),
                ],
            )
            .await?;
        if changed == 0 {
            return Ok(Found::Changed);
        }
        entry.append(tx, &self.party_id, &self.dossier_id).await?;
        QueueEntry::of(self).put(tx).await?;
        Leg::follow(tx, self, entry.at).await?;
        Ok(Found::AtVersion)
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let status: i64 = row.try_get("", "status")?;
        let org: String = row.try_get("", "org_id")?;
        Ok(Self {
            party_id: row.try_get("", "party_id")?,
            dossier_id: row.try_get("", "dossier_id")?,
            draft_id: row.try_get("", "draft_id")?,
            number: row.try_get("", "number")?,
            service: row.try_get("", "service")?,
            org_id: OrgId::new(org).map_err(|error| DbErr::Type(error.to_string()))?,
            content_digest: row.try_get("", "content_digest")?,
            status: Status::from_code(status)
                .ok_or_else(|| DbErr::Type(format!("status {status}")))?,
            version: row.try_get("", "version")?,
            submitted_at: row.try_get("", "submitted_at")?,
            intake_due_at: row.try_get("", "intake_due_at")?,
            due_at: row.try_get("", "due_at")?,
            about: row.try_get("", "about")?,
            applicant: json(row, "applicant")?,
            declared: json(row, "declared")?,
            answers: json(row, "answers")?,
            matters: json(row, "matters")?,
            bundle_id: row.try_get("", "bundle_id")?,
            leg_id: row.try_get("", "leg_id")?,
        })
    }
}
