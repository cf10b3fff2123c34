//! Every night, what is over is cleared away: sessions, failed sign-ins, kept forms, used tokens.

use std::sync::Arc;

use dean06_store::{Clearing, HandlerError, Nightly, WriteError};

use crate::Identity;

const KIND: &str = "identity.sweep";
/// The hour of the night, in Vietnam.
const HOUR: i8 = 1;

/// Sees that every night has its sweep.
pub(crate) async fn plan(room: &Identity) -> Result<(), WriteError> {
    let sweep = Arc::new(Sweep(room.clone()));
    room.store.every_night(KIND, HOUR, sweep).await
}

struct Sweep(Identity);

#[async_trait::async_trait]
impl Nightly for Sweep {
    async fn work(&self) -> Result<(), HandlerError> {
        let room = &self.0;
        let rules = room.mediator.content().retention();
        if let Some(keep) = &rules.sessions {
            let before = room.sources.day_start(keep.days).as_microsecond();
            let ended = "ends_at < ?";
            clear(room, "identity_session", &["token_hash"], ended, before).await?;
        }
        if let Some(keep) = &rules.sign_in_attempts {
            let before = room.sources.day_start(keep.days).as_microsecond();
            clear(room, "identity_attempt", &["subject"], "since < ?", before).await?;
        }
        // These say themselves when they end.
        let now = room.sources.now_micros();
        let ended = "ends_at < ?";
        clear(room, "identity_kept_form", &["kept_id"], ended, now).await?;
        let token = &["key_id", "token_id"];
        clear(room, "organisation_token", token, ended, now).await?;
        Ok(())
    }
}

async fn clear(
    room: &Identity,
    table: &str,
    key: &[&str],
    condition: &str,
    before: i64,
) -> Result<(), WriteError> {
    let old = Clearing {
        table,
        key,
        condition,
        values: vec![before.into()],
    };
    room.store.clear_away(&old).await?;
    Ok(())
}
