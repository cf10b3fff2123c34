//! How long a draft that nobody submits is kept.

use std::sync::Arc;

use dean06_kernel::local_datetime;
use dean06_store::{Clearing, HandlerError, Nightly, WriteError};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan as _};

use crate::room::Casework;

const KIND: &str = "casework.drafts";
/// The hour of the night, in Vietnam.
const HOUR: i8 = 2;

/// The last day on which a draft that was saved at `saved_at` is kept; nothing if it is kept for ever.
pub(crate) fn kept_until(room: &Casework, saved_at: i64) -> Option<Date> {
    let keep = room
        .editions
        .current()
        .content
        .retention()
        .drafts
        .as_ref()?;
    let saved = local_datetime(Timestamp::from_microsecond(saved_at).ok()?).date();
    Some(saved.saturating_add(i32::from(keep.days).days()))
}

/// Sees that every night drafts go that were kept for as long as people were told.
pub(crate) async fn keep(room: &Casework) -> Result<(), WriteError> {
    let sweep = Arc::new(Sweep(room.clone()));
    room.store.every_night(KIND, HOUR, sweep).await
}

struct Sweep(Casework);

#[async_trait::async_trait]
impl Nightly for Sweep {
    async fn work(&self) -> Result<(), HandlerError> {
        let room = &self.0;
        let Some(keep) = &room.editions.current().content.retention().drafts else {
            return Ok(());
        };
        let old = Clearing {
            table: "draft",
            key: &["party_id", "draft_id"],
            condition: "saved_at < ? AND dossier_id IS NULL AND bundle_id IS NULL AND sealed = 0",
            values: vec![room.sources.day_start(keep.days).as_microsecond().into()],
        };
        room.store.clear_away(&old).await?;
        Ok(())
    }
}
