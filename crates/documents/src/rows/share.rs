use dean06_contracts::documents::{ClientKind, ShareState};
use dean06_kernel::PersonId;
use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr, QueryResult, Value};

use super::parsed;
use crate::cursor::Cursor;

/// A link that shows a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_field_names,
    reason = "an id says of what it is the id, as in every table"
)]
pub(crate) struct Share {
    /// Who made it.
    pub owner: PersonId,
    pub share_id: String,
    /// Whose paper it shows.
    pub person: PersonId,
    pub paper_id: String,
    /// SHA-256 of the token, in hexadecimal.
    pub token_hash: String,
    /// UTC microseconds.
    pub shared_at: i64,
    /// UTC microseconds.
    pub until: i64,
    pub ended_at: Option<i64>,
    /// How often it was opened.
    pub opened: u32,
}

const COLUMNS: &str =
    "owner_id, share_id, person_id, paper_id, token_hash, shared_at, until, ended_at, opened";

impl Share {
    /// Whether it opens at a moment.
    pub fn state(&self, now: i64) -> ShareState {
        match self.ended_at {
            Some(_) => ShareState::Ended,
            None if self.until <= now => ShareState::Expired,
            None => ShareState::Open,
        }
    }

    pub async fn insert(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        tx.run(
            &format!("INSERT INTO share ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"),
            [
                self.owner.to_string().into(),
                self.share_id.clone().into(),
                self.person.to_string().into(),
                self.paper_id.clone().into(),
                self.token_hash.clone().into(),
                self.shared_at.into(),
                self.until.into(),
                self.ended_at.into(),
                self.opened.into(),
            ],
        )
        .await?;
        tx.run(
            "INSERT INTO share_token (token_hash, owner_id, share_id) VALUES (?, ?, ?)",
            [
                self.token_hash.clone().into(),
                self.owner.to_string().into(),
                self.share_id.clone().into(),
            ],
        )
        .await?;
        Ok(())
    }

    /// Ends it; the first end counts.
    pub async fn end(tx: &Tx<'_>, owner: PersonId, share: &str, at: i64) -> Result<(), DbErr> {
        tx.run(
            "UPDATE share SET ended_at = ? WHERE owner_id = ? AND share_id = ? AND ended_at IS NULL",
            [at.into(), owner.to_string().into(), share.into()],
        )
        .await?;
        Ok(())
    }

    pub async fn find<C: ConnectionTrait>(
        connection: &C,
        owner: PersonId,
        share: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                &format!("SELECT {COLUMNS} FROM share WHERE owner_id = ? AND share_id = ?"),
                [owner.to_string().into(), share.into()],
            )
            .await?;
        row.as_ref().map(Self::from_row).transpose()
    }

    pub async fn by_token<C: ConnectionTrait>(
        connection: &C,
        token_hash: &str,
    ) -> Result<Option<Self>, DbErr> {
        let row = connection
            .row(
                "SELECT owner_id, share_id FROM share_token WHERE token_hash = ?",
                [token_hash.into()],
            )
            .await?;
        let Some(row) = row else { return Ok(None) };
        let share: String = row.try_get("", "share_id")?;
        Self::find(connection, parsed(&row, "owner_id")?, &share).await
    }

    /// A person's links from a place on, the latest first.
    pub async fn page<C: ConnectionTrait>(
        connection: &C,
        owner: PersonId,
        paper: Option<&str>,
        after: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<Self>, DbErr> {
        let mut values: Vec<Value> = vec![owner.to_string().into()];
        let mut place = String::new();
        if let Some(paper) = paper {
            place.push_str(" AND paper_id = ?");
            values.push(paper.into());
        }
        if let Some(cursor) = after {
            place.push_str(" AND (shared_at < ? OR (shared_at = ? AND share_id < ?))");
            values.extend([cursor.at.into(), cursor.at.into(), cursor.id.clone().into()]);
        }
        values.push(limit.into());
        let rows = connection
            .rows(
                &format!(
                    "SELECT {COLUMNS} FROM share WHERE owner_id = ?{place}
                     ORDER BY shared_at DESC, share_id DESC LIMIT ?"
                ),
                values,
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Links whose end is further back than `before`, some of them.
    pub async fn over<C: ConnectionTrait>(
        connection: &C,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Self>, DbErr> {
        let rows = connection
            .rows(
                &format!("SELECT {COLUMNS} FROM share WHERE until < ? LIMIT ?"),
                [before.into(), limit.into()],
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    /// Takes it away with its record of openings.
    pub async fn delete(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        let key = || [self.owner.to_string().into(), self.share_id.clone().into()];
        tx.run(
            "DELETE FROM share_opening WHERE owner_id = ? AND share_id = ?",
            key(),
        )
        .await?;
        tx.run(
            "DELETE FROM share WHERE owner_id = ? AND share_id = ?",
            key(),
        )
        .await?;
        tx.run(
            "DELETE FROM share_token WHERE token_hash = ?",
            [self.token_hash.clone().into()],
        )
        .await?;
        Ok(())
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let opened: i64 = row.try_get("", "opened")?;
        Ok(Self {
            owner: parsed(row, "owner_id")?,
            share_id: row.try_get("", "share_id")?,
            person: parsed(row, "person_id")?,
            paper_id: row.try_get("", "paper_id")?,
            token_hash: row.try_get("", "token_hash")?,
            shared_at: row.try_get("", "shared_at")?,
            until: row.try_get("", "until")?,
            ended_at: row.try_get("", "ended_at")?,
            opened: u32::try_from(opened).unwrap_or(u32::MAX),
        })
    }
}

/// One opening of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::struct_field_names,
    reason = "an id says of what it is the id, as in every table"
)]
pub(crate) struct Opening {
    pub opening_id: String,
    /// UTC microseconds.
    pub at: i64,
    pub client: ClientKind,
    pub with_file: bool,
}

impl Opening {
    /// Writes it down, if the link still opens. Whether it does.
    pub async fn record(&self, tx: &Tx<'_>, share: &Share) -> Result<bool, DbErr> {
        let counted = tx
            .run(
                "UPDATE share SET opened = opened + 1
                 WHERE owner_id = ? AND share_id = ? AND ended_at IS NULL AND until > ?",
                [
                    share.owner.to_string().into(),
                    share.share_id.clone().into(),
                    self.at.into(),
                ],
            )
            .await?;
        if counted == 0 {
            return Ok(false);
        }
        tx.run(
            "INSERT INTO share_opening (owner_id, share_id, opening_id, at, client, with_file)
             VALUES (?, ?, ?, ?, ?, ?)",
            [
                share.owner.to_string().into(),
                share.share_id.clone().into(),
                self.opening_id.clone().into(),
                self.at.into(),
                client_name(self.client).into(),
                i64::from(self.with_file).into(),
            ],
        )
        .await?;
        Ok(true)
    }

    /// The latest openings of a link.
    pub async fn latest<C: ConnectionTrait>(
        connection: &C,
        share: &Share,
        limit: i64,
    ) -> Result<Vec<Self>, DbErr> {
        let rows = connection
            .rows(
                "SELECT opening_id, at, client, with_file FROM share_opening
                 WHERE owner_id = ? AND share_id = ? ORDER BY at DESC, opening_id DESC LIMIT ?",
                [
                    share.owner.to_string().into(),
                    share.share_id.clone().into(),
                    limit.into(),
                ],
            )
            .await?;
        rows.iter().map(Self::from_row).collect()
    }

    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let client: String = row.try_get("", "client")?;
        let with_file: i64 = row.try_get("", "with_file")?;
        Ok(Self {
            opening_id: row.try_get("", "opening_id")?,
            at: row.try_get("", "at")?,
            client: client_of(&client),
            with_file: with_file != 0,
        })
    }
}

const CLIENTS: [(ClientKind, &str); 4] = [
    (ClientKind::MobileBrowser, "mobile-browser"),
    (ClientKind::DesktopBrowser, "desktop-browser"),
    (ClientKind::Program, "program"),
    (ClientKind::Unknown, "unknown"),
];

fn client_name(client: ClientKind) -> &'static str {
    CLIENTS
        .iter()
        .find(|(kind, _)| *kind == client)
        .map_or("unknown", |(_, name)| name)
}

fn client_of(name: &str) -> ClientKind {
    CLIENTS
        .iter()
        .find(|(_, known)| *known == name)
        .map_or(ClientKind::Unknown, |(kind, _)| *kind)
}
