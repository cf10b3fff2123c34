//! The process dies at each point of an effect, really; after the restart the effect has happened
//! once and the result is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use dean06_casework::CRASH_POINTS;
use dean06_contracts::casework::{GetResult, GetResultRequest};
use dean06_kernel::{OrgId, PersonId};
use dean06_store::testing::{ENGINES, TestDb};
use dean06_store::{Engine, crash};
use jiff::SignedDuration;

use crate::fixture::content;
use crate::support::{House, person_record, until};

/// What the process that dies needs to know.
const ADDRESS: &str = "DEAN06_TEST_CRASH_DATABASE";
const OFFICER: &str = "Lan";

#[tokio::test]
async fn an_effect_survives_death_at_every_point() {
    let on_the_way = |point: &&&str| {
        point.starts_with("casework.effect.") || point.starts_with("casework.result.")
    };
    for point in CRASH_POINTS.iter().filter(on_the_way) {
        for engine in ENGINES {
            survives(point, engine).await;
        }
    }
}

#[test]
fn every_point_in_the_source_is_listed() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    let mut folders = vec![source];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(path).unwrap();
            for call in text.split("crash::point(\"").skip(1) {
                found.insert(call.split('"').next().unwrap().to_owned());
            }
        }
    }
    let listed: BTreeSet<String> = CRASH_POINTS.iter().map(ToString::to_string).collect();
    assert_eq!(found, listed);
}

async fn survives(point: &str, engine: Engine) {
    let Some(database) = TestDb::new(engine).await else {
        return;
    };
    let house = House::open(database, content()).await;
    let citizen = house.citizen("Nguyễn Thị Diều");
    let person = citizen.person().unwrap();
    let dossier = house.submitted(&citizen).await;
    house.receive(&house.registrar(OFFICER), &dossier).await;
    house.store.close().await.unwrap();

    let died = Command::new(std::env::current_exe().unwrap())
        .args([
            "crash::dies_on_the_way",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(ADDRESS, house.database.as_ref().unwrap().url())
        .env("DEAN06_TEST_CRASH_CASE", format!("{dossier} {person}"))
        .env(crash::VARIABLE, point)
        .output()
        .unwrap();
    assert!(
        !died.status.success(),
        "{point} on {engine}: the process did not die"
    );

    let house = House::open(house.database.unwrap(), content()).await;
    house
        .register
        .enter(person_record(person, "Nguyễn Thị Diều", "1"));
    // The timer of the decision is due.
    house.clock.advance(SignedDuration::from_mins(1));
    let _running = house.running();
    let citizen = house.mint.citizen("account", "Nguyễn Thị Diều", person, 2);
    until(|| async {
        let request = GetResultRequest {
            dossier_id: dossier.clone(),
        };
        house.call::<GetResult>(&citizen, request).await.is_ok()
    })
    .await;
    assert_eq!(house.register.kites().await, 1, "{point} on {engine}");
    let officer = house.registrar(OFFICER);
    let seen = house.open_at_desk(&officer, &dossier).await;
    assert_eq!(
        (seen.status, seen.version),
        (Some(9), Some(4)),
        "{point} on {engine}"
    );
}

/// Not a test of its own: what [`survives`] starts in a process that it lets die.
#[tokio::test]
#[ignore = "started by another test"]
async fn dies_on_the_way() {
    let Ok(address) = std::env::var(ADDRESS) else {
        return;
    };
    let case = std::env::var("DEAN06_TEST_CRASH_CASE").unwrap();
    let (dossier, person) = case.split_once(' ').unwrap();
    let person: PersonId = person.parse().unwrap();
    let house = House::at(&address).await;
    house
        .register
        .enter(person_record(person, "Nguyễn Thị Diều", "1"));
    let org = OrgId::new("committee-00004").unwrap();
    let officer = house.mint.officer(
        "officer-Lan",
        OFFICER,
        None,
        org,
        vec!["registrar".to_owned()],
        2,
    );
    house.approve(&officer, dossier, 2).await.unwrap();
    unreachable!("the process has died before");
}
