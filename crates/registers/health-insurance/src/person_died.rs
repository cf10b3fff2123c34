//! Death ends a health card.

use std::sync::Arc;

use dean06_kernel::PersonId;
use dean06_store::{Event, EventHandler, HandlerError, Subscription, WriteError};
use jiff::civil::Date;
use serde::Deserialize;

use crate::{
    HealthInsurance,
    insured::{End, Insured},
};

/// The event by which the population register tells a death.
const PERSON_DIED: &str = "population.person-died/1";
/// Names this subscriber for ever.
const SUBSCRIPTION: &str = "health-insurance.person-died";
/// Why the card ended.
const DEATH: &str = "death";

/// Ends the card of somebody who died.
pub(crate) struct PersonDied(HealthInsurance);

/// What the event says.
#[derive(Deserialize)]
struct Death {
    person_id: PersonId,
    died_on: Date,
}

/// How this room hears of deaths.
pub(crate) fn subscription(room: HealthInsurance) -> Subscription {
    Subscription {
        name: SUBSCRIPTION.to_owned(),
        topics: vec![PERSON_DIED.to_owned()],
        handler: Arc::new(PersonDied(room)),
    }
}

#[async_trait::async_trait]
impl EventHandler for PersonDied {
    async fn handle(&self, event: &Event) -> Result<(), HandlerError> {
        let death = &Death::deserialize(&event.body)?;
        let recorded_at = self.0.sources.now_micros();
        self.0
            .store
            .consume(SUBSCRIPTION, event, |tx| {
                Box::pin(async move {
                    let insured = Insured::take(tx, death.person_id).await?;
                    insured.died(tx, death.died_on).await?;
                    if let Some(number) = insured.card_from(death.died_on) {
                        let end = End {
                            ended_on: death.died_on,
                            reason: DEATH,
                            by_death: true,
                            case: None,
                            source: PERSON_DIED,
                            recorded_at,
                        };
                        insured.end(tx, number, end).await?;
                    }
                    Ok::<_, WriteError>(())
                })
            })
            .await?;
        Ok(())
    }
}
