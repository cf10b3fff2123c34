//! How errors of this room become answers of its data services.

use dean06_mediator::{Context, ServiceError};
use dean06_store::{NoRefusal, WriteError};
use sea_orm::DbErr;

/// The database did not give what was asked for.
pub(crate) fn database(error: DbErr) -> ServiceError {
    write_failed(WriteError::<NoRefusal>::from(error))
}

/// A write did not happen. What passes by itself is unavailable, all else a fault of ours.
pub(crate) fn write_failed<E>(error: WriteError<E>) -> ServiceError
where
    E: std::error::Error + Send + Sync + 'static,
{
    match error {
        WriteError::Busy
        | WriteError::TimedOut
        | WriteError::Unavailable
        | WriteError::Full
        | WriteError::Conflict => ServiceError::unavailable(error),
        error => ServiceError::internal(error),
    }
}

/// Whose inbox it is.
pub(crate) fn reader(context: &Context) -> Result<dean06_kernel::PersonId, ServiceError> {
    context
        .actor
        .person()
        .ok_or_else(|| ServiceError::forbidden("person-needed"))
}
