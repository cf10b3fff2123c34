//! The inbox: once for each wish, in the words of the content, for its owner alone.

use dean06_contracts::messages::{
    CountUnread, CountUnreadRequest, ListMessages, ListMessagesRequest, ReadMessage,
    ReadMessageRequest,
};
use dean06_mediator::{Ask, MediatorError, ServiceError};
use dean06_store::OutboxEvent;
use jiff::SignedDuration;
use serde_json::json;

use crate::support::{each, wanted};

#[tokio::test]
async fn a_wish_is_told_once_in_the_words_of_the_content() {
    each(|house| async move {
        let person = house.person(None, None);
        let wish = wanted(&house.sources, person, "paper-ready");
        house.tell(&wish).await;
        house.tell(&wish).await;
        house.store.catch_up().await.unwrap();
        let inbox = house.inbox(person).await;
        assert_eq!(inbox.len(), 1);
        let text = inbox[0].text.clone().unwrap();
        assert!(text.vi.contains("Giấy khai sinh") && text.en.contains("Birth certificate"));
        assert_eq!(inbox[0].kind.as_deref(), Some("paper-ready"));
        assert_eq!(inbox[0].link.as_deref(), Some("/papers"));
        assert_eq!(inbox[0].read, Some(false));
    })
    .await;
}

#[tokio::test]
async fn what_has_no_words_or_does_not_read_keeps_nobody_from_a_message() {
    each(|house| async move {
        let person = house.person(None, None);
        let broken = OutboxEvent {
            id: house.sources.uuid(),
            topic: "messages.wanted/1".to_owned(),
            key: "x".to_owned(),
            body: json!({ "nothing": 1 }),
        };
        house.emit(&broken).await;
        house.want(person, "unheard-of").await;
        let mut lacking = wanted(&house.sources, person, "paper-ready");
        lacking.values.clear();
        house.tell(&lacking).await;
        house.clock.advance(SignedDuration::from_secs(1));
        house.want(person, "paper-ready").await;
        house.store.catch_up().await.unwrap();
        let inbox = house.inbox(person).await;
        assert_eq!(inbox.len(), 3);
        for row in &inbox[1..] {
            assert!(!row.text.clone().unwrap().vi.contains('{'));
            assert!(!row.title.clone().unwrap().vi.is_empty());
        }
    })
    .await;
}

#[tokio::test]
async fn pages_follow_each_other_and_a_read_message_is_read() {
    each(|house| async move {
        let person = house.person(None, None);
        for _ in 0..5 {
            house.want(person, "news").await;
            house.clock.advance(SignedDuration::from_secs(1));
        }
        let other = house.person(None, None);
        house.want(other, "news").await;
        house.store.catch_up().await.unwrap();

        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let request = ListMessagesRequest {
                limit: Some(2),
                cursor,
            };
            let page = house.page(person, request).await;
            seen.extend(page.rows.unwrap());
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert_eq!(seen.len(), 5);
        assert!(seen.is_sorted_by(|a, b| a.at >= b.at));

        let actor = house.citizen(person);
        let unread = || house.call::<CountUnread>(&actor, CountUnreadRequest::default());
        assert_eq!(unread().await.unwrap().unread, Some(5));
        let message_id = seen[0].message_id.clone().unwrap();
        let request = ReadMessageRequest {
            message_id: message_id.clone(),
        };
        let ask = Ask::new(&actor, "own-messages");
        let mut answers = Vec::new();
        for key in ["k1", "k1", "k2"] {
            let read = house.mediator.command::<ReadMessage>(ask, key, &request);
            answers.push(read.await.unwrap());
            house.clock.advance(SignedDuration::from_secs(1));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        assert_eq!(unread().await.unwrap().unread, Some(4));

        let stranger = house.citizen(other);
        let ask = Ask::new(&stranger, "own-messages");
        let refused = house.mediator.command::<ReadMessage>(ask, "k1", &request);
        assert!(matches!(
            refused.await,
            Err(MediatorError::Service(ServiceError::NotFound(_)))
        ));
        let nobody = dean06_mediator::Actor::anonymous();
        let refused = house.call::<ListMessages>(&nobody, ListMessagesRequest::default());
        assert!(matches!(
            refused.await,
            Err(MediatorError::SignInRequired(_))
        ));
    })
    .await;
}

#[tokio::test]
async fn old_messages_are_cleared_away() {
    each(|house| async move {
        let person = house.person(None, None);
        house.want(person, "news").await;
        house.store.catch_up().await.unwrap();
        house.clock.advance(SignedDuration::from_hours(24 * 400));
        house.want(person, "news").await;
        house.store.catch_up().await.unwrap();
        assert_eq!(house.inbox(person).await.len(), 2);
        house.clock.advance(SignedDuration::from_hours(24 * 400));
        house.store.catch_up().await.unwrap();
        assert_eq!(house.inbox(person).await.len(), 1);
    })
    .await;
}
