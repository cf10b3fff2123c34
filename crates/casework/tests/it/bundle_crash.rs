//! The process dies at each point on the way of an interlinked application, really; after the restart
//! each leg has one dossier, one effect and one result.

use std::process::Command;

use dean06_casework::CRASH_POINTS;
use dean06_contracts::casework::{BundleState, LegState, SubmitBundle};
use dean06_contracts::population::PersonRecord;
use dean06_kernel::PersonId;
use dean06_mediator::Actor;
use dean06_store::testing::{ENGINES, TestDb};
use dean06_store::{Engine, crash};
use jiff::SignedDuration;
use serde_json::json;

use crate::festival::{plain_but, seen};
use crate::fixture::content;
use crate::support::{COMMUNE, House, person_record};

/// What the process that dies needs to know.
const ADDRESS: &str = "DEAN06_TEST_CRASH_DATABASE";
const CASE: &str = "DEAN06_TEST_CRASH_CASE";
const NUMBER: &str = "001190000001";
const APPLICANT: &str = "Nguyễn Thị Diều";

#[tokio::test]
async fn an_application_survives_death_at_every_point() {
    // Several legs take steps and have effects: each of them may be the one that dies.
    for point in CRASH_POINTS {
        let once = !point.starts_with("casework.leg.") && !point.starts_with("casework.effect.");
        let times: &[&str] = if once { &[""] } else { &["", ":2", ":3"] };
        for engine in ENGINES {
            for time in times {
                survives(&format!("{point}{time}"), engine).await;
            }
        }
    }
}

/// Who takes part, known to the register of whichever process.
struct Cast {
    citizen: Actor,
    friend: Actor,
}

impl Cast {
    fn of(house: &House, citizen: PersonId, friend: PersonId) -> Self {
        house.register.enter(person_record(citizen, APPLICANT, "1"));
        house.register.enter(PersonRecord {
            personal_number: Some(NUMBER.to_owned()),
            ..person_record(friend, "Trần Văn Bạn", "2")
        });
        Self {
            citizen: house.mint.citizen("account", APPLICANT, citizen, 2),
            friend: house.mint.citizen("friend", "Trần Văn Bạn", friend, 2),
        }
    }
}

async fn survives(point: &str, engine: Engine) {
    let Some(database) = TestDb::new(engine).await else {
        return;
    };
    let house = House::open(database, content()).await;
    let (citizen, friend) = (house.sources.person_id(), house.sources.person_id());
    let cast = Cast::of(&house, citizen, friend);
    // Begun by an occasion, so that the beginning may die as well.
    let occasion = json!({ "kite_id": "k1", "person_id": citizen });
    house
        .happens("fixture.kite-found/1", &citizen.to_string(), occasion)
        .await;
    drop(cast);
    house.store.close().await.unwrap();

    let died = Command::new(std::env::current_exe().unwrap())
        .args([
            "bundle_crash::dies_on_the_way",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(ADDRESS, house.database.as_ref().unwrap().url())
        .env(CASE, format!("{citizen} {friend}"))
        .env(crash::VARIABLE, point)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&died.stdout);
    assert!(
        !died.status.success() && !said.contains("the process has lived"),
        "{point} on {engine}: the process did not die"
    );

    let house = House::open(house.database.unwrap(), content()).await;
    // Whatever was set for later is due.
    house.clock.advance(SignedDuration::from_mins(1));
    let cast = Cast::of(&house, citizen, friend);
    play(&house, &cast).await;
    assert_eq!(house.register.kites().await, 3, "{point} on {engine}");
    let signed = house.told("casework.result-signed/1").await;
    assert_eq!(signed.len(), 3, "{point} on {engine}");
    let messages = house.messages(&cast.citizen).await;
    for kind in ["news", "bundle-submitted", "bundle-done"] {
        let told = messages.iter().filter(|message| *message == kind).count();
        assert_eq!(told, 1, "{kind} at {point} on {engine}: {messages:?}");
    }
}

/// Everybody does what is still to be done, wherever it was left.
async fn play(house: &House, cast: &Cast) {
    let _running = house.running();
    let citizen = &cast.citizen;
    let registrar = house.registrar("Lan");
    let police = house.police("Hùng", COMMUNE, &["residence_officer"]);
    let bundle = house.only_bundle(citizen).await;
    let view = house.bundle(citizen, &bundle).await;
    if view.state == Some(BundleState::Draft) {
        let flag = json!({ "colour": "xanh", "commune": COMMUNE, "friend": NUMBER });
        let pages = plain_but("flag", "flag", flag);
        house.type_in(citizen, &bundle, pages).await;
        let view = house.bundle(citizen, &bundle).await;
        house
            .command::<SubmitBundle>(citizen, seen(&view))
            .await
            .unwrap();
    }
    house.until_running(citizen, &bundle, "kite").await;
    house.decide(&registrar, citizen, &bundle, "kite").await;
    house
        .until_leg(citizen, &bundle, "kite", LegState::Done)
        .await;
    house.agree_to_all(&cast.friend).await;
    house.until_running(citizen, &bundle, "flag").await;
    house.decide(&police, citizen, &bundle, "flag").await;
    house
        .until_bundle(citizen, &bundle, BundleState::Done)
        .await;
}

/// Not a test of its own: what [`survives`] starts in a process that it lets die.
#[tokio::test]
#[ignore = "started by another test"]
async fn dies_on_the_way() {
    let Ok(address) = std::env::var(ADDRESS) else {
        return;
    };
    let people = std::env::var(CASE).unwrap();
    let (citizen, friend) = people.split_once(' ').unwrap();
    let house = House::at(&address).await;
    let cast = Cast::of(&house, citizen.parse().unwrap(), friend.parse().unwrap());
    play(&house, &cast).await;
    println!("the process has lived");
}
