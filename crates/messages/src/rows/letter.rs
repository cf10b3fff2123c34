use dean06_kernel::PersonId;
use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};

use crate::Channel;

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LetterState {
    /// It waits for the next try.
    Waiting,
    /// A courier took it.
    Sent,
    /// The register has no address for it.
    NoAddress,
    /// It was tried often enough, or cannot be carried.
    GivenUp,
}

impl LetterState {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::NoAddress => "no-address",
            Self::GivenUp => "given-up",
        }
    }
}

/// A letter that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LetterRow {
    pub person: PersonId,
    pub message_id: String,
    pub channel: Channel,
    pub subject: String,
    pub body: String,
    pub link: String,
    pub attempts: u32,
    /// UTC microseconds.
    pub wanted_at: i64,
}

impl LetterRow {
    pub async fn insert(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            "INSERT INTO letter (person_id, message_id, channel, subject, body, link, state,
               attempts, wanted_at)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
             ON CONFLICT (person_id, message_id, channel) DO NOTHING",
            [
                self.person.to_string().into(),
                self.message_id.clone().into(),
                self.channel.as_str().into(),
                self.subject.clone().into(),
                self.body.clone().into(),
                self.link.clone().into(),
                LetterState::Waiting.as_str().into(),
                self.attempts.into(),
                self.wanted_at.into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// The letters of a message that wait.
    pub async fn waiting<C: ConnectionTrait>(
        connection: &C,
        person: PersonId,
        message: &str,
    ) -> Result<Vec<Self>, DbErr> {
        let rows = connection
            .rows(
                "SELECT channel, subject, body, link, attempts, wanted_at FROM letter
                 WHERE person_id = ? AND message_id = ? AND state = ? ORDER BY channel",
                [
                    person.to_string().into(),
                    message.into(),
                    LetterState::Waiting.as_str().into(),
                ],
            )
            .await?;
        rows.iter()
            .map(|row| Self::from_row(row, person, message))
            .collect()
    }

    /// Notes what became of it.
    pub async fn note(
        &self,
        tx: &Tx<'_>,
        state: LetterState,
        failure: Option<&str>,
        at: i64,
    ) -> Result<(), DbErr> {
        let ended = (state != LetterState::Waiting).then_some(at);
        tx.run(
            "UPDATE letter SET state = ?, attempts = ?, ended_at = ?, failure = ?
             WHERE person_id = ? AND message_id = ? AND channel = ?",
            [
                state.as_str().into(),
                self.attempts.into(),
                ended.into(),
                failure.map(str::to_owned).into(),
                self.person.to_string().into(),
                self.message_id.clone().into(),
                self.channel.as_str().into(),
            ],
        )
        .await?;
        Ok(())
    }

    fn from_row(row: &QueryResult, person: PersonId, message: &str) -> Result<Self, DbErr> {
        let channel: String = row.try_get("", "channel")?;
        let attempts: i64 = row.try_get("", "attempts")?;
        Ok(Self {
            person,
            message_id: message.to_owned(),
            channel: Channel::parse(&channel)
                .ok_or_else(|| DbErr::Type(format!("{channel} is no channel")))?,
            subject: row.try_get("", "subject")?,
            body: row.try_get("", "body")?,
            link: row.try_get("", "link")?,
            attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
            wanted_at: row.try_get("", "wanted_at")?,
        })
    }
}
