use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr};
use serde_json::Value;

/// A signed result of which no paper could be made yet.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Parked {
    pub party_id: String,
    pub event_id: String,
    /// The body of the event.
    pub body: Value,
    pub attempts: u32,
    /// What stood in the way the last time, without personal data.
    pub failure: String,
    /// UTC microseconds.
    pub since: i64,
}

impl Parked {
    /// Writes it down, or what came of another attempt.
    pub async fn save(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            "INSERT INTO parked_result (party_id, event_id, body, attempts, failure, since)
             VALUES (?, ?, ?, ?, ?, ?)
             ON CONFLICT (party_id, event_id) DO UPDATE
             SET attempts = excluded.attempts, failure = excluded.failure",
            [
                self.party_id.clone().into(),
                self.event_id.clone().into(),
                self.body.clone().into(),
                self.attempts.into(),
                self.failure.clone().into(),
                self.since.into(),
            ],
        )
        .await?;
        Ok(())
    }

    pub async fn delete(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            "DELETE FROM parked_result WHERE party_id = ? AND event_id = ?",
            [self.party_id.clone().into(), self.event_id.clone().into()],
        )
        .await?;
        Ok(())
    }

    pub async fn find<C: ConnectionTrait>(
        connection: &C,
        party: &str,
        event: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                "SELECT body, attempts, failure, since FROM parked_result
                 WHERE party_id = ? AND event_id = ?",
                [party.into(), event.into()],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let attempts: i64 = row.try_get("", "attempts")?;
        Ok(Some(Self {
            party_id: party.to_owned(),
            event_id: event.to_owned(),
            body: row.try_get("", "body")?,
            attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
            failure: row.try_get("", "failure")?,
            since: row.try_get("", "since")?,
        }))
    }
}
