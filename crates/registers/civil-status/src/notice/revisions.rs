use dean06_mediator::ServiceError;
use dean06_store::{Sql, Tx, WriteError};
use sea_orm::DbErr;

use super::{NoticeKind, SignedNotice};

/// A revision of a notice, as its hospital numbers it.
#[derive(Debug)]
pub(crate) struct Revision<'a> {
    pub kind: &'static NoticeKind,
    /// Facility and number: the name by which the hospital knows the notice.
    pub name: String,
    pub notice_number: &'a str,
    /// From 1; each correction adds one.
    pub number: u32,
    pub digest: &'a str,
}

/// Something else is known under this number, or a revision between is missing.
#[derive(Debug, thiserror::Error)]
#[error("not what was received under this number; revision {expected} would be a correction")]
pub(crate) struct Differs {
    pub number: String,
    pub expected: i64,
}

impl From<Differs> for ServiceError {
    fn from(error: Differs) -> Self {
        Self::refused("notice-differs")
            .with("number", error.number)
            .with("expected", error.expected.to_string())
    }
}

/// What a revision that arrives is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Arrived {
    /// The first of a notice.
    First,
    /// The next of a notice.
    Correction,
    /// One that was taken before.
    Again,
}

impl Revision<'_> {
    /// The notice if this very revision was taken before.
    pub async fn taken(&self, database: &impl Sql) -> Result<Option<String>, DbErr> {
        let Some(notice_id) = self.notice_id(database).await? else {
            return Ok(None);
        };
        let text = format!(
            "SELECT digest FROM {}_revision WHERE notice_id = ? AND revision = ?",
            self.kind.table
        );
        let row = database
            .row(&text, [notice_id.clone().into(), self.number.into()])
            .await?;
        match row {
            Some(row) if row.try_get::<String>("", "digest")? == self.digest => Ok(Some(notice_id)),
            _ => Ok(None),
        }
    }

    async fn notice_id(&self, database: &impl Sql) -> Result<Option<String>, DbErr> {
        let text = format!(
            "SELECT notice_id FROM {}_key WHERE notice_key = ?",
            self.kind.table
        );
        let row = database.row(&text, [self.name.clone().into()]).await?;
        row.map(|row| row.try_get("", "notice_id")).transpose()
    }

    /// Keeps the revision as it was signed, under a key that is `minted` if the notice is new. The
    /// row decides between two that arrive at once: the later one waits for it and finds what the
    /// first has left.
    pub async fn keep(
        &self,
        tx: &Tx<'_>,
        minted: &str,
        signed: &SignedNotice,
        now: i64,
    ) -> Result<(String, Arrived), WriteError<Differs>> {
        let notice_id = self.name_it(tx, minted).await?;
        let known = self.latest(tx, &notice_id).await?;
        let revision = i64::from(self.number);
        if revision > known + 1 {
            return Err(self.differs(known + 1));
        }
        if self.insert(tx, &notice_id, signed, now).await? {
            let arrived = if known == 0 {
                Arrived::First
            } else {
                Arrived::Correction
            };
            return Ok((notice_id, arrived));
        }
        match self.taken(tx).await? {
            Some(notice_id) => Ok((notice_id, Arrived::Again)),
            None => Err(self.differs(known.max(revision) + 1)),
        }
    }

    async fn name_it(&self, tx: &Tx<'_>, minted: &str) -> Result<String, DbErr> {
        let text = format!(
            "INSERT INTO {}_key (notice_key, notice_id) VALUES (?, ?)
             ON CONFLICT (notice_key) DO NOTHING",
            self.kind.table
        );
        tx.run(&text, [self.name.clone().into(), minted.into()])
            .await?;
        self.notice_id(tx).await?.ok_or(DbErr::RecordNotInserted)
    }

    /// The number of the last revision; 0 if there is none.
    async fn latest(&self, tx: &Tx<'_>, notice_id: &str) -> Result<i64, DbErr> {
        let text = format!(
            "SELECT MAX(revision) AS known FROM {}_revision WHERE notice_id = ?",
            self.kind.table
        );
        let row = tx.row(&text, [notice_id.into()]).await?;
        let known: Option<i64> = match row {
            Some(row) => row.try_get("", "known")?,
            None => None,
        };
        Ok(known.unwrap_or(0))
    }

    /// Whether this revision is new.
    async fn insert(
        &self,
        tx: &Tx<'_>,
        notice_id: &str,
        signed: &SignedNotice,
        now: i64,
    ) -> Result<bool, DbErr> {
        let text = format!(
            "INSERT INTO {}_revision (notice_id, revision, digest, key_id, jws, received_at)
             VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (notice_id, revision) DO NOTHING",
            self.kind.table
        );
        let values = [
            notice_id.into(),
            self.number.into(),
            self.digest.into(),
            signed.key_id.clone().into(),
            signed.jws.clone().into(),
            now.into(),
        ];
        Ok(tx.run(&text, values).await? == 1)
    }

    fn differs(&self, expected: i64) -> WriteError<Differs> {
        WriteError::Refused(Differs {
            number: self.notice_number.to_owned(),
            expected,
        })
    }
}
