//! Events and timers as they travel.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use serde_json::Value;
use uuid::Uuid;

/// An event as it is emitted by a change.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxEvent {
    /// Names the event for ever; made before the write.
    pub id: Uuid,
    /// What kind of event, the contract's name: `population.birth-noticed/1`.
    pub topic: String,
    /// The key of the change, such as a person's or a dossier's: rows of one key live together.
    pub key: String,
    /// What happened.
    pub body: Value,
}

/// An event as it is delivered.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// As it was emitted.
    pub id: Uuid,
    /// As it was emitted.
    pub topic: String,
    /// As it was emitted.
    pub key: String,
    /// As it was emitted.
    pub body: Value,
    /// Its place among all events, from 1, without gaps.
    pub position: i64,
    /// When it was emitted: UTC microseconds.
    pub recorded_at: i64,
}

/// Something that is to happen later.
#[derive(Debug, Clone, PartialEq)]
pub struct Timer {
    /// Names the timer within its key, such as `due-soon`.
    pub id: String,
    /// Who handles it: see [`Store::on_timer`](crate::Store::on_timer).
    pub kind: String,
    /// The key of what it is about.
    pub key: String,
    /// When it fires: UTC microseconds by the store's clock.
    pub due_at: i64,
    /// What the handler needs to know.
    pub body: Value,
}

/// Why a handler could not do its work now; it will be asked again.
pub type HandlerError = Box<dyn Error + Send + Sync>;

/// Does something about an event.
#[async_trait::async_trait]
pub trait EventHandler: Send + Sync {
    /// Called at least once for each event, one at a time in the order of positions. What must
    /// happen once goes through [`Store::consume`](crate::Store::consume). An error, a panic or
    /// [`handler_limit`](crate::StoreOptions::handler_limit) makes it wait and be called again;
    /// later events of the subscription wait behind it.
    async fn handle(&self, event: &Event) -> Result<(), HandlerError>;
}

/// Does something when a timer is due.
#[async_trait::async_trait]
pub trait TimerHandler: Send + Sync {
    /// Called at least once for each timer, soonest due first. What must happen once goes through
    /// [`Store::consume_timer`](crate::Store::consume_timer). A timer that fails is tried again
    /// later and holds up no other.
    async fn fire(&self, timer: &Timer) -> Result<(), HandlerError>;
}

/// Who wants to hear which events.
#[derive(Clone)]
pub struct Subscription {
    /// Names the subscriber for ever: its place in the stream is kept under this name. A new name
    /// starts with the first event there ever was.
    pub name: String,
    /// The topics it hears.
    pub topics: Vec<String>,
    /// What it does.
    pub handler: Arc<dyn EventHandler>,
}

impl fmt::Debug for Subscription {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Subscription")
            .field("name", &self.name)
            .field("topics", &self.topics)
            .finish_non_exhaustive()
    }
}
