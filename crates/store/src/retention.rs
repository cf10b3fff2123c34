//! What the store itself keeps, and for how long.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use sea_orm::{DbErr, Value};

use crate::{Clearing, HandlerError, Nightly, Sql, Store, WriteError, placeholders};

const KIND: &str = "store.retention";
/// The hour of the night, in Vietnam.
const HOUR: i8 = 1;

/// For how many whole days the store keeps what it no longer needs; for ever where nothing is said.
#[derive(Debug, Clone, Copy, Default)]
pub struct Retention {
    /// Events that every subscription to their topic has had. A subscription that is new later meets
    /// only those that are still there.
    pub events: Option<u16>,
    /// Notes that a subscription has met an event. One whose event is still there stays.
    pub inbox: Option<u16>,
    /// Results of commands: for so long the same key returns the same result.
    pub command_results: Option<u16>,
}

impl Store {
    /// Has the store clear away every night what is older than it has to keep. Before
    /// [`run`](Self::run), and after every [`subscribe`](Self::subscribe) of this process; processes
    /// that share a database run the same subscriptions.
    pub async fn keep(&self, retention: Retention) -> Result<(), WriteError> {
        let sweep = Sweep {
            store: self.clone(),
            retention,
        };
        self.every_night(KIND, HOUR, Arc::new(sweep)).await
    }

    /// How far every subscription of this process to a topic has come, by topic.
    async fn handled(&self) -> Result<BTreeMap<String, i64>, DbErr> {
        let rows = self
            .read()
            .rows("SELECT name, position FROM subscription", [])
            .await?;
        let mut places = BTreeMap::new();
        for row in rows {
            places.insert(
                row.try_get::<String>("", "name")?,
                row.try_get::<i64>("", "position")?,
            );
        }
        let mut handled: BTreeMap<String, i64> = BTreeMap::new();
        let all = &self.inner.subscriptions;
        let all = all.lock().unwrap_or_else(PoisonError::into_inner);
        for subscription in all.iter() {
            let place = places.get(&subscription.name).copied().unwrap_or(0);
            for topic in &subscription.topics {
                let least = handled.entry(topic.clone()).or_insert(place);
                *least = place.min(*least);
            }
        }
        Ok(handled)
    }
}

struct Sweep {
    store: Store,
    retention: Retention,
}

#[async_trait::async_trait]
impl Nightly for Sweep {
    async fn work(&self) -> Result<(), HandlerError> {
        let before = |days| self.store.sources().day_start(days).as_microsecond();
        if let Some(days) = self.retention.events {
            self.events(before(days)).await?;
        }
        if let Some(days) = self.retention.inbox {
            let inbox = Clearing {
                table: "inbox",
                key: &["key", "subscription", "event_id"],
                condition: "recorded_at < ? AND NOT EXISTS (SELECT 1 FROM outbox
                   WHERE outbox.key = inbox.key AND outbox.id = inbox.event_id)",
                values: vec![before(days).into()],
            };
            self.store.clear_away(&inbox).await?;
        }
        if let Some(days) = self.retention.command_results {
            let results = Clearing {
                table: "command_result",
                key: &["key", "owner"],
                condition: "recorded_at < ?",
                values: vec![before(days).into()],
            };
            self.store.clear_away(&results).await?;
        }
        Ok(())
    }
}

impl Sweep {
    async fn events(&self, before: i64) -> Result<(), WriteError> {
        let handled = self.store.handled().await?;
        for (topic, position) in &handled {
            let had = Clearing {
                table: "outbox",
                key: &["key", "id"],
                condition: "recorded_at < ? AND topic = ? AND position <= ?",
                values: vec![before.into(), topic.as_str().into(), (*position).into()],
            };
            self.store.clear_away(&had).await?;
        }
        // What nobody subscribes to.
        let topics = handled.keys().map(|topic| Value::from(topic.as_str()));
        let condition = match handled.len() {
            0 => "recorded_at < ? AND position IS NOT NULL".to_owned(),
            count => format!(
                "recorded_at < ? AND position IS NOT NULL AND topic NOT IN ({})",
                placeholders(count)
            ),
        };
        let unheard = Clearing {
            table: "outbox",
            key: &["key", "id"],
            condition: &condition,
            values: std::iter::once(before.into()).chain(topics).collect(),
        };
        self.store.clear_away(&unheard).await?;
        Ok(())
    }
}
