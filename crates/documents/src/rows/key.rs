use std::fmt;

use dean06_kernel::PersonId;
use dean06_store::{Sql, Tx};
use sea_orm::{ConnectionTrait, DbErr, Value};

use super::Paper;

/// What leads to a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Key {
    /// Its id.
    Id(String),
    /// The code printed on it.
    Code(String),
    /// The dossier that it is the result of.
    Dossier(String),
    /// The SHA-256 of its file, in hexadecimal; several papers may have the same file.
    Digest(String),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => write!(f, "id/{id}"),
            Self::Code(code) => write!(f, "code/{code}"),
            Self::Dossier(dossier) => write!(f, "dossier/{dossier}"),
            Self::Digest(digest) => write!(f, "sha256/{digest}"),
        }
    }
}

impl Key {
    fn all(paper: &Paper) -> Vec<Self> {
        let mut keys = vec![
            Self::Id(paper.paper_id.clone()),
            Self::Digest(paper.sha256.clone()),
        ];
        if let Some(issue) = &paper.issue {
            keys.push(Self::Code(issue.code.clone()));
            keys.push(Self::Dossier(issue.dossier_id.clone()));
        }
        keys
    }

    pub(super) async fn insert_all(tx: &Tx<'_>, paper: &Paper) -> Result<(), DbErr> {
        let keys = Self::all(paper);
        let mut values: Vec<Value> = Vec::with_capacity(keys.len() * 3);
        for key in &keys {
            values.push(key.to_string().into());
            values.push(paper.paper_id.clone().into());
            values.push(paper.person.to_string().into());
        }
        let rows = vec!["(?, ?, ?)"; keys.len()].join(", ");
        tx.run(
            &format!("INSERT INTO paper_key (key, paper_id, person_id) VALUES {rows}"),
            values,
        )
        .await?;
        Ok(())
    }

    pub(super) async fn delete_all(tx: &Tx<'_>, paper: &Paper) -> Result<(), DbErr> {
        for key in Self::all(paper) {
            tx.run(
                "DELETE FROM paper_key WHERE key = ? AND paper_id = ?",
                [key.to_string().into(), paper.paper_id.clone().into()],
            )
            .await?;
        }
        Ok(())
    }

    /// Whose papers it leads to, and which.
    pub async fn places<C: ConnectionTrait>(
        &self,
        connection: &C,
    ) -> Result<Vec<(PersonId, String)>, DbErr> {
        let rows = connection
            .rows(
                "SELECT person_id, paper_id FROM paper_key WHERE key = ? ORDER BY paper_id",
                [self.to_string().into()],
            )
            .await?;
        let mut places = Vec::with_capacity(rows.len());
        for row in &rows {
            places.push((
                super::parsed(row, "person_id")?,
                row.try_get("", "paper_id")?,
            ));
        }
        Ok(places)
    }
}
