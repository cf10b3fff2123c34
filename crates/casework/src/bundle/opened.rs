//! Applications that begin because an organisation told us of an occasion, and what becomes of them
//! when the occasion is corrected.

use std::collections::BTreeSet;
use std::sync::Arc;

use dean06_content as content;
use dean06_contracts::casework::BundleState;
use dean06_kernel::PersonId;
use dean06_mediator::ServiceError;
use dean06_store::{Event, EventHandler, HandlerError, NoRefusal, Subscription, WriteError, crash};
use serde_json::{Map, Value};

use super::chain::Chain;
use super::start_bundle::Begun;
use crate::following::{Following, bundle_link};
use crate::room::Casework;
use crate::rows::{Bundle, Draft, Entry, Found, OccasionChange};

/// The name under which the place in the stream of events is kept.
const SUBSCRIPTION: &str = "casework.bundles";
/// The kind of the entry in the history of dossiers whose occasion was corrected.
const CHANGED: &str = "occasion-changed";
/// How often a change is planned anew when a dossier changes meanwhile.
const MOST_TRIES: usize = 5;

/// Hands the store what has applications begin. Which events do, the content in force says.
pub(super) fn subscribe(room: &Casework) {
    let content = &room.editions.current().content;
    let topics: BTreeSet<String> = content
        .bundles()
        .flat_map(|procedure| {
            let opens = procedure.opens.iter().map(|opening| &opening.event);
            opens.chain(procedure.changes.iter().map(|change| &change.event))
        })
        .cloned()
        .collect();
    if topics.is_empty() {
        return;
    }
    room.store.subscribe(Subscription {
        name: SUBSCRIPTION.to_owned(),
        topics: topics.into_iter().collect(),
        handler: Arc::new(Occasions(room.clone())),
    });
}

/// Has applications begin and learn of corrections.
struct Occasions(Casework);

#[async_trait::async_trait]
impl EventHandler for Occasions {
    async fn handle(&self, event: &Event) -> Result<(), HandlerError> {
        let room = &self.0;
        let content = Arc::clone(&room.editions.current().content);
        let today = room.sources.today();
        for procedure in content.bundles() {
            let in_force = content.bundle_in_force(&procedure.family, today);
            let is_in_force = in_force.is_some_and(|now| now.slug == procedure.slug);
            for opening in procedure.opens.iter().filter(|o| o.event == event.topic) {
                if is_in_force {
                    open(room, procedure, opening, event).await?;
                }
            }
            for change in procedure.changes.iter().filter(|c| c.event == event.topic) {
                // An application may live under a procedure of its family that is past.
                if is_in_force {
                    changed(room, procedure, change, event).await?;
                }
            }
        }
        Ok(())
    }
}

/// Begins an application for whom the event names, once for each occasion.
async fn open(
    room: &Casework,
    procedure: &content::Bundle,
    opening: &content::Opening,
    event: &Event,
) -> Result<(), HandlerError> {
    let opened = match procedure.opening(opening, &event.body) {
        Ok(Some(opened)) => opened,
        Ok(None) => return Ok(()),
        // Asking again would end the same, and hold up every occasion after it.
        Err(error) => {
            tracing::error!(event = %event.id, %error, "an event does not open an application");
            return Ok(());
        }
    };
    let (party, occasion) = opened;
    let Ok(person) = party.parse::<PersonId>() else {
        tracing::error!(event = %event.id, "an event names nobody for whom it opens an application");
        return Ok(());
    };
    let key = &key_of(&procedure.family, &occasion);
    let topic = Some(event.topic.as_str());
    let begun = &Begun::of(procedure, &party, occasion, topic, &room.sources);
    let mut following = Following::default();
    following.tell(
        room,
        person,
        &opening.message,
        [("title", procedure.title.clone())],
        bundle_link(&begun.bundle.bundle_id),
    );
    let following = &following;
    let opened = room
        .store
        .write(|tx| {
            Box::pin(async move {
                // The occasion is the key, not the event: however often, and by however many
                // events, it is told.
                if !begun.bundle.take_occasion(tx, key).await? {
                    return Ok(false);
                }
                begun.insert(tx).await?;
                following.write(tx).await?;
                Ok::<bool, WriteError<NoRefusal>>(true)
            })
        })
        .await?;
    if opened {
        crash::point("casework.bundle.opened");
        metrics::counter!("dean06_casework_bundles_opened_total").increment(1);
    }
    Ok(())
}

/// Tells the application of a corrected occasion: its applicant while it is filled in, and whoever
/// works on its dossiers once it is submitted.
async fn changed(
    room: &Casework,
    procedure: &content::Bundle,
    change: &content::Change,
    event: &Event,
) -> Result<(), HandlerError> {
    let Some(value) = event.body.get(&change.key).filter(|value| !value.is_null()) else {
        return Ok(());
    };
    let occasion = Map::from_iter([(change.key.clone(), value.clone())]);
    let key = key_of(&procedure.family, &Value::Object(occasion));
    for _ in 0..MOST_TRIES {
        let found = Bundle::of_occasion(room.store.read(), &key).await?;
        let Some(bundle) = found else { return Ok(()) };
        if !change.concerns(&bundle.occasion, &event.body) {
            return Ok(());
        }
        if tell(room, &bundle, change, event).await? {
            return Ok(());
        }
    }
    Err(ServiceError::conflict("bundle-changed").into())
}

/// False if somebody was faster.
async fn tell(
    room: &Casework,
    bundle: &Bundle,
    change: &content::Change,
    event: &Event,
) -> Result<bool, HandlerError> {
    let (party, id) = (&bundle.party_id, &bundle.bundle_id);
    let Some(chain) = Chain::find(room, party, id).await? else {
        return Ok(true);
    };
    let now = room.sources.now_micros();
    let is_draft = match chain.bundle.state {
        BundleState::Draft => true,
        BundleState::Running => false,
        BundleState::Done | BundleState::Withdrawn => return Ok(true),
    };
    let mut after = chain.bundle.clone();
    after.version += 1;
    after.changes.push(OccasionChange {
        event: event.topic.clone(),
        at: now,
    });
    let open = chain.dossiers().iter();
    let open = open.filter(|dossier| !dossier.standing().is_decided());
    let machine = room.seal.alone().reference().clone();
    let flagged: Vec<_> = open
        .map(|dossier| {
            let mut dossier = dossier.clone();
            dossier.version += 1;
            dossier.matters.flagged = true;
            let entry = Entry {
                version: dossier.version,
                at: now,
                kind: CHANGED.to_owned(),
                actor: machine.clone(),
                note: None,
                internal_note: None,
            };
            (dossier, entry)
        })
        .collect();
    let mut following = Following::default();
    if let Some(person) = chain.bundle.applicant_id() {
        let title = chain.procedure().map(|procedure| procedure.title.clone());
        let values = [("title", title.unwrap_or_default())];
        following.tell(room, person, &change.message, values, bundle_link(id));
    }
    let (after, flagged, following) = (&after, &flagged, &following);
    let told = room
        .store
        .consume(SUBSCRIPTION, event, |tx| {
            Box::pin(async move {
                if !after.advance(tx).await? {
                    return Err(WriteError::Refused(Faster));
                }
                if is_draft {
                    Draft::forget_answers(tx, party, id).await?;
                }
                for (dossier, entry) in flagged {
                    if dossier.advance(tx, entry).await? == Found::Changed {
                        return Err(WriteError::Refused(Faster));
                    }
                }
                following.write(tx).await?;
                Ok(())
            })
        })
        .await;
    match told {
        Ok(_) => Ok(true),
        Err(WriteError::Refused(Faster)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Somebody else changed the application meanwhile.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("somebody else was faster")]
struct Faster;

/// How an occasion is kept: the same for the same members in any order.
fn key_of(family: &str, occasion: &Value) -> String {
    format!("{family}/{}", sorted(occasion))
}

/// The value with the members of its objects in the order of their names.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let names: BTreeSet<&String> = fields.keys().collect();
            let fields = names.into_iter().filter_map(|name| {
                let value = fields.get(name)?;
                Some((name.clone(), sorted(value)))
            });
            Value::Object(fields.collect())
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_occasion_is_the_same_in_any_order() {
        let one = key_of("kites", &json!({"a": 1, "b": {"d": 2, "c": 3}}));
        let other = key_of("kites", &json!({"b": {"c": 3, "d": 2}, "a": 1}));
        assert_eq!(one, other);
        assert_eq!(one, r#"kites/{"a":1,"b":{"c":3,"d":2}}"#);
    }
}
