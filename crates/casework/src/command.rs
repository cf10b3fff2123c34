//! Steps of a dossier: once for each key, and only from the version that was seen.

use dean06_contracts::casework::DossierState;
use dean06_mediator::ServiceError;
use dean06_store::{Timer, WriteError};
use serde_json::Value;

use crate::error::{database, overtaken, write_failed};
use crate::following::Following;
use crate::room::Casework;
use crate::rows::{Bundle, Dossier, Entry, Found};

/// A step that is thought through and only needs to be written down.
#[derive(Clone, Debug)]
pub(crate) struct Stride {
    /// The dossier as it stands after the step.
    pub after: Dossier,
    /// The entry in the history.
    pub entry: Entry,
    /// What must happen later because of it.
    pub timer: Option<Timer>,
    /// The later limit of the interlinked application that the dossier is a leg of.
    pub whole: Option<Whole>,
}

/// An interlinked application that gets a later limit.
#[derive(Clone, Debug)]
pub(crate) struct Whole {
    /// The application.
    pub bundle_id: String,
    /// Its limit, UTC microseconds.
    pub due_at: i64,
}

/// Where the key of a command is kept: the same key of another actor or dossier is another key.
pub(crate) struct Key {
    /// The contract.
    pub contract: &'static str,
    /// Whose key, about what, and the key.
    pub key: String,
}

impl Key {
    /// The key that `actor` gave to a command about `subject`.
    pub fn new(contract: &'static str, subject: &str, actor: &str, key: &str) -> Self {
        Self {
            contract,
            key: format!("{subject}:{actor}:{key}"),
        }
    }
}

/// The reason stands in what was planned; nothing was written.
#[derive(Debug, thiserror::Error)]
#[error("the step was refused")]
struct Refused;

/// What a write came to.
enum Outcome {
    /// Done now.
    Done,
    /// Done before under the same key.
    Before(Value),
    /// Somebody else was faster.
    Overtaken,
}

/// Writes a planned step down and answers where the dossier stands. The same key returns the same
/// answer, also when the step could not be taken any more.
pub(crate) async fn take(
    room: &Casework,
    key: &Key,
    planned: Result<Stride, ServiceError>,
) -> Result<DossierState, ServiceError> {
    let stride = planned.as_ref().ok();
    let following = &match stride {
        Some(stride) => {
            let edition = room.edition(&stride.after.content_digest).await?;
            Following::of_step(room, &edition, &stride.after, &stride.entry)
        }
        None => Following::default(),
    };
    let answer = stride.map(|stride| state(&stride.after));
    let remembered = &answer
        .as_ref()
        .map(serde_json::to_value)
        .transpose()
        .map_err(ServiceError::internal)?;
    let outcome = room
        .store
        .write(|tx| {
            Box::pin(async move {
                if let Some(before) = tx.recall(key.contract, &key.key).await? {
                    return Ok(Outcome::Before(before));
                }
                let (Some(stride), Some(remembered)) = (stride, remembered) else {
                    return Err(WriteError::Refused(Refused));
                };
                if stride.after.advance(tx, &stride.entry).await? == Found::Changed {
                    return Ok(Outcome::Overtaken);
                }
                if let Some(timer) = &stride.timer {
                    tx.schedule(timer.clone()).await?;
                }
                if let Some(whole) = &stride.whole {
                    let party = &stride.after.party_id;
                    Bundle::lengthen(tx, party, &whole.bundle_id, whole.due_at).await?;
                }
                following.write(tx).await?;
                tx.remember(key.contract, &key.key, remembered).await?;
                Ok(Outcome::Done)
            })
        })
        .await;
    match (outcome, planned, answer) {
        (Ok(Outcome::Before(before)), ..) => {
            serde_json::from_value(before).map_err(ServiceError::internal)
        }
        (Ok(Outcome::Done), Ok(stride), Some(answer)) => {
            Following::at_once(room, &stride.after);
            metrics::counter!("dean06_casework_steps_total", "kind" => stride.entry.kind)
                .increment(1);
            Ok(answer)
        }
        (Ok(Outcome::Overtaken), Ok(stride), _) => Err(faster(room, &stride.after).await),
        (Err(WriteError::Refused(_)), Err(reason), _) => Err(reason),
        (Err(error), ..) => Err(write_failed(error)),
        (Ok(_), ..) => Err(ServiceError::internal("a step without a plan was written")),
    }
}

/// Who was faster, and when.
pub(crate) async fn faster(room: &Casework, dossier: &Dossier) -> ServiceError {
    let (party, id) = (&dossier.party_id, &dossier.dossier_id);
    let latest = Entry::latest(room.store.read(), party, id).await;
    let now = Dossier::find(room.store.read(), party, id).await;
    match (latest, now) {
        (Ok(latest), Ok(now)) => {
            let decided = now.is_some_and(|dossier| dossier.standing().is_decided());
            overtaken(decided, latest.as_ref())
        }
        (Err(error), _) | (_, Err(error)) => database(error),
    }
}

/// Where a dossier stands, for whoever took a step.
pub(crate) fn state(dossier: &Dossier) -> DossierState {
    DossierState {
        dossier_id: Some(dossier.dossier_id.clone()),
        number: Some(dossier.number.clone()),
        status: Some(dossier.status.code()),
        version: Some(dossier.version),
        due_at: dossier.due_at.filter(|_| !dossier.status.is_final()),
    }
}
