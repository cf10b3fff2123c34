//! The process dies on the way of a paper, really; after the restart the paper is there, once.

use std::process::Command;

use dean06_documents::CRASH_POINTS;
use dean06_store::testing::{ENGINES, TestDb};
use dean06_store::{Engine, crash};

use crate::support::{House, content, until};

const ADDRESS: &str = "DEAN06_TEST_CRASH_DATABASE";
const FOLDER: &str = "DEAN06_TEST_CRASH_FOLDER";

#[tokio::test]
async fn a_paper_survives_death_at_every_point() {
    for point in CRASH_POINTS {
        for engine in ENGINES {
            survives(point, engine).await;
        }
    }
}

async fn survives(point: &str, engine: Engine) {
    let Some(database) = TestDb::new(engine).await else {
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let house = House::at(database.url(), folder.path(), content(), None).await;
    let (mother, child) = house.family(2026);
    let result = house.result(mother, child);
    house.sign(&result).await;
    house.store.close().await.unwrap();

    let died = Command::new(std::env::current_exe().unwrap())
        .args([
            "crash::dies_on_the_way",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env(ADDRESS, database.url())
        .env(FOLDER, folder.path())
        .env(crash::VARIABLE, point)
        .output()
        .unwrap();
    assert!(
        !died.status.success(),
        "{point} on {engine}: it did not die"
    );

    let house = House::at(database.url(), folder.path(), content(), None).await;
    house.enter(child, 2026);
    let _running = house.running();
    until(|| async { !house.papers(child).await.is_empty() }).await;
    // Whatever is delivered again has come by now.
    house.sign(&house.result(mother, child)).await;
    until(|| async { house.papers(child).await.len() == 2 }).await;
    let papers = house.papers(child).await;
    let same = papers
        .iter()
        .filter(|row| row.code.as_ref() == Some(&result.code));
    assert_eq!(same.count(), 1, "{point} on {engine}");
    assert_eq!(house.events("documents.paper-ready/1").await.len(), 2);
    assert_eq!(house.messages().await.len(), 2);
}

/// Not a test of its own: what [`survives`] starts in a process that it lets die.
#[tokio::test]
#[ignore = "started by another test"]
async fn dies_on_the_way() {
    let Ok(address) = std::env::var(ADDRESS) else {
        return;
    };
    let folder = std::env::var(FOLDER).unwrap();
    let house = House::at(&address, folder.as_ref(), content(), None).await;
    house.store.catch_up().await.unwrap();
    unreachable!("the process has died before");
}
