//! The day of a fact that was known beforehand has come.

use dean06_kernel::PersonId;
use dean06_store::{HandlerError, Timer, TimerHandler, WriteError};

use crate::{Population, current};

/// Names the timer and its kind.
pub(crate) const TIMER: &str = "population.refresh";

/// Brings the searchable row of a person up to date. Until then, readers of the row fold the facts
/// themselves, but a search by the new name does not find it.
pub(crate) struct Refresh(pub(crate) Population);

#[async_trait::async_trait]
impl TimerHandler for Refresh {
    async fn fire(&self, timer: &Timer) -> Result<(), HandlerError> {
        let person: PersonId = timer.key.parse()?;
        let today = self.0.sources.today();
        self.0
            .store
            .consume_timer(timer, |tx| {
                Box::pin(async move {
                    if current::lock(tx, person).await? {
                        current::refresh(tx, person, today).await?;
                    }
                    Ok::<_, WriteError>(())
                })
            })
            .await?;
        Ok(())
    }
}
