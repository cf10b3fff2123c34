//! The ledger on both engines.

#![expect(
    clippy::expect_used,
    reason = "a test that cannot be set up has failed"
)]

use std::sync::Arc;

use dean06_kernel::{ManualClock, PersonId, Sources};
use dean06_ledger::{AccessRecord, Fault, Ledger, LedgerError};
use dean06_store::{Sql, Store, WriteError, testing};

fn sources() -> Sources {
    let start = "2026-11-22T02:00:00Z".parse().expect("a moment");
    Sources::manual(Arc::new(ManualClock::new(start)), 7)
}

fn record(person: PersonId, at: i64) -> AccessRecord {
    AccessRecord {
        person,
        at,
        actor_kind: "officer".into(),
        actor_id: "account-1".into(),
        actor_name: "Trần Thị B".into(),
        actor_person: None,
        org: None,
        room: Some("casework".into()),
        service: "population.get-person/1".into(),
        purpose: "case-handling".into(),
        legal_basis: "one-stop-decree".into(),
        case: Some("H26-1".into()),
        fields: vec!["name".into()],
    }
}

async fn change(store: &Store, text: &'static str) {
    store
        .write(|tx| Box::pin(async move { Ok::<_, WriteError>(tx.run(text, []).await?) }))
        .await
        .expect("the change");
}

#[tokio::test]
async fn many_at_once_get_indexes_without_a_gap_and_the_log_verifies() {
    testing::each_engine(async |store| {
        let sources = sources();
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        let person = sources.person_id();
        let tasks: Vec<_> = (0..50)
            .map(|n| {
                let ledger = ledger.clone();
                let records = vec![record(person, n), record(person, n)];
                tokio::spawn(async move { ledger.append(records).await })
            })
            .collect();
        let mut indexes = Vec::new();
        for task in tasks {
            indexes.extend(task.await.expect("no panic").expect("recorded"));
        }
        indexes.sort_unstable();
        assert_eq!(indexes, (0..100).collect::<Vec<u64>>());
        let verification = ledger.verify().await.expect("read");
        assert!(verification.is_sound(), "{verification:?}");
        assert_eq!(verification.head.size, 100);
    })
    .await;
}

#[tokio::test]
async fn a_person_reads_who_used_the_data_page_by_page() {
    testing::each_engine(async |store| {
        let sources = sources();
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        let (person, other) = (sources.person_id(), sources.person_id());
        for at in 0..5 {
            ledger
                .append(vec![record(person, at), record(other, at)])
                .await
                .expect("recorded");
        }
        let first = ledger.of_person(person, None, 3).await.expect("read");
        assert_eq!(
            first
                .records
                .iter()
                .map(|r| r.record.at)
                .collect::<Vec<_>>(),
            [4, 3, 2]
        );
        let second = ledger.of_person(person, first.next, 3).await.expect("read");
        assert_eq!(
            second
                .records
                .iter()
                .map(|r| r.record.at)
                .collect::<Vec<_>>(),
            [1, 0]
        );
        assert_eq!(second.next, None);
        assert_eq!(second.records[0].record, record(person, 1));
    })
    .await;
}

#[tokio::test]
async fn a_changed_entry_and_a_removed_one_are_found() {
    testing::each_engine(async |store| {
        let sources = sources();
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        let person = sources.person_id();
        ledger
            .append((0..4).map(|at| record(person, at)).collect())
            .await
            .expect("recorded");
        change(
            &store,
            "UPDATE ledger_entry SET leaf = '{}' WHERE entry_index = 1",
        )
        .await;
        let faults = ledger.verify().await.expect("read").faults;
        assert_eq!(faults, [Fault::Changed { index: 1 }]);
        let read = ledger.of_person(person, None, 10).await;
        assert!(matches!(read, Err(LedgerError::Tampered(1))), "{read:?}");
        change(&store, "DELETE FROM ledger_entry WHERE entry_index = 2").await;
        let faults = ledger.verify().await.expect("read").faults;
        assert!(faults.contains(&Fault::Missing { index: 2 }), "{faults:?}");
        assert!(
            faults.contains(&Fault::Size {
                counted: 4,
                found: 3
            }),
            "{faults:?}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_person_is_unreadable_and_the_proof_stays() {
    testing::each_engine(async |store| {
        let sources = sources();
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        let person = sources.person_id();
        ledger
            .append(vec![record(person, 1)])
            .await
            .expect("recorded");
        let before = ledger.head().await.expect("a head");
        ledger.forget(person, 2).await.expect("forgotten");
        assert!(
            ledger
                .of_person(person, None, 10)
                .await
                .expect("read")
                .records
                .is_empty()
        );
        assert_eq!(ledger.head().await.expect("a head"), before);
    })
    .await;
}

#[tokio::test]
async fn nothing_readable_about_a_person_stands_in_the_database() {
    testing::each_engine(async |store| {
        let sources = sources();
        let ledger = Ledger::open(store.clone(), sources.clone())
            .await
            .expect("a ledger");
        ledger
            .append(vec![record(sources.person_id(), 1)])
            .await
            .expect("recorded");
        let row = store
            .read()
            .row(
                "SELECT e.leaf, d.sealed FROM ledger_entry e
                 JOIN ledger_detail d ON d.entry_index = e.entry_index",
                [],
            )
            .await
            .expect("read")
            .expect("a row");
        let text = row.try_get::<String>("", "leaf").expect("text")
            + &row.try_get::<String>("", "sealed").expect("text");
        assert!(!text.contains("Trần") && !text.contains("account-1") && !text.contains("H26"));
    })
    .await;
}

#[tokio::test]
async fn the_tables_fit_a_sharded_cluster() {
    testing::each_engine(async |store| {
        let sources = sources();
        Ledger::open(store.clone(), sources)
            .await
            .expect("a ledger");
        testing::check_distribution(&store, &[("ledger", dean06_ledger::tables().as_slice())])
            .await;
    })
    .await;
}
