//! Letters on their way: each message has one timer for all of its letters.

use std::sync::Arc;
use std::time::Duration;

use dean06_contracts::population::{GetPerson, GetPersonRequest, LifeStatus, PersonRecord};
use dean06_kernel::PersonId;
use dean06_mediator::{Ask, MediatorError, ServiceError};
use dean06_store::{HandlerError, NoRefusal, Timer, TimerHandler, WriteError, crash};
use sea_orm::DbErr;
use serde_json::{Value, json};

use crate::room::Messages;
use crate::rows::{LetterRow, LetterState, Message};
use crate::{Channel, Courier, CourierError, Letter};

/// The kind of timer that sends letters.
const KIND: &str = "messages.letter";
/// The purpose for which addresses are asked.
const PURPOSE: &str = "notify";
/// How long a courier may take for one letter.
const PATIENCE: Duration = Duration::from_secs(15);

/// Places on the way of a letter at which a test kills the process: see [`dean06_store::crash`].
pub const CRASH_POINTS: &[&str] = &["messages.letter.before", "messages.letter.carried"];

pub(crate) fn subscribe(room: &Messages) {
    room.store.on_timer(KIND, Arc::new(Letters(room.clone())));
}

/// The timer of a message's letters.
pub(crate) fn timer(message: &Message, due_at: i64) -> Timer {
    Timer {
        id: format!("{KIND}/{}", message.message_id),
        kind: KIND.to_owned(),
        key: message.person.to_string(),
        due_at,
        body: json!({ "message_id": message.message_id }),
    }
}

/// Why letters could not be tried at all.
#[derive(Debug, thiserror::Error)]
enum NotTried {
    #[error("the addresses could not be asked for")]
    Register(#[source] MediatorError),
    #[error(transparent)]
    Database(#[from] WriteError<NoRefusal>),
    #[error("a timer of no message")]
    NoMessage,
}

impl From<DbErr> for NotTried {
    fn from(error: DbErr) -> Self {
        Self::Database(error.into())
    }
}

struct Letters(Messages);

#[async_trait::async_trait]
impl TimerHandler for Letters {
    async fn fire(&self, timer: &Timer) -> Result<(), HandlerError> {
        Ok(send(&self.0, timer).await?)
    }
}

/// What one try came to.
struct Tried {
    letter: LetterRow,
    state: LetterState,
    failure: Option<String>,
}

async fn send(room: &Messages, timer: &Timer) -> Result<(), NotTried> {
    let message = timer.body.get("message_id").and_then(Value::as_str);
    let (Some(message), Ok(person)) = (message, timer.key.parse::<PersonId>()) else {
        return Err(NotTried::NoMessage);
    };
    let waiting = LetterRow::waiting(room.store.read(), person, message).await?;
    let Some(courier) = room.options.courier.as_deref() else {
        return Ok(());
    };
    if waiting.is_empty() {
        return Ok(());
    }
    crash::point("messages.letter.before");
    let addresses = addresses(room, person, message).await?;
    let mut tried = Vec::with_capacity(waiting.len());
    for letter in waiting {
        tried.push(try_once(room, courier, letter, &addresses).await);
    }
    crash::point("messages.letter.carried");
    note(room, timer, &tried).await
}

/// Where letters to a person go, as the register has it now.
#[derive(Default)]
struct Addresses {
    email: Option<String>,
    phone: Option<String>,
}

async fn addresses(
    room: &Messages,
    person: PersonId,
    message: &str,
) -> Result<Addresses, NotTried> {
    let actor = room.seal.alone();
    let ask = Ask::new(&actor, PURPOSE).in_case(message);
    let request = GetPersonRequest {
        person_id: Some(person),
        ..GetPersonRequest::default()
    };
    match room.mediator.call::<GetPerson>(ask, &request).await {
        Ok(record) => Ok(of(record)),
        // Nobody to write to; whoever is waited for comes in the inbox.
        Err(MediatorError::Service(ServiceError::NotFound(_))) => Ok(Addresses::default()),
        Err(error) => Err(NotTried::Register(error)),
    }
}

fn of(record: PersonRecord) -> Addresses {
    // A letter to the dead would reach those who mourn.
    if record.life_status == Some(LifeStatus::Dead) {
        return Addresses::default();
    }
    Addresses {
        email: record.email,
        phone: record.phone,
    }
}

async fn try_once(
    room: &Messages,
    courier: &dyn Courier,
    mut letter: LetterRow,
    addresses: &Addresses,
) -> Tried {
    let to = match letter.channel {
        Channel::Email => addresses.email.clone(),
        Channel::Sms => addresses.phone.clone(),
    };
    let Some(to) = to else {
        return Tried {
            letter,
            state: LetterState::NoAddress,
            failure: None,
        };
    };
    letter.attempts = letter.attempts.saturating_add(1);
    let leaving = Letter {
        id: format!("{}/{}", letter.message_id, letter.channel),
        channel: letter.channel,
        to,
        subject: letter.subject.clone(),
        text: letter.body.clone(),
        link: letter.link.clone(),
    };
    let carried = tokio::time::timeout(PATIENCE, courier.carry(&leaving)).await;
    let carried = carried.unwrap_or_else(|_| Err(CourierError::Later("no answer".to_owned())));
    let (state, failure) = match carried {
        Ok(()) => (LetterState::Sent, None),
        Err(error) => {
            let again = room.settings.letters.wait(letter.attempts).is_some();
            let state = match error {
                CourierError::Later(_) if again => LetterState::Waiting,
                _ => LetterState::GivenUp,
            };
            (state, Some(error.to_string()))
        }
    };
    Tried {
        letter,
        state,
        failure,
    }
}

/// Writes down what became of the letters, and when those that wait are tried again.
async fn note(room: &Messages, timer: &Timer, tried: &[Tried]) -> Result<(), NotTried> {
    let now = room.sources.now_micros();
    let wait = tried
        .iter()
        .filter(|tried| tried.state == LetterState::Waiting)
        .filter_map(|tried| room.settings.letters.wait(tried.letter.attempts))
        .min();
    let again = &wait.map(|wait| Timer {
        due_at: now.saturating_add(wait),
        ..timer.clone()
    });
    room.store
        .consume_timer(timer, |tx| {
            Box::pin(async move {
                for tried in tried {
                    let failure = tried.failure.as_deref();
                    tried.letter.note(tx, tried.state, failure, now).await?;
                }
                if let Some(again) = again {
                    tx.schedule(again.clone()).await?;
                }
                Ok::<(), WriteError<NoRefusal>>(())
            })
        })
        .await?;
    for tried in tried {
        let (channel, state) = (tried.letter.channel.as_str(), tried.state.as_str());
        metrics::counter!("dean06_messages_letters_total", "channel" => channel, "state" => state)
            .increment(1);
        if let Some(failure) = &tried.failure {
            tracing::warn!(channel, state, failure, "a letter was not carried");
        }
    }
    Ok(())
}
