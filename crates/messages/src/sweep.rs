//! Every night, what is older than the content wants it kept is cleared away.

use std::sync::Arc;

use dean06_store::{Clearing, HandlerError, Nightly, WriteError};

use crate::room::Messages;
use crate::settings::DAY;

const KIND: &str = "messages.sweep";
/// The hour of the night, in Vietnam.
const HOUR: i8 = 3;

/// Sees that every night has its sweep.
pub(crate) async fn plan(room: &Messages) -> Result<(), WriteError> {
    let sweep = Arc::new(Sweep(room.clone()));
    room.store.every_night(KIND, HOUR, sweep).await
}

struct Sweep(Messages);

#[async_trait::async_trait]
impl Nightly for Sweep {
    async fn work(&self) -> Result<(), HandlerError> {
        let room = &self.0;
        let keep = i64::from(room.settings.keep_days).saturating_mul(DAY);
        let before = room.sources.now_micros().saturating_sub(keep);
        for (table, key, condition) in [
            ("message", &["person_id", "message_id"][..], "at < ?"),
            (
                "letter",
                &["person_id", "message_id", "channel"][..],
                "wanted_at < ?",
            ),
        ] {
            let old = Clearing {
                table,
                key,
                condition,
                values: vec![before.into()],
            };
            room.store.clear_away(&old).await?;
        }
        Ok(())
    }
}
