//! How errors of this room become answers of its data services.

use dean06_contracts::FieldProblem;
use dean06_kernel::Text;
use dean06_mediator::ServiceError;
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

/// There is no such paper, or not for this actor: nobody learns which.
pub(crate) fn no_paper() -> ServiceError {
    ServiceError::not_found("paper-not-found")
}

/// One field to mend.
pub(crate) fn invalid(pointer: &str, text: Text) -> ServiceError {
    ServiceError::Invalid(vec![FieldProblem {
        pointer: pointer.to_owned(),
        text,
    }])
}
