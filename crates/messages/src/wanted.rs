//! Somebody is to be told something.

use std::sync::Arc;

use dean06_content::FilledMessage;
use dean06_contracts::messages::MessageWanted;
use dean06_store::{Event, EventHandler, HandlerError, NoRefusal, Subscription, WriteError};
use serde_json::{Map, Value};

use crate::Channel;
use crate::letters;
use crate::room::Messages;
use crate::rows::{LetterRow, Message};

/// The subscription; its place in the stream of events is kept under this name.
const INBOX: &str = "messages.inbox";

/// The kind of message that says only that there is something to see; it stands in for a kind
/// that the content has no words for, and lacks no value.
pub(crate) const PLAIN: &str = "news";

pub(crate) fn subscribe(room: &Messages) {
    room.store.subscribe(Subscription {
        name: INBOX.to_owned(),
        topics: vec![MessageWanted::TOPIC.to_owned()],
        handler: Arc::new(Inbox(room.clone())),
    });
}

struct Inbox(Messages);

#[async_trait::async_trait]
impl EventHandler for Inbox {
    async fn handle(&self, event: &Event) -> Result<(), HandlerError> {
        let wanted: MessageWanted = match serde_json::from_value(event.body.clone()) {
            Ok(wanted) => wanted,
            Err(error) => {
                // It will not read tomorrow either, and must not keep others from their messages.
                tracing::error!(event = %event.id, %error, "a wish to tell somebody does not read");
                return Ok(());
            }
        };
        Ok(tell(&self.0, event, wanted).await?)
    }
}

/// Puts the message into the inbox, and letters on their way, in one write.
async fn tell(
    room: &Messages,
    event: &Event,
    wanted: MessageWanted,
) -> Result<(), WriteError<NoRefusal>> {
    let now = room.sources.now_micros();
    let words = words(room, &wanted);
    let message = &Message {
        person: wanted.person_id,
        message_id: wanted.id.clone(),
        kind: wanted.kind,
        title: words.title.clone(),
        body: words.text.clone(),
        link: wanted.link,
        at: now,
        read_at: None,
    };
    let waiting = &letters_for(room, message, &words);
    let told = room
        .store
        .consume(INBOX, event, |tx| {
            Box::pin(async move {
                if !message.insert(tx).await? {
                    return Ok(false);
                }
                for letter in waiting {
                    letter.insert(tx).await?;
                }
                if !waiting.is_empty() {
                    tx.schedule(letters::timer(message, now)).await?;
                }
                Ok::<bool, WriteError<NoRefusal>>(true)
            })
        })
        .await?;
    if told == Some(true) {
        metrics::counter!("dean06_messages_total", "kind" => message.kind.clone()).increment(1);
    }
    Ok(())
}

/// The words of the kind with its blanks filled; else those that say only that there is something.
fn words(room: &Messages, wanted: &MessageWanted) -> FilledMessage {
    let values: Map<String, Value> = wanted
        .values
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), serde_json::to_value(value).ok()?)))
        .collect();
    let texts = room.content.messages();
    let kind = &wanted.kind;
    match texts.get(kind).map(|text| text.fill(&values)) {
        Some(Ok(filled)) => return filled,
        Some(Err(error)) => tracing::error!(kind, %error, "a message lacks a value"),
        None => tracing::error!(kind, "there are no words for this kind of message"),
    }
    let plain = texts.get(PLAIN).and_then(|text| text.fill(&values).ok());
    plain.unwrap_or_else(|| FilledMessage {
        title: dean06_kernel::Text::default(),
        text: dean06_kernel::Text::default(),
        sms: dean06_kernel::Text::default(),
    })
}

/// What leaves the house, in Vietnamese, by each way that the courier knows.
fn letters_for(room: &Messages, message: &Message, words: &FilledMessage) -> Vec<LetterRow> {
    let link = format!("{}{}", room.options.base_url, message.link);
    let letter = |&channel: &Channel| LetterRow {
        person: message.person,
        message_id: message.message_id.clone(),
        channel,
        subject: words.title.vi.clone(),
        body: match channel {
            Channel::Email => words.text.vi.clone(),
            Channel::Sms => format!("{} {link}", words.sms.vi),
        },
        link: link.clone(),
        attempts: 0,
        wanted_at: message.at,
    };
    room.channels().iter().map(letter).collect()
}
