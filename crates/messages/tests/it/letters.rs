//! Letters: to the address of the day, tried again, given up, and never at the cost of the inbox.

use dean06_contracts::population::LifeStatus;
use dean06_messages::{Channel, CourierError};
use dean06_store::Sql;
use jiff::SignedDuration;

use crate::support::{House, each};

async fn states(house: &House) -> Vec<String> {
    let rows = house
        .store
        .read()
        .rows("SELECT state FROM letter ORDER BY message_id, channel", [])
        .await
        .unwrap();
    rows.iter()
        .map(|row| row.try_get("", "state").unwrap())
        .collect()
}

#[tokio::test]
async fn a_letter_goes_to_the_address_of_the_day_and_names_nobody() {
    each(|house| async move {
        let person = house.person(Some("old@example.test"), Some("0900000000"));
        house.want(person, "paper-ready").await;
        house
            .register
            .lock()
            .unwrap()
            .people
            .get_mut(&person)
            .unwrap()
            .email = Some("new@example.test".to_owned());
        house.store.catch_up().await.unwrap();
        let letters = house.carried();
        assert_eq!(letters.len(), 2);
        assert_eq!(letters[0].to, "new@example.test");
        assert_eq!(letters[0].link, "https://example.test/papers");
        assert_eq!(letters[1].channel, Channel::Sms);
        assert!(letters[1].text.ends_with("https://example.test/papers"));
        assert_eq!(states(&house).await, ["sent", "sent"]);
        assert_eq!(house.register.lock().unwrap().asked, 1);
    })
    .await;
}

#[tokio::test]
async fn a_courier_that_fails_takes_nothing_from_the_inbox() {
    each(|house| async move {
        let person = house.person(Some("a@example.test"), None);
        *house.post.failure.lock().unwrap() = Some(CourierError::Later("no line".to_owned()));
        house.want(person, "news").await;
        house.store.catch_up().await.unwrap();
        assert_eq!(house.inbox(person).await.len(), 1);
        assert_eq!(states(&house).await, ["waiting", "no-address"]);

        *house.post.failure.lock().unwrap() = None;
        house.store.catch_up().await.unwrap();
        assert!(house.carried().is_empty(), "not before its time");
        house.clock.advance(SignedDuration::from_mins(1));
        house.store.catch_up().await.unwrap();
        assert_eq!(house.carried().len(), 1);
        assert_eq!(states(&house).await, ["sent", "no-address"]);
    })
    .await;
}

#[tokio::test]
async fn a_letter_is_given_up_in_the_end() {
    each(|house| async move {
        let person = house.person(Some("a@example.test"), None);
        *house.post.failure.lock().unwrap() = Some(CourierError::Later("no line".to_owned()));
        house.want(person, "news").await;
        for _ in 0..40 {
            house.store.catch_up().await.unwrap();
            house.clock.advance(SignedDuration::from_hours(6));
        }
        assert_eq!(states(&house).await, ["given-up", "no-address"]);
        let asked = house.register.lock().unwrap().asked;
        assert_eq!(asked, 10, "as often as the content says");

        *house.post.failure.lock().unwrap() = Some(CourierError::Never("gone".to_owned()));
        let other = house.person(None, Some("0900000000"));
        house.want(other, "news").await;
        house.store.catch_up().await.unwrap();
        assert_eq!(house.register.lock().unwrap().asked, asked + 1);
        assert_eq!(house.inbox(other).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_writes_to_the_dead_or_to_whom_the_register_does_not_know() {
    each(|house| async move {
        let person = house.person(Some("a@example.test"), None);
        house
            .register
            .lock()
            .unwrap()
            .people
            .get_mut(&person)
            .unwrap()
            .life_status = Some(LifeStatus::Dead);
        house.want(person, "news").await;
        house.want(house.sources.person_id(), "news").await;
        house.store.catch_up().await.unwrap();
        assert!(house.carried().is_empty());
        assert_eq!(states(&house).await, ["no-address"; 4]);
    })
    .await;
}

#[tokio::test]
async fn a_register_that_is_down_delays_letters_only() {
    each(|house| async move {
        let person = house.person(Some("a@example.test"), None);
        house.register.lock().unwrap().silent = true;
        house.want(person, "news").await;
        // The timer fails: this ends the round and is tried again.
        assert!(house.store.catch_up().await.is_ok());
        assert_eq!(house.inbox(person).await.len(), 1);
        house.register.lock().unwrap().silent = false;
        house.clock.advance(SignedDuration::from_mins(10));
        house.store.catch_up().await.unwrap();
        assert_eq!(house.carried().len(), 1);
    })
    .await;
}
