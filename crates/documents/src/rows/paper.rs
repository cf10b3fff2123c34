use dean06_contracts::casework::SignedField;
use dean06_contracts::documents::{PaperSource, PaperState};
use dean06_kernel::{OrgId, PersonId, Text};
use dean06_store::{Sql, Tx};
use jiff::civil::Date;
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Value};
use serde::{Deserialize, Serialize};

use super::{Key, json, parsed, to_json};
use crate::cursor::Cursor;

/// How a paper came into the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Issued,
    Uploaded,
}

impl Source {
    fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Uploaded => "uploaded",
        }
    }
}

impl From<Source> for PaperSource {
    fn from(source: Source) -> Self {
        match source {
            Source::Issued => Self::Issued,
            Source::Uploaded => Self::Uploaded,
        }
    }
}

/// What an agency said with the paper that it issued.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Issue {
    /// The party of the dossier.
    pub party_id: String,
    pub dossier_id: String,
    pub org_id: OrgId,
    pub number: String,
    pub issuer: Text,
    pub signer: String,
    pub code: String,
    /// The signed JSON of casework.
    pub jws: String,
    /// What the paper shows, in order.
    pub fields: Vec<SignedField>,
    /// Everybody whose data stand in it.
    pub subjects: Vec<PersonId>,
    /// Version of the content under which it was made.
    pub content_digest: String,
}

/// Why a paper is not in force any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Revocation {
    /// UTC microseconds.
    pub at: i64,
    pub why: String,
    /// The code of the paper that stands in its place.
    pub replaced_by: Option<String>,
}

/// A paper in somebody's store.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    clippy::struct_field_names,
    reason = "an id says of what it is the id, as in every table"
)]
pub(crate) struct Paper {
    pub person: PersonId,
    pub paper_id: String,
    pub source: Source,
    pub kind: String,
    pub title: Text,
    /// Moment of issue or of upload, UTC microseconds.
    pub issued_at: i64,
    pub valid_to: Option<Date>,
    pub issue: Option<Issue>,
    /// Who put it in.
    pub added_by: Option<PersonId>,
    pub file_name: String,
    pub media_type: String,
    pub size: u64,
    pub sha256: String,
    pub revocation: Option<Revocation>,
    /// How often a form used it.
    pub reused: u32,
}

const COLUMNS: &str = "person_id, paper_id, source, kind, title, issued_at, valid_to, issue, \
    added_by, file_name, media_type, size, sha256, revoked_at, revoked_why, replaced_by, reused";

impl Paper {
    /// Whether it is in force on a day.
    pub fn state(&self, today: Date) -> PaperState {
        match (&self.revocation, self.valid_to) {
            (Some(revocation), _) if revocation.replaced_by.is_some() => PaperState::Replaced,
            (Some(_), _) => PaperState::Revoked,
            (None, Some(last)) if last < today => PaperState::Expired,
            (None, _) => PaperState::Valid,
        }
    }

    /// Everybody whose data stand in it.
    pub fn subjects(&self) -> Vec<PersonId> {
        let mut subjects = vec![self.person];
        subjects.extend(self.issue.iter().flat_map(|issue| issue.subjects.clone()));
        subjects
    }

    /// Stores it with everything that leads to it.
    pub async fn insert(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        let revocation = self.revocation.as_ref();
        tx.run(
            &format!(
                "INSERT INTO paper ({COLUMNS})
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            ),
            [
                self.person.to_string().into(),
                self.paper_id.clone().into(),
                self.source.as_str().into(),
                self.kind.clone().into(),
                to_json(&self.title)?,
                self.issued_at.into(),
                self.valid_to.map(|day| day.to_string()).into(),
                self.issue
                    .as_ref()
                    .map(serde_json::to_value)
                    .transpose()
                    .map_err(|error| DbErr::Json(error.to_string()))?
                    .into(),
                self.added_by.map(|person| person.to_string()).into(),
                self.file_name.clone().into(),
                self.media_type.clone().into(),
                i64::try_from(self.size).unwrap_or(i64::MAX).into(),
                self.sha256.clone().into(),
                revocation.map(|revocation| revocation.at).into(),
                revocation.map(|revocation| revocation.why.clone()).into(),
                revocation
                    .and_then(|revocation| revocation.replaced_by.clone())
                    .into(),
                self.reused.into(),
            ],
        )
        .await?;
        Key::insert_all(tx, self).await
    }

    /// Takes it away with everything that led to it.
    pub async fn delete(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            "DELETE FROM paper WHERE person_id = ? AND paper_id = ?",
            [self.person.to_string().into(), self.paper_id.clone().into()],
        )
        .await?;
        Key::delete_all(tx, self).await
    }

    /// A paper of a person.
    pub async fn find<C: ConnectionTrait>(
        connection: &C,
        person: PersonId,
        paper: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                &format!("SELECT {COLUMNS} FROM paper WHERE person_id = ? AND paper_id = ?"),
                [person.to_string().into(), paper.into()],
            )
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// The papers that a key leads to.
    pub async fn by_key<C: ConnectionTrait>(connection: &C, key: &Key) -> Result<Vec<Self>, DbErr> {
        let mut found = Vec::new();
        for (person, paper) in key.places(connection).await? {
            found.extend(Self::find(connection, person, &paper).await?);
        }
        Ok(found)
    }

    /// A person's papers from a place on, the latest first.
    pub async fn page<C: ConnectionTrait>(
        connection: &C,
        person: PersonId,
        kind: Option<&str>,
        after: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<Self>, DbErr> {
        let mut values: Vec<Value> = vec![person.to_string().into()];
        let mut place = String::new();
        if let Some(kind) = kind {
            place.push_str(" AND kind = ?");
            values.push(kind.into());
        }
        if let Some(cursor) = after {
            place.push_str(" AND (issued_at < ? OR (issued_at = ? AND paper_id < ?))");
            values.extend([cursor.at.into(), cursor.at.into(), cursor.id.clone().into()]);
        }
        values.push(limit.into());
        let rows = connection
            .rows(
                &format!(
                    "SELECT {COLUMNS} FROM paper WHERE person_id = ?{place}
                     ORDER BY issued_at DESC, paper_id DESC LIMIT ?"
                ),
                values,
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// How many papers a person has put in, and how many bytes they have.
    pub async fn uploaded<C: ConnectionTrait>(
        connection: &C,
        person: PersonId,
    ) -> Result<(u32, u64), DbErr> {
        let row = connection
            .row(
                "SELECT COUNT(*) AS files, CAST(COALESCE(SUM(size), 0) AS BIGINT) AS bytes
                 FROM paper WHERE person_id = ? AND source = ?",
                [person.to_string().into(), Source::Uploaded.as_str().into()],
            )
            .await?;
        let Some(row) = row else { return Ok((0, 0)) };
        let files: i64 = row.try_get("", "files")?;
        let bytes: i64 = row.try_get("", "bytes")?;
        let files = u32::try_from(files).unwrap_or(u32::MAX);
        Ok((files, u64::try_from(bytes).unwrap_or(u64::MAX)))
    }

    /// Notes that it is not in force any more; the first word counts. Whether it was in force.
    pub async fn revoke(&self, tx: &Tx<'_>, revocation: &Revocation) -> Result<bool, DbErr> {
        let changed = tx
            .run(
                "UPDATE paper SET revoked_at = ?, revoked_why = ?, replaced_by = ?
                 WHERE person_id = ? AND paper_id = ? AND revoked_at IS NULL",
                [
                    revocation.at.into(),
                    revocation.why.clone().into(),
                    revocation.replaced_by.clone().into(),
                    self.person.to_string().into(),
                    self.paper_id.clone().into(),
                ],
            )
            .await?;
        Ok(changed == 1)
    }

    /// Notes that a form used it.
    pub async fn count_use(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            "UPDATE paper SET reused = reused + 1 WHERE person_id = ? AND paper_id = ?",
            [self.person.to_string().into(), self.paper_id.clone().into()],
        )
        .await?;
        Ok(())
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let source: String = row.try_get("", "source")?;
        let revoked_at: Option<i64> = row.try_get("", "revoked_at")?;
        let revoked_why: Option<String> = row.try_get("", "revoked_why")?;
        let replaced_by: Option<String> = row.try_get("", "replaced_by")?;
        let issue: Option<serde_json::Value> = row.try_get("", "issue")?;
        let valid_to: Option<String> = row.try_get("", "valid_to")?;
        let added_by: Option<String> = row.try_get("", "added_by")?;
        let size: i64 = row.try_get("", "size")?;
        let reused: i64 = row.try_get("", "reused")?;
        let broken = |what: &str| DbErr::Type(format!("a paper has a {what} that does not read"));
        Ok(Self {
            person: parsed(row, "person_id")?,
            paper_id: row.try_get("", "paper_id")?,
            source: match source.as_str() {
                "issued" => Source::Issued,
                "uploaded" => Source::Uploaded,
                _ => return Err(broken("source")),
            },
            kind: row.try_get("", "kind")?,
            title: json(row, "title")?,
            issued_at: row.try_get("", "issued_at")?,
            valid_to: valid_to
                .map(|day| day.parse().map_err(|_| broken("last day")))
                .transpose()?,
            issue: issue
                .map(|issue| serde_json::from_value(issue).map_err(|_| broken("origin")))
                .transpose()?,
            added_by: added_by
                .map(|person| person.parse().map_err(|_| broken("giver")))
                .transpose()?,
            file_name: row.try_get("", "file_name")?,
            media_type: row.try_get("", "media_type")?,
            size: u64::try_from(size).unwrap_or_default(),
            sha256: row.try_get("", "sha256")?,
            revocation: revoked_at.map(|at| Revocation {
                at,
                why: revoked_why.unwrap_or_default(),
                replaced_by,
            }),
            reused: u32::try_from(reused).unwrap_or(u32::MAX),
        })
    }
}
