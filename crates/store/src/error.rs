//! What can go wrong, in words that a caller can act on.

use std::path::PathBuf;

use sea_orm::{DbErr, RuntimeErr, SqlxError};

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Neither `sqlite:PATH` nor `postgres://…`; an in-memory `SQLite` is no store either.
    #[error("not a database address: use sqlite:PATH or postgres://USER@HOST/DATABASE")]
    Address,
    /// Another process has this data folder open.
    #[error("{0} is in use by another running instance; stop it or choose another data folder")]
    InUse(PathBuf),
    /// The data folder cannot be made or written to.
    #[error("cannot use the data folder {path}")]
    Folder {
        /// The file or folder that was refused.
        path: PathBuf,
        /// What the operating system said.
        #[source]
        source: std::io::Error,
    },
    /// The database did not answer in time or refused the connection.
    #[error("the database cannot be reached")]
    Unavailable(#[source] DbErr),
    /// The store's own tables could not be brought up to date.
    #[error("the store's own tables could not be brought up to date")]
    Migrate(#[from] MigrateError),
}

/// Why tables could not be brought up to date. What was applied before stays applied.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A migration that this database already has reads differently now. Migrations are never
    /// edited: write a new one.
    #[error("migration {owner}/{id} was changed after it had been applied")]
    Changed {
        /// Whose migration.
        owner: String,
        /// Which one.
        id: String,
    },
    /// The database has a migration that this program does not know: it was used by a newer one.
    #[error("the database was written by a newer version: migration {owner}/{id} is unknown here")]
    Newer {
        /// Whose migration.
        owner: String,
        /// Which one.
        id: String,
    },
    /// The database refused a statement or could not be reached.
    #[error("migration {owner}/{id} failed")]
    Failed {
        /// Whose migration.
        owner: String,
        /// Which one; empty while the list of applied ones was read.
        id: String,
        /// What happened.
        #[source]
        source: WriteError,
    },
}

/// Of a write that has no refusals of its own.
pub type NoRefusal = std::convert::Infallible;

/// Why a write did not happen. In every case but one nothing was changed: a connection that breaks
/// during COMMIT ([`Unavailable`](Self::Unavailable)) leaves it open whether the change is there,
/// which is why every command brings a key under which it can be repeated.
#[derive(Debug, thiserror::Error)]
pub enum WriteError<E = NoRefusal> {
    /// The caller's own reason; everything was rolled back.
    #[error("{0}")]
    Refused(E),
    /// Somebody else changed the same rows first. The store has already tried again where that
    /// could help.
    #[error("somebody else changed the same rows first")]
    Conflict,
    /// Too many writers are waiting; nothing was begun.
    #[error("too many writers are waiting")]
    Busy,
    /// The write took longer than its limit and was rolled back.
    #[error("the write took longer than it may")]
    TimedOut,
    /// The database cannot be reached.
    #[error("the database cannot be reached")]
    Unavailable,
    /// No space is left for the database.
    #[error("the database has no space left")]
    Full,
    /// A write was begun inside a write: a mistake in the program.
    #[error("a write was begun inside a write")]
    Nested,
    /// Anything else the database objected to, for instance a unique key.
    #[error("the database refused the write")]
    Database(#[source] DbErr),
}

impl<E> WriteError<E> {
    /// Whether a unique key or primary key was hit.
    pub fn is_unique_violation(&self) -> bool {
        matches!(self, Self::Database(error) if fault(error) == Fault::Unique)
    }

    /// The same error with the caller's own reason put into other words.
    pub fn map_refused<F>(self, other: impl FnOnce(E) -> F) -> WriteError<F> {
        match self {
            Self::Refused(reason) => WriteError::Refused(other(reason)),
            Self::Conflict => WriteError::Conflict,
            Self::Busy => WriteError::Busy,
            Self::TimedOut => WriteError::TimedOut,
            Self::Unavailable => WriteError::Unavailable,
            Self::Full => WriteError::Full,
            Self::Nested => WriteError::Nested,
            Self::Database(error) => WriteError::Database(error),
        }
    }
}

impl<E> From<DbErr> for WriteError<E> {
    fn from(error: DbErr) -> Self {
        match fault(&error) {
            Fault::Unavailable => Self::Unavailable,
            Fault::Full => Self::Full,
            Fault::Busy => Self::Busy,
            Fault::TimedOut => Self::TimedOut,
            Fault::Serialization => Self::Conflict,
            Fault::Unique | Fault::Other => Self::Database(error),
        }
    }
}

/// What kind of trouble a database error is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// No connection, a broken one, or a disk that cannot be read or written.
    Unavailable,
    /// No space left.
    Full,
    /// Somebody else holds a lock for too long.
    Busy,
    /// A statement took longer than it may.
    TimedOut,
    /// PostgreSQL's 40001 and 40P01: the same transaction may succeed when it is repeated.
    Serialization,
    /// A unique key or primary key was hit.
    Unique,
    /// Anything else.
    Other,
}

/// Sorts a database error of either engine.
pub fn fault(error: &DbErr) -> Fault {
    match error {
        DbErr::Conn(RuntimeErr::SqlxError(cause))
        | DbErr::Exec(RuntimeErr::SqlxError(cause))
        | DbErr::Query(RuntimeErr::SqlxError(cause)) => driver_fault(cause),
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => Fault::Unavailable,
        _ => Fault::Other,
    }
}

fn driver_fault(error: &SqlxError) -> Fault {
    match error {
        SqlxError::Io(_)
        | SqlxError::Tls(_)
        | SqlxError::Protocol(_)
        | SqlxError::PoolTimedOut
        | SqlxError::PoolClosed
        | SqlxError::WorkerCrashed
        | SqlxError::BeginFailed => Fault::Unavailable,
        SqlxError::Database(error) => {
            let code = error.code().unwrap_or_default();
            if error
                .try_downcast_ref::<sea_orm::SqlxSqliteError>()
                .is_some()
            {
                sqlite_fault(&code)
            } else {
                postgres_fault(&code)
            }
        }
        _ => Fault::Other,
    }
}

/// `code` is `SQLite`'s extended result code in decimal; its low byte is the primary code.
fn sqlite_fault(code: &str) -> Fault {
    const PRIMARY_KEY: u32 = 1555;
    const UNIQUE: u32 = 2067;
    const ROW_ID: u32 = 2579;
    let code: u32 = code.parse().unwrap_or_default();
    match (code & 0xff, code) {
        (_, PRIMARY_KEY | UNIQUE | ROW_ID) => Fault::Unique,
        // BUSY, LOCKED
        (5 | 6, _) => Fault::Busy,
        // INTERRUPT
        (9, _) => Fault::TimedOut,
        // FULL
        (13, _) => Fault::Full,
        // NOMEM, READONLY, IOERR, CANTOPEN
        (7 | 8 | 10 | 14, _) => Fault::Unavailable,
        _ => Fault::Other,
    }
}

/// `code` is a five-character SQLSTATE.
fn postgres_fault(code: &str) -> Fault {
    match code {
        "40001" | "40P01" => Fault::Serialization,
        "23505" => Fault::Unique,
        "53100" => Fault::Full,
        "55P03" => Fault::Busy,
        // A statement, or a transaction that stood still, was stopped by its time limit.
        "57014" | "25P03" => Fault::TimedOut,
        // The server stops, starts, was taken down, or has no connection to give; the connection
        // broke or was refused.
        "57P01" | "57P02" | "57P03" | "53300" | "08000" | "08001" | "08003" | "08004" | "08006"
        | "08007" => Fault::Unavailable,
        _ => Fault::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted() {
        assert_eq!(sqlite_fault("13"), Fault::Full);
        assert_eq!(sqlite_fault("5"), Fault::Busy);
        assert_eq!(sqlite_fault("517"), Fault::Busy);
        assert_eq!(sqlite_fault("2067"), Fault::Unique);
        assert_eq!(sqlite_fault("1299"), Fault::Other);
        assert_eq!(sqlite_fault("1034"), Fault::Unavailable);
        assert_eq!(postgres_fault("40P01"), Fault::Serialization);
        assert_eq!(postgres_fault("08006"), Fault::Unavailable);
        assert_eq!(postgres_fault("08P01"), Fault::Other);
        assert_eq!(postgres_fault("23505"), Fault::Unique);
        assert_eq!(postgres_fault("42P01"), Fault::Other);
    }

    #[test]
    fn a_refusal_keeps_its_reason_in_other_words() {
        let error: WriteError<u8> = WriteError::Refused(7);
        assert!(matches!(
            error.map_refused(|n| n.to_string()),
            WriteError::Refused(text) if text == "7"
        ));
        let error: WriteError<u8> = WriteError::Full;
        assert!(matches!(error.map_refused(u16::from), WriteError::Full));
    }
}
