//! What follows from a change and stands in its transaction: messages to people, events, timers.

use std::collections::BTreeMap;

use dean06_contracts::messages::MessageWanted;
use dean06_kernel::{PersonId, Text};
use dean06_store::{OutboxEvent, Timer, Tx};
use sea_orm::DbErr;
use serde::Serialize;
use uuid::Uuid;

use crate::course::{Status, Step};
use crate::edition::{Edition, fill};
use crate::error::moment;
use crate::room::Casework;
use crate::rows::{Dossier, Entry};
use crate::{bundle, effect};

/// Messages, events and timers, made before the write that they belong to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Following {
    messages: Vec<(Uuid, MessageWanted)>,
    events: Vec<OutboxEvent>,
    timers: Vec<Timer>,
}

impl Following {
    /// What follows from the submission of a dossier that is no leg.
    pub fn submitted(room: &Casework, edition: &Edition, dossier: &Dossier) -> Self {
        let mut following = Self::made(edition, dossier);
        following.tell_applicant(room, edition, dossier, "dossier-submitted");
        following
    }

    /// What follows from the beginning of a leg.
    pub fn leg_began(room: &Casework, edition: &Edition, dossier: &Dossier) -> Self {
        let mut following = Self::made(edition, dossier);
        following.tell_applicant(room, edition, dossier, "leg-started");
        following
    }

    /// What follows whenever there is a new dossier: the machine may decide it.
    pub fn made(edition: &Edition, dossier: &Dossier) -> Self {
        let mut following = Self::default();
        if effect::may_be_automatic(edition, dossier) {
            following.time(effect::automatic_timer(dossier));
        }
        following
    }

    /// What follows from a step of a dossier.
    pub fn of_step(room: &Casework, edition: &Edition, after: &Dossier, entry: &Entry) -> Self {
        let mut following = Self::default();
        if let Some(kind) = message_of(&entry.kind, after.bundle_id.is_some()) {
            following.tell_applicant(room, edition, after, kind);
        }
        if let Some(bundle) = &after.bundle_id
            && after.status.is_final()
            && after.status != Status::Returned
        {
            following.time(bundle::timer(&after.party_id, bundle, entry.at));
        }
        following
    }

    /// Does at once, beside the caller, what the timers of a dossier's change would do later.
    pub fn at_once(room: &Casework, dossier: &Dossier) {
        if dossier.version == 1 {
            effect::decide_beside(room, dossier);
        }
        if dossier.status.is_final()
            && let Some(bundle) = &dossier.bundle_id
        {
            bundle::beside(room, &dossier.party_id, bundle);
        }
    }

    /// Adds a message about a dossier to its applicant.
    fn tell_applicant(
        &mut self,
        room: &Casework,
        edition: &Edition,
        dossier: &Dossier,
        kind: &str,
    ) {
        let Some(person) = dossier.applicant_id() else {
            return;
        };
        let title = edition.service_title(&dossier.service);
        let values = [
            ("title", title.clone()),
            ("leg", title),
            ("organisation", edition.organisation(&dossier.org_id)),
            ("due", due(room, dossier.due_at)),
        ];
        let link = match &dossier.bundle_id {
            Some(bundle) => bundle_link(bundle),
            None => format!("/dossiers/{}", dossier.dossier_id),
        };
        self.tell(room, person, kind, values, link);
    }

    /// Adds a message.
    pub fn tell<const N: usize>(
        &mut self,
        room: &Casework,
        person: PersonId,
        kind: &str,
        values: [(&str, Text); N],
        link: String,
    ) {
        let id = room.sources.uuid();
        let values: BTreeMap<String, Text> = values
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        let message = MessageWanted {
            id: id.to_string(),
            person_id: person,
            kind: kind.to_owned(),
            values,
            link,
        };
        self.messages.push((id, message));
    }

    /// Adds an event about a party.
    pub fn emit<T: Serialize>(
        &mut self,
        room: &Casework,
        topic: &str,
        party: &str,
        body: &T,
    ) -> Result<(), serde_json::Error> {
        self.events.push(OutboxEvent {
            id: room.sources.uuid(),
            topic: topic.to_owned(),
            key: party.to_owned(),
            body: serde_json::to_value(body)?,
        });
        Ok(())
    }

    /// Adds a timer.
    pub fn time(&mut self, timer: Timer) {
        self.timers.push(timer);
    }

    /// Adds what follows from something else that changes in the same write.
    pub fn and(&mut self, other: Self) {
        self.messages.extend(other.messages);
        self.events.extend(other.events);
        self.timers.extend(other.timers);
    }

    /// Stores it all with the change.
    pub async fn write(&self, tx: &Tx<'_>) -> Result<(), DbErr> {
        for (id, message) in &self.messages {
            let body =
                serde_json::to_value(message).map_err(|error| DbErr::Json(error.to_string()))?;
            tx.emit(OutboxEvent {
                id: *id,
                topic: MessageWanted::TOPIC.to_owned(),
                key: message.person_id.to_string(),
                body,
            })
            .await?;
        }
        for event in &self.events {
            tx.emit(event.clone()).await?;
        }
        for timer in &self.timers {
            tx.schedule(timer.clone()).await?;
        }
        Ok(())
    }
}

/// The kind of message that a step is worth. Of a leg and of a dossier by itself, the end is told in
/// different words.
fn message_of(step: &str, is_leg: bool) -> Option<&'static str> {
    const TOLD: [(Step, &str, &str); 6] = [
        (Step::DeclineIntake, "leg-refused", "dossier-refused"),
        (
            Step::RequestSupplement,
            "supplement-requested",
            "supplement-requested",
        ),
        (Step::Extend, "appointment-moved", "appointment-moved"),
        (Step::Verify, "verification-begun", "verification-begun"),
        (Step::Refuse, "leg-refused", "dossier-refused"),
        (Step::Finish, "leg-done", "dossier-done"),
    ];
    let mut told = TOLD.iter();
    told.find(|(known, ..)| known.kind() == step)
        .map(|(_, leg, alone)| if is_leg { *leg } else { *alone })
}

/// By when a result is due, as it goes on with "the result is due".
pub(crate) fn due(room: &Casework, due_at: Option<i64>) -> Text {
    let words = &room.editions.current().words.chain;
    match due_at {
        Some(due) => fill(&words.due, "at", &same(&moment(due))),
        None => words.no_due.clone(),
    }
}

/// The page of an interlinked application.
pub(crate) fn bundle_link(bundle: &str) -> String {
    format!("/bundles/{bundle}")
}

/// A text that is the same in both languages.
pub(crate) fn same(text: &str) -> Text {
    Text::new(text, text)
}
