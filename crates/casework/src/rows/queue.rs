use dean06_kernel::OrgId;
use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::Dossier;
use crate::course::Status;

/// Which part of an organisation's desk a dossier lies in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Tray {
    /// Waits for acceptance.
    New,
    /// Somebody here must act.
    Open,
    /// Waits for the applicant.
    Waiting,
    /// Decided.
    Done,
}

impl Tray {
    /// How it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Done => "done",
        }
    }

    fn of(status: Status) -> Self {
        match status {
            Status::Submitted => Self::New,
            Status::Received | Status::InProcess | Status::PaymentAsked => Self::Open,
            Status::SupplementAsked => Self::Waiting,
            Status::NotAccepted
            | Status::Withdrawn
            | Status::Stopped
            | Status::Done
            | Status::Returned => Self::Done,
        }
    }
}

/// A dossier as the queue of its organisation shows it: a projection of [`Dossier`].
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct QueueEntry {
    pub org_id: OrgId,
    pub dossier_id: String,
    pub party_id: String,
    pub number: String,
    pub service: String,
    pub tray: Tray,
    pub status: Status,
    pub sort_at: i64,
    pub due_at: Option<i64>,
    pub submitted_at: i64,
    pub about: Option<String>,
    pub applicant: String,
    pub flagged: bool,
    pub holder_id: Option<String>,
    pub holder_name: Option<String>,
}

const COLUMNS: &str = "org_id, dossier_id, party_id, number, service, tray, \
     status, sort_at, due_at, submitted_at, about, applicant, flagged, holder_id, holder_name";

impl QueueEntry {
    /// The entry that follows from a dossier.
    pub fn of(dossier: &Dossier) -> Self {
        let matters = &dossier.matters;
        let tray = Tray::of(dossier.status);
        let due_at = match tray {
            // Where both limits run, the nearer one.
            Tray::New => match (dossier.intake_due_at, dossier.due_at) {
                (Some(intake), Some(total)) => Some(intake.min(total)),
                (intake, total) => intake.or(total),
            },
            Tray::Open => dossier.due_at,
            Tray::Waiting | Tray::Done => None,
        };
        let supplement = matters.supplement.as_ref();
        let sort_at = match tray {
            // What has no limit comes after what has one.
            Tray::New | Tray::Open => due_at.unwrap_or(i64::MAX),
            Tray::Waiting => supplement.map_or(0, |supplement| supplement.asked_at),
            Tray::Done => -ended_at(dossier),
        };
        let holder = matters.holder.as_ref().filter(|_| tray != Tray::Done);
        Self {
            org_id: dossier.org_id.clone(),
            dossier_id: dossier.dossier_id.clone(),
            party_id: dossier.party_id.clone(),
            number: dossier.number.clone(),
            service: dossier.service.clone(),
            tray,
            status: dossier.status,
            sort_at,
            due_at,
            submitted_at: dossier.submitted_at,
            about: dossier.about.clone(),
            applicant: dossier.applicant.name.clone(),
            flagged: matters.flagged || !matters.setbacks.is_empty(),
            holder_id: holder.map(|held| held.officer.id.clone()),
            holder_name: holder.map(|held| held.officer.name.clone()),
        }
    }

    /// Puts it into the queue, in place of the one before.
    pub async fn put(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            &format!(
                "INSERT INTO queue_entry ({COLUMNS})
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                 ON CONFLICT (org_id, dossier_id) DO UPDATE SET tray = excluded.tray,
                   status = excluded.status, sort_at = excluded.sort_at, due_at = excluded.due_at,
                   about = excluded.about, flagged = excluded.flagged,
                   holder_id = excluded.holder_id, holder_name = excluded.holder_name"
            ),
            [
                self.org_id.as_str().into(),
                self.dossier_id.clone().into(),
                self.party_id.clone().into(),
                self.number.clone().into(),
                self.service.clone().into(),
                self.tray.as_str().into(),
                i64::from(self.status.code()).into(),
                self.sort_at.into(),
                self.due_at.into(),
                self.submitted_at.into(),
                self.about.clone().into(),
                self.applicant.clone().into(),
                i64::from(self.flagged).into(),
                self.holder_id.clone().into(),
                self.holder_name.clone().into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Whose dossier it is, if it lies at this organisation.
    pub async fn party_of<C: ConnectionTrait>(
        connection: &C,
        org: &OrgId,
        dossier: &str,
    ) -> Result<Option<String>, DbErr> {
        let row = connection
            .row(
                "SELECT party_id FROM queue_entry WHERE org_id = ? AND dossier_id = ?",
                [org.as_str().into(), dossier.into()],
            )
            .await?;
        row.map(|row| row.try_get("", "party_id")).transpose()
    }

    /// Reads one from a row that has all its columns.
    pub fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let org: String = row.try_get("", "org_id")?;
        let status: i64 = row.try_get("", "status")?;
        let status =
            Status::from_code(status).ok_or_else(|| DbErr::Type(format!("status {status}")))?;
        Ok(Self {
            org_id: OrgId::new(org).map_err(|error| DbErr::Type(error.to_string()))?,
            dossier_id: row.try_get("", "dossier_id")?,
            party_id: row.try_get("", "party_id")?,
            number: row.try_get("", "number")?,
            service: row.try_get("", "service")?,
            tray: Tray::of(status),
            status,
            sort_at: row.try_get("", "sort_at")?,
            due_at: row.try_get("", "due_at")?,
            submitted_at: row.try_get("", "submitted_at")?,
            about: row.try_get("", "about")?,
            applicant: row.try_get("", "applicant")?,
            flagged: row.try_get::<i64>("", "flagged")? != 0,
            holder_id: row.try_get("", "holder_id")?,
            holder_name: row.try_get("", "holder_name")?,
        })
    }

    /// The columns that [`QueueEntry::from_row`] reads.
    pub const fn columns() -> &'static str {
        COLUMNS
    }
}

/// When a dossier was decided or withdrawn.
fn ended_at(dossier: &Dossier) -> i64 {
    let matters = &dossier.matters;
    let approved = matters.approval.as_ref().map(|approval| approval.at);
    let closed = matters.closing.as_ref().map(|closing| closing.at);
    closed.or(approved).unwrap_or(dossier.submitted_at)
}
