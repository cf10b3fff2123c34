use dean06_kernel::{OrgId, PersonId, Text};
use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use super::{json, to_json};

/// A question to somebody who must agree (ý kiến đồng ý) before a leg begins.
#[expect(clippy::struct_field_names, reason = "named as the columns are")]
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Agreement {
    /// Who is asked.
    pub person_id: PersonId,
    /// Its key.
    pub agreement_id: String,
    /// The applicant.
    pub party_id: String,
    /// The application.
    pub bundle_id: String,
    /// The leg.
    pub leg_id: String,
    /// Name of the service of the leg.
    pub service: String,
    /// The interlinked procedure.
    pub bundle_slug: String,
    /// The version of the content that the application lives under.
    pub content_digest: String,
    /// Name of who is asked, if a register told it.
    pub asked_name: Option<String>,
    /// Name of the applicant.
    pub applicant: String,
    /// Whom or what it is about.
    pub about: Option<String>,
    /// Who will handle the leg, as far as that was known.
    pub org_id: Option<OrgId>,
    /// What is asked.
    pub question: Text,
    /// Moment of the question, UTC microseconds.
    pub asked_at: i64,
    /// When an answer is awaited, UTC microseconds.
    pub due_at: Option<i64>,
    /// Moment of the answer, UTC microseconds.
    pub answered_at: Option<i64>,
    /// The answer.
    pub agreed: Option<bool>,
    /// What was said with it.
    pub reason: Option<String>,
    /// When the question fell away without an answer, UTC microseconds.
    pub closed_at: Option<i64>,
}

const COLUMNS: &str = "person_id, agreement_id, party_id, bundle_id, leg_id, service, bundle_slug, \
     content_digest, asked_name, applicant, about, org_id, question, asked_at, due_at, answered_at, \
     agreed, reason, closed_at";

impl Agreement {
    /// It can still be answered.
    pub fn is_open(&self) -> bool {
        self.answered_at.is_none() && self.closed_at.is_none()
    }

    /// The question with this key, if this person was asked.
    pub async fn find<C: ConnectionTrait>(
        connection: &C,
        person: PersonId,
        agreement: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                &format!(
                    "SELECT {COLUMNS} FROM agreement WHERE person_id = ? AND agreement_id = ?"
                ),
                [person.to_string().into(), agreement.into()],
            )
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// A page of the questions to a person, the latest first, after the one asked at `at` with the
    /// key `id`.
    pub async fn page<C: ConnectionTrait>(
        connection: &C,
        person: PersonId,
        at: i64,
        id: &str,
        limit: u16,
    ) -> Result<Vec<Self>, DbErr> {
        let rows = connection
            .rows(
                &format!(
                    "SELECT {COLUMNS} FROM agreement
                     WHERE person_id = ? AND (asked_at < ? OR (asked_at = ? AND agreement_id < ?))
                     ORDER BY asked_at DESC, agreement_id DESC LIMIT ?"
                ),
                [
                    person.to_string().into(),
                    at.into(),
                    at.into(),
                    id.into(),
                    i64::from(limit).into(),
                ],
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Stores a new question.
    pub async fn insert(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            &format!(
                "INSERT INTO agreement ({COLUMNS})
                 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            ),
            [
                self.person_id.to_string().into(),
                self.agreement_id.clone().into(),
                self.party_id.clone().into(),
                self.bundle_id.clone().into(),
                self.leg_id.clone().into(),
                self.service.clone().into(),
                self.bundle_slug.clone().into(),
                self.content_digest.clone().into(),
                self.asked_name.clone().into(),
                self.applicant.clone().into(),
                self.about.clone().into(),
                self.org_id.as_ref().map(OrgId::as_str).into(),
                to_json(&self.question)?,
                self.asked_at.into(),
                self.due_at.into(),
                self.answered_at.into(),
                self.agreed.map(i64::from).into(),
                self.reason.clone().into(),
                self.closed_at.into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Keeps the answer. Whether the question was still open.
    pub async fn answer(
        &self,
        tx: &Tx<'_>,
        agreed: bool,
        reason: Option<&str>,
        at: i64,
    ) -> Result<bool, DbErr> {
        let changed = tx
            .run(
                "UPDATE agreement SET answered_at = ?, agreed = ?, reason = ?
                 WHERE person_id = ? AND agreement_id = ? AND answered_at IS NULL
                   AND closed_at IS NULL",
                [
                    at.into(),
                    i64::from(agreed).into(),
                    reason.into(),
                    self.person_id.to_string().into(),
                    self.agreement_id.clone().into(),
                ],
            )
            .await?;
        Ok(changed == 1)
    }

    /// Has an open question fall away. Whether it was open.
    pub async fn close(
        tx: &Tx<'_>,
        person: PersonId,
        agreement: &str,
        at: i64,
    ) -> Result<bool, DbErr> {
        let changed = tx
            .run(
                "UPDATE agreement SET closed_at = ?
                 WHERE person_id = ? AND agreement_id = ? AND answered_at IS NULL
                   AND closed_at IS NULL",
                [at.into(), person.to_string().into(), agreement.into()],
            )
            .await?;
        Ok(changed == 1)
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let person: String = row.try_get("", "person_id")?;
        let org: Option<String> = row.try_get("", "org_id")?;
        let agreed: Option<i64> = row.try_get("", "agreed")?;
        Ok(Self {
            person_id: person
                .parse()
                .map_err(|_| DbErr::Type(format!("{person} is no person")))?,
            agreement_id: row.try_get("", "agreement_id")?,
            party_id: row.try_get("", "party_id")?,
            bundle_id: row.try_get("", "bundle_id")?,
            leg_id: row.try_get("", "leg_id")?,
            service: row.try_get("", "service")?,
            bundle_slug: row.try_get("", "bundle_slug")?,
            content_digest: row.try_get("", "content_digest")?,
            asked_name: row.try_get("", "asked_name")?,
            applicant: row.try_get("", "applicant")?,
            about: row.try_get("", "about")?,
            org_id: org.and_then(|org| OrgId::new(org).ok()),
            question: json(row, "question")?,
            asked_at: row.try_get("", "asked_at")?,
            due_at: row.try_get("", "due_at")?,
            answered_at: row.try_get("", "answered_at")?,
            agreed: agreed.map(|agreed| agreed != 0),
            reason: row.try_get("", "reason")?,
            closed_at: row.try_get("", "closed_at")?,
        })
    }
}
