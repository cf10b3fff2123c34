//! Every night, what is older than the content wants it kept is cleared away.

use std::sync::Arc;

use dean06_kernel::{Sources, instant, local_datetime};
use dean06_store::{HandlerError, Sql, Timer, TimerHandler, WriteError, placeholders};
use jiff::ToSpan as _;
use sea_orm::Value;
use serde_json::json;

use crate::room::Messages;
use crate::settings::DAY;

const KIND: &str = "messages.sweep";
/// The hour of the night, in Viet Nam.
const HOUR: i8 = 3;
/// How many messages one write clears away.
const BATCH: i64 = 200;

pub(crate) fn subscribe(room: &Messages) {
    room.store.on_timer(KIND, Arc::new(Sweep(room.clone())));
}

/// Sees that the next night has its sweep.
pub(crate) async fn plan(room: &Messages) -> Result<(), WriteError> {
    let timer = &next(&room.sources);
    room.store
        .write(|tx| Box::pin(async move { Ok(tx.schedule(timer.clone()).await?) }))
        .await
}

/// The next time that it is [`HOUR`]: a start of the program never puts it off.
fn next(sources: &Sources) -> Timer {
    let now = local_datetime(sources.now());
    let tonight = now.date().at(HOUR, 0, 0, 0);
    let due = if tonight > now {
        tonight
    } else {
        tonight.saturating_add(1.day())
    };
    Timer {
        id: KIND.to_owned(),
        kind: KIND.to_owned(),
        key: KIND.to_owned(),
        due_at: instant(due).as_microsecond(),
        body: json!({}),
    }
}

struct Sweep(Messages);

#[async_trait::async_trait]
impl TimerHandler for Sweep {
    async fn fire(&self, _timer: &Timer) -> Result<(), HandlerError> {
        let room = &self.0;
        let keep = i64::from(room.settings.keep_days).saturating_mul(DAY);
        let before = room.sources.now_micros().saturating_sub(keep);
        clear(room, "message", "at", before).await?;
        clear(room, "letter", "wanted_at", before).await?;
        Ok(plan(room).await?)
    }
}

/// Clears away rows that are older than `before`, some at a time, so that nobody waits long.
async fn clear(room: &Messages, table: &str, age: &str, before: i64) -> Result<(), WriteError> {
    loop {
        let rows = room
            .store
            .read()
            .rows(
                &format!("SELECT person_id, message_id FROM {table} WHERE {age} < ? LIMIT ?"),
                [before.into(), BATCH.into()],
            )
            .await?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut values = Vec::with_capacity(rows.len() * 2 + 1);
        for column in ["person_id", "message_id"] {
            for row in &rows {
                values.push(Value::from(row.try_get::<String>("", column)?));
            }
        }
        values.push(before.into());
        let (values, list) = (&values, &placeholders(rows.len()));
        room.store
            .write(|tx| {
                Box::pin(async move {
                    let text = format!(
                        "DELETE FROM {table}
                         WHERE person_id IN ({list}) AND message_id IN ({list}) AND {age} < ?"
                    );
                    Ok(tx.run(&text, values.iter().cloned()).await?)
                })
            })
            .await?;
    }
}

#[cfg(test)]
mod tests {
    use dean06_kernel::ManualClock;
    use jiff::civil::date;

    use super::*;

    #[test]
    fn the_sweep_is_at_night_and_in_the_future() {
        for (hour, day) in [(2, 22), (3, 23), (23, 23)] {
            let now = instant(date(2026, 11, 22).at(hour, 0, 0, 0));
            let sources = Sources::manual(Arc::new(ManualClock::new(now)), 1);
            let due = instant(date(2026, 11, day).at(HOUR, 0, 0, 0));
            assert_eq!(next(&sources).due_at, due.as_microsecond());
        }
    }
}
