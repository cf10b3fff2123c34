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

/// There is no such person.
pub(crate) fn no_person() -> ServiceError {
    ServiceError::not_found("person-not-found")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("no")]
    struct No;

    impl From<No> for ServiceError {
        fn from(_: No) -> Self {
            no_person()
        }
    }

    #[test]
    fn what_passes_by_itself_is_not_a_fault() {
        let told = |error: WriteError<No>| write_failed(error);
        assert!(matches!(
            told(WriteError::Busy),
            ServiceError::Unavailable(_)
        ));
        assert!(matches!(
            told(WriteError::Nested),
            ServiceError::Internal(_)
        ));
        let broken = || DbErr::Custom("broken".to_owned());
        assert!(matches!(
            told(WriteError::Database(broken())),
            ServiceError::Internal(_)
        ));
        assert!(matches!(database(broken()), ServiceError::Internal(_)));
        assert_eq!(
            told(WriteError::Refused(No)).code(),
            Some("person-not-found")
        );
    }
}
