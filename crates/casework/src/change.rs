//! Changes that are thought through before they are written: once for each key.

use dean06_mediator::ServiceError;
use dean06_store::{Tx, WriteError};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::command::Key;
use crate::drafts::NoNumber;
use crate::error::write_failed;
use crate::room::Casework;

/// Why a change is not written.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unwritten {
    /// The reason stands in what was planned.
    #[error("the change was refused")]
    Refused,
    /// Somebody else was faster.
    #[error("somebody else was faster")]
    Overtaken,
    /// No number can be made.
    #[error(transparent)]
    Number(#[from] NoNumber),
    /// The answer cannot be kept.
    #[error("the answer cannot be written as JSON")]
    Json(#[from] serde_json::Error),
}

/// Something thought through that only needs to be written down.
#[async_trait::async_trait]
pub(crate) trait Change: Send + Sync {
    /// What is answered; the same key always gets the same.
    type Answer: Serialize + DeserializeOwned + Send + Sync;

    /// Writes it down. Nothing if somebody else was faster; then nothing is kept.
    async fn write(&self, tx: &Tx<'_>) -> Result<Option<Self::Answer>, WriteError<Unwritten>>;
}

/// What became of a change.
#[derive(Debug)]
pub(crate) enum Made<A> {
    /// It was written now.
    Now(A),
    /// It was written before under the same key.
    Before(A),
    /// Somebody else was faster.
    Overtaken,
}

/// Writes a planned change down, once for the key. The same key returns the same answer, also when
/// the change could not be planned any more.
pub(crate) async fn make<C: Change>(
    room: &Casework,
    key: &Key,
    planned: Result<C, ServiceError>,
) -> Result<Made<C::Answer>, ServiceError> {
    let change = planned.as_ref().ok();
    let outcome = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(before) = tx.recall(key.contract, &key.key).await? {
                    return Ok((true, before));
                }
                let Some(change) = change else {
                    return Err(WriteError::Refused(Unwritten::Refused));
                };
                let Some(answer) = change.write(tx).await? else {
                    return Err(WriteError::Refused(Unwritten::Overtaken));
                };
                let answer = serde_json::to_value(answer)
                    .map_err(|error| WriteError::Refused(Unwritten::Json(error)))?;
                tx.remember(key.contract, &key.key, &answer).await?;
                Ok((false, answer))
            })
        })
        .await;
    let answer = |value: Value| serde_json::from_value(value).map_err(ServiceError::internal);
    match (outcome, planned) {
        (Ok((true, before)), _) => Ok(Made::Before(answer(before)?)),
        (Ok((false, now)), _) => Ok(Made::Now(answer(now)?)),
        (Err(WriteError::Refused(Unwritten::Refused)), Err(reason)) => Err(reason),
        (Err(WriteError::Refused(Unwritten::Overtaken)), _) => Ok(Made::Overtaken),
        (Err(error), _) => Err(write_failed(error)),
    }
}

impl<A> Made<A> {
    /// The answer; a conflict with this code if somebody else was faster.
    pub fn or_conflict(self, code: &'static str) -> Result<A, ServiceError> {
        match self {
            Self::Now(answer) | Self::Before(answer) => Ok(answer),
            Self::Overtaken => Err(ServiceError::conflict(code)),
        }
    }
}
