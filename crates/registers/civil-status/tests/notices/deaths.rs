//! Deaths that are entered.

use std::sync::atomic::Ordering;

use dean06_civil_status::{DEATH_REGISTERED, ImportedMarriage, ImportedSpouse};
use dean06_contracts::civil_status::{FindMarriage, FindMarriageRequest};
use dean06_kernel::{OrgId, PersonId};
use dean06_mediator::{Ask, MediatorError, ServiceError};
use dean06_store::testing;
use serde_json::json;

use crate::{
    death_support::{BA, MAI, NUMBER_OF_BA, NUMBER_OF_MAI, death, death_notice},
    support::{House, code, pointers},
};

#[tokio::test]
async fn a_death_gets_a_line_in_the_book_and_the_register_is_told() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let deceased = house.mother(BA, &[NUMBER_OF_BA]);
        house.mother(MAI, &[NUMBER_OF_MAI]);
        let notice = house.send_death(&death_notice("BT-1", 1)).await;
        let id = notice.expect("taken").notice_id.expect("an id");
        let request = death(deceased, Some(id.clone()));
        let entered = house.register_death("k1", &request).await.expect("entered");
        let book = entered.book.clone().expect("a book");
        assert_eq!(
            (book.number, book.book.as_deref()),
            (Some(1), Some("KT/2026"))
        );
        assert_eq!(entered.died_on, "2026-11-18".parse().ok());
        assert!(entered.registered_by.is_some());
        assert_eq!(entered.household_without_head, Some(true));
        let again = house.register_death("k1", &request).await;
        assert_eq!(again.expect("the same"), entered);
        assert_eq!(house.told(), [format!("death:{deceased}")]);
        let told = house.graves.told.lock().expect("a lock")[0].1.clone();
        assert_eq!(told.died_on, request.died_on);
        assert_eq!(told.registered_on, request.registered_on);

        let events = house.events(DEATH_REGISTERED).await;
        assert_eq!(
            events,
            [json!({
                "person_id": deceased, "died_on": "2026-11-18", "org_id": "committee-00004",
            })]
        );
        let entry = house.death(deceased).await.expect("the entry");
        assert_eq!(entry.deceased, Some(request.deceased.clone()));
        assert_eq!(entry.book, entered.book);
        assert_eq!(entry.died_at.as_deref(), Some("23:10"));
        assert_eq!(entry.cause, None, "an officer is not told the cause");
        let notice = house.death_notice(deceased, Some(&id)).await;
        assert_eq!(notice.expect("found").registered, Some(true));
        let twice = house.register_death("k2", &request).await;
        let twice = twice.expect_err("refused");
        assert_eq!(code(&twice), Some("death-already-registered"));
        let nobody = house.death(house.sources.person_id()).await;
        assert_eq!(code(&nobody.expect_err("nothing")), Some("death-not-found"));

        let same = house.send_death(&death_notice("BT-1", 1)).await;
        assert_eq!(same.expect("the same answer").notice_id, Some(id));
        let another = house.send_death(&death_notice("BT-2", 1)).await;
        let another = another.expect_err("refused");
        assert_eq!(code(&another), Some("death-already-registered"));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn at_once_one_death_is_entered() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let deceased = house.sources.person_id();
        let tasks: Vec<_> = (0..12)
            .map(|n| {
                let house = house.clone();
                let request = death(deceased, None);
                let key = format!("k{}", n % 3);
                tokio::spawn(async move { house.register_death(&key, &request).await })
            })
            .collect();
        let mut entered = Vec::new();
        for task in tasks {
            match task.await.expect("no panic") {
                Ok(response) => entered.push(response),
                Err(error) => assert_eq!(code(&error), Some("death-already-registered")),
            }
        }
        assert_eq!(entered.len(), 4, "all of one key");
        assert!(entered.iter().all(|response| *response == entered[0]));
        assert_eq!(house.events(DEATH_REGISTERED).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_register_that_is_down_or_says_no_loses_nothing() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let deceased = house.mother(BA, &[NUMBER_OF_BA]);
        let notice = house.send_death(&death_notice("BT-1", 1)).await;
        let id = notice.expect("taken").notice_id;
        let request = death(deceased, id);
        house.down.store(true, Ordering::SeqCst);
        let error = house.register_death("k1", &request).await;
        assert!(matches!(
            error,
            Err(MediatorError::Service(ServiceError::Unavailable(_)))
        ));
        let other = house.register_death("k2", &request).await;
        let other = other.expect_err("held");
        assert_eq!(code(&other), Some("death-already-registered"));
        assert!(house.death(deceased).await.is_err(), "not entered yet");
        house.down.store(false, Ordering::SeqCst);
        house.graves.dead.store(true, Ordering::SeqCst);
        let error = house.register_death("k1", &request).await;
        assert_eq!(code(&error.expect_err("refused")), Some("person-not-alive"));
        // The refusal gave the reservation up: another key may try, and no number was lost.
        house.graves.dead.store(false, Ordering::SeqCst);
        let entered = house.register_death("k2", &request).await.expect("entered");
        assert_eq!(entered.book.and_then(|book| book.number), Some(1));
    })
    .await;
}

#[tokio::test]
async fn a_notice_leads_to_the_death_of_its_person_alone() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let deceased = house.mother(BA, &[NUMBER_OF_BA]);
        let notice = house.send_death(&death_notice("BT-1", 1)).await;
        let id = notice.expect("taken").notice_id;
        let other = house.sources.person_id();
        let wrong = house.register_death("k1", &death(other, id)).await;
        assert_eq!(
            code(&wrong.expect_err("another's")),
            Some("death-notice-of-another")
        );
        let none = death(deceased, Some("none".into()));
        let none = house.register_death("k2", &none).await;
        assert_eq!(
            code(&none.expect_err("no notice")),
            Some("death-notice-not-found")
        );
        // Entered by hand, the notice is done with all the same.
        house
            .register_death("k3", &death(deceased, None))
            .await
            .expect("entered");
        assert!(house.death_notice(deceased, None).await.is_err());

        // A notice about somebody unknown: the first entry that is made from it has it.
        let mut unknown = death_notice("BT-2", 1);
        unknown["deceased"]["name"] = json!("Trần Văn Tư");
        let notice = house.send_death(&unknown).await.expect("taken");
        let people = [(); 2].map(|()| house.sources.person_id());
        let first = death(people[0], notice.notice_id.clone());
        house.register_death("k4", &first).await.expect("entered");
        let second = death(people[1], notice.notice_id);
        let second = house.register_death("k5", &second).await;
        assert_eq!(
            code(&second.expect_err("done with")),
            Some("death-already-registered")
        );
        assert!(house.death(people[1]).await.is_err());
    })
    .await;
}

async fn spouse_on(house: &House, person: PersonId, day: &str) -> Option<PersonId> {
    let citizen = house.mint.citizen("c1", "A", person, 2);
    let request = FindMarriageRequest {
        person_id: person,
        on: day.parse().ok(),
    };
    let ask = Ask::new(&citizen, "own-data");
    let told = house.mediator.call::<FindMarriage>(ask, &request).await;
    told.expect("told").spouse_id
}

#[tokio::test]
async fn the_marriage_ends_with_the_life_of_one_of_them() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let [wife, husband] = [(); 2].map(|()| house.sources.person_id());
        let spouse = |person, name: &str| ImportedSpouse {
            person: Some(person),
            name: name.into(),
        };
        let marriage = ImportedMarriage {
            id: "m1".into(),
            spouses: [spouse(wife, "Trần Thị Hoa"), spouse(husband, BA)],
            married_on: "1975".parse().expect("a year"),
            ended_on: None,
            place: None,
            book: None,
            book_number: None,
        };
        house
            .room
            .import_marriages(&[marriage])
            .await
            .expect("taken");
        house
            .register_death("k1", &death(husband, None))
            .await
            .expect("entered");
        for (person, other) in [(wife, husband), (husband, wife)] {
            assert_eq!(spouse_on(&house, person, "2026-11-17").await, Some(other));
            assert_eq!(spouse_on(&house, person, "2026-11-18").await, None);
        }
    })
    .await;
}

#[tokio::test]
async fn wrong_deaths_are_told_field_by_field() {
    testing::each_engine(async |store| {
        let house = House::new(store).await;
        let mut wrong = death(house.sources.person_id(), None);
        wrong.deceased.name = "<script>".into();
        wrong.declarant.name = String::new();
        wrong.died_on = "2026-11-21".parse().expect("a date");
        wrong.died_at = Some("24:00".into());
        wrong.cause = Some("\u{202e}".into());
        let error = house.register_death("k1", &wrong).await.expect_err("wrong");
        assert_eq!(
            pointers(error),
            [
                "/deceased/name",
                "/declarant/name",
                "/died_on",
                "/died_at",
                "/cause"
            ]
        );
        let mut request = death(house.sources.person_id(), None);
        request.org_id = OrgId::new("committee-99999").expect("an id");
        let error = house.register_death("k2", &request).await;
        assert_eq!(code(&error.expect_err("no body")), Some("body-unknown"));
        assert_eq!(house.count("civil_death").await, 0);
    })
    .await;
}
