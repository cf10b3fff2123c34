//! How errors of this room become answers of its data services.

use std::error::Error;

use dean06_mediator::ServiceError;
use dean06_store::{NoRefusal, WriteError};
use sea_orm::DbErr;

/// The database did not give what was asked for.
pub(crate) fn database(error: DbErr) -> ServiceError {
    match WriteError::<NoRefusal>::from(error) {
        WriteError::Database(error) => ServiceError::internal(error),
        error => passing(error),
    }
}

/// A write did not happen. What passes by itself is unavailable, all else a fault of ours.
pub(crate) fn write_failed<E>(error: WriteError<E>) -> ServiceError
where
    E: Error + Send + Sync + 'static,
    ServiceError: From<E>,
{
    match error {
        WriteError::Refused(reason) => reason.into(),
        WriteError::Database(error) => ServiceError::internal(error),
        error => passing(error),
    }
}

fn passing<E: Error + Send + Sync + 'static>(error: WriteError<E>) -> ServiceError {
    match error {
        error @ WriteError::Nested => ServiceError::internal(error),
        error => ServiceError::unavailable(error),
    }
}

/// What stands in the database is not what this program wrote.
pub(crate) fn unreadable(error: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("a grant cannot be read: {error}"))
}
