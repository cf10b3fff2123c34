use dean06_kernel::{PersonId, Text};
use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Value};

use crate::cursor::Cursor;

/// A message in an inbox.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_field_names,
    reason = "an id says of what it is the id, as in every table"
)]
pub(crate) struct Message {
    pub person: PersonId,
    pub message_id: String,
    pub kind: String,
    pub title: Text,
    pub body: Text,
    pub link: String,
    /// UTC microseconds.
    pub at: i64,
    pub read_at: Option<i64>,
}

const COLUMNS: &str = "person_id, message_id, kind, title, body, link, at, read_at";

impl Message {
    /// Puts it into the inbox; whether it was not there before.
    pub async fn insert(&self, tx: &Tx<'_>) -> Result<bool, DbErr> {
        let new = tx
            .run(
                &format!(
                    "INSERT INTO message ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                     ON CONFLICT (person_id, message_id) DO NOTHING"
                ),
                [
                    self.person.to_string().into(),
                    self.message_id.clone().into(),
                    self.kind.clone().into(),
                    text(&self.title)?,
                    text(&self.body)?,
                    self.link.clone().into(),
                    self.at.into(),
                    self.read_at.into(),
                ],
            )
            .await?;
        Ok(new == 1)
    }

    /// One message of a person.
    pub async fn find<C: ConnectionTrait>(
        connection: &C,
        person: PersonId,
        message: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                &format!("SELECT {COLUMNS} FROM message WHERE person_id = ? AND message_id = ?"),
                [person.to_string().into(), message.into()],
            )
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    /// A person's messages from a place on, the latest first.
    pub async fn page<C: ConnectionTrait>(
        connection: &C,
        person: PersonId,
        after: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<Self>, DbErr> {
        let mut values: Vec<Value> = vec![person.to_string().into()];
        let place = match after {
            Some(cursor) => {
                values.extend([cursor.at.into(), cursor.at.into(), cursor.id.clone().into()]);
                "AND (at < ? OR (at = ? AND message_id < ?))"
            }
            None => "",
        };
        values.push(limit.into());
        let rows = connection
            .rows(
                &format!(
                    "SELECT {COLUMNS} FROM message WHERE person_id = ? {place}
                     ORDER BY at DESC, message_id DESC LIMIT ?"
                ),
                values,
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// How many a person has not read, counted up to `most`.
    pub async fn unread<C: ConnectionTrait>(
        connection: &C,
        person: PersonId,
        most: i64,
    ) -> Result<i64, DbErr> {
        let row = connection
            .row(
                "SELECT COUNT(*) AS unread FROM (
                   SELECT 1 FROM message WHERE person_id = ? AND read_at IS NULL LIMIT ?
                 ) AS counted",
                [person.to_string().into(), most.into()],
            )
            .await?;
        row.map_or(Ok(0), |row| row.try_get("", "unread"))
    }

    /// Notes that it was read, the first time only.
    pub async fn mark_read(
        tx: &Tx<'_>,
        person: PersonId,
        message: &str,
        at: i64,
    ) -> Result<(), DbErr> {
        tx.run(
            "UPDATE message SET read_at = ?
             WHERE person_id = ? AND message_id = ? AND read_at IS NULL",
            [at.into(), person.to_string().into(), message.into()],
        )
        .await?;
        Ok(())
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let person: String = row.try_get("", "person_id")?;
        Ok(Self {
            person: person
                .parse()
                .map_err(|_| DbErr::Type(format!("{person} is no person")))?,
            message_id: row.try_get("", "message_id")?,
            kind: row.try_get("", "kind")?,
            title: worded(row, "title")?,
            body: worded(row, "body")?,
            link: row.try_get("", "link")?,
            at: row.try_get("", "at")?,
            read_at: row.try_get("", "read_at")?,
        })
    }
}

fn text(text: &Text) -> Result<Value, DbErr> {
    serde_json::to_value(text)
        .map(Value::from)
        .map_err(|error| DbErr::Json(error.to_string()))
}

fn worded(row: &QueryResult, column: &str) -> Result<Text, DbErr> {
    let value: serde_json::Value = row.try_get("", column)?;
    serde_json::from_value(value).map_err(|error| DbErr::Json(format!("{column}: {error}")))
}
