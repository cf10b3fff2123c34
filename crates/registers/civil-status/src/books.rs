use dean06_content::Content;
use dean06_kernel::OrgId;
use dean06_store::{Sql, Tx};
use sea_orm::DbErr;
use serde::Deserialize;

/// The rules of the register books cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum BooksError {
    /// The content lacks `registers/civil-status.toml`.
    #[error("the content has no registers/civil-status.toml")]
    Missing,
    /// It is not what it should be.
    #[error("registers/civil-status.toml: {0}")]
    Malformed(#[from] toml::de::Error),
}

/// How register books are named, from the content.
#[derive(Debug, Deserialize)]
pub(crate) struct Books {
    birth: Book,
    death: Book,
}

#[derive(Debug, Deserialize)]
struct Book {
    book: String,
}

impl Book {
    fn of(&self, year: i16) -> String {
        self.book.replace("{yyyy}", &format!("{year:04}"))
    }
}

impl Books {
    pub fn of(content: &Content) -> Result<Self, BooksError> {
        let file = content
            .files()
            .get("registers/civil-status.toml")
            .ok_or(BooksError::Missing)?;
        Ok(toml::from_str(&String::from_utf8_lossy(file))?)
    }

    /// The name of the book of births of a year.
    pub fn births(&self, year: i16) -> String {
        self.birth.of(year)
    }

    /// The name of the book of deaths of a year.
    pub fn deaths(&self, year: i16) -> String {
        self.death.of(year)
    }
}

/// The next position in a book of a body, from 1, without gaps. Taken last: the row is locked until
/// the write ends.
pub(crate) async fn next_number(tx: &Tx<'_>, org: &OrgId, book: &str) -> Result<i64, DbErr> {
    tx.row(
        "INSERT INTO civil_book (org_id, book, last_number) VALUES (?, ?, 1)
         ON CONFLICT (org_id, book) DO UPDATE SET last_number = civil_book.last_number + 1
         RETURNING last_number",
        [org.to_string().into(), book.into()],
    )
    .await?
    .ok_or_else(|| DbErr::RecordNotInserted)?
    .try_get("", "last_number")
}

/// Says that a book has entries up to `number`, made elsewhere.
pub(crate) async fn reach_number(
    tx: &Tx<'_>,
    org: &str,
    book: &str,
    number: i64,
) -> Result<(), DbErr> {
    tx.run(
        "INSERT INTO civil_book (org_id, book, last_number) VALUES (?, ?, ?)
         ON CONFLICT (org_id, book) DO UPDATE SET last_number =
           CASE WHEN excluded.last_number > civil_book.last_number
             THEN excluded.last_number ELSE civil_book.last_number END",
        [org.into(), book.into(), number.into()],
    )
    .await?;
    Ok(())
}
