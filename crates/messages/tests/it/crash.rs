//! The process dies while a letter leaves, really; after the restart the message is there once and
//! the letter has left.

use std::process::Command;

use dean06_kernel::PersonId;
use dean06_messages::CRASH_POINTS;
use dean06_store::testing::ENGINES;
use dean06_store::{Engine, crash};
use jiff::SignedDuration;

use crate::support::House;

const ADDRESS: &str = "DEAN06_TEST_CRASH_DATABASE";
const PERSON: &str = "DEAN06_TEST_CRASH_PERSON";

#[tokio::test]
async fn a_letter_survives_death_at_every_point() {
    for point in CRASH_POINTS {
        for engine in ENGINES {
            survives(point, engine).await;
        }
    }
}

async fn survives(point: &str, engine: Engine) {
    let Some(mut house) = House::on(engine).await else {
        return;
    };
    let database = house.database.take().unwrap();
    let person = house.person(Some("a@example.test"), None);
    house.want(person, "news").await;
    house.store.close().await.unwrap();
    let died = Command::new(std::env::current_exe().unwrap())
        .args([
            "crash::dies_on_the_way",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(ADDRESS, database.url())
        .env(PERSON, person.to_string())
        .env(crash::VARIABLE, point)
        .output()
        .unwrap();
    assert!(
        !died.status.success(),
        "{point} on {engine}: it did not die"
    );

    let house = House::at(database.url()).await;
    enter(&house, person);
    house.clock.advance(SignedDuration::from_mins(10));
    let _running = house.running();
    // The lease of the dead lasts a moment.
    for _ in 0..200 {
        if !house.carried().is_empty() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    assert_eq!(house.inbox(person).await.len(), 1, "{point} on {engine}");
    assert_eq!(house.carried().len(), 1, "{point} on {engine}");
}

fn enter(house: &House, person: PersonId) {
    let known = house.person(Some("a@example.test"), None);
    let mut register = house.register.lock().unwrap();
    let record = register.people.remove(&known).unwrap();
    register.people.insert(person, record);
}

/// Not a test of its own: what [`survives`] starts in a process that it lets die.
#[tokio::test]
#[ignore = "started by another test"]
async fn dies_on_the_way() {
    let Ok(address) = std::env::var(ADDRESS) else {
        return;
    };
    let house = House::at(&address).await;
    enter(&house, std::env::var(PERSON).unwrap().parse().unwrap());
    house.store.catch_up().await.unwrap();
    unreachable!("the process has died before");
}
