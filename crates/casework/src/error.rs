//! How errors of this room become answers of its data services.

use dean06_kernel::{Text, local_datetime};
use dean06_mediator::{ActorKind, ServiceError};
use dean06_store::{NoRefusal, WriteError};
use jiff::Timestamp;
use sea_orm::DbErr;

use crate::course::Refusal;
use crate::rows::Entry;

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

/// Stands for a name where no person acted.
const NOBODY: &str = "—";

/// There is no such draft, or it is somebody else's.
pub(crate) fn no_draft() -> ServiceError {
    ServiceError::not_found("draft-not-found")
}

/// There is no such dossier, or it is somebody else's.
pub(crate) fn no_dossier() -> ServiceError {
    ServiceError::not_found("dossier-not-found")
}

/// There is no such interlinked application, or it is somebody else's.
pub(crate) fn no_bundle() -> ServiceError {
    ServiceError::not_found("bundle-not-found")
}

/// The content has no such service.
pub(crate) fn no_service() -> ServiceError {
    ServiceError::not_found("service-not-found")
}

/// Somebody else was faster: told by whom and when.
pub(crate) fn overtaken(decided: bool, latest: Option<&Entry>) -> ServiceError {
    let error = ServiceError::conflict(if decided {
        "dossier-decided"
    } else {
        "dossier-changed"
    });
    let name = match latest.map(|entry| &entry.actor) {
        Some(actor) if actor.kind != ActorKind::System => actor.name.as_str(),
        _ => NOBODY,
    };
    let at = latest.map_or_else(|| NOBODY.to_owned(), |entry| moment(entry.at));
    error.with("name", name).with("at", at)
}

/// Why a step may not be taken.
pub(crate) fn step_refused(refusal: Refusal, latest: Option<&Entry>) -> ServiceError {
    match refusal {
        Refusal::Decided => overtaken(true, latest),
        Refusal::NotNow => ServiceError::refused("dossier-step-not-possible"),
        Refusal::SupplementTwice => ServiceError::refused("supplement-only-once"),
        Refusal::ExtendedTwice => ServiceError::refused("extension-only-once"),
        Refusal::VerifiedTwice => ServiceError::refused("verification-only-once"),
    }
}

/// A check of the service forbids it; the service says why.
pub(crate) fn check_refused(message: &Text) -> ServiceError {
    ServiceError::refused("check-refused")
        .with("message_vi", message.vi.clone())
        .with("message_en", message.en.clone())
}

/// A moment as people in Vietnam write it, the same in both languages: `14:05, 22/11/2026`.
pub(crate) fn moment(micros: i64) -> String {
    let Ok(at) = Timestamp::from_microsecond(micros) else {
        return "-".to_owned();
    };
    let local = local_datetime(at);
    format!(
        "{:02}:{:02}, {:02}/{:02}/{}",
        local.hour(),
        local.minute(),
        local.day(),
        local.month(),
        local.year()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_vietnamese_time() {
        assert_eq!(moment(0), "07:00, 01/01/1970");
        assert_eq!(moment(i64::MAX), "-");
    }

    #[test]
    fn what_passes_by_itself_is_not_a_fault() {
        let unavailable = write_failed(WriteError::<NoRefusal>::Busy);
        assert!(matches!(unavailable, ServiceError::Unavailable(_)));
        let internal = write_failed(WriteError::<NoRefusal>::Nested);
        assert!(matches!(internal, ServiceError::Internal(_)));
    }
}
