//! Two that both believe they hold a lease.

use std::time::Duration;

use dean06_kernel::Sources;
use serde_json::json;
use tokio::sync::watch;

use super::lease::Contender;
use super::node::Node;
use super::position::Position;
use super::{Lease, Progress, RoundError, Work};
use crate::testing::{TestDb, each_engine};
use crate::{Engine, OutboxEvent, Sql, Store, WriteError};

async fn emit(store: &Store, key: &str) {
    let event = OutboxEvent {
        id: store.sources().uuid(),
        topic: "t".to_owned(),
        key: key.to_owned(),
        body: json!({}),
    };
    let event = &event;
    let emitted: Result<(), WriteError> = store
        .write(|tx| Box::pin(async move { Ok(tx.emit(event.clone()).await?) }))
        .await;
    emitted.unwrap();
}

async fn positions(store: &Store) -> Vec<(String, Option<i64>)> {
    let rows = store
        .read()
        .rows("SELECT key, position FROM outbox ORDER BY seq", [])
        .await
        .unwrap();
    rows.iter()
        .map(|row| {
            (
                row.try_get("", "key").unwrap(),
                row.try_get("", "position").unwrap(),
            )
        })
        .collect()
}

/// Claims until the other's silence has lasted for a lease.
async fn take_over(store: &Store, contender: &mut Contender, node: &Node) -> Lease {
    loop {
        if let Some(lease) = contender.hold(store, node).await.unwrap() {
            return lease;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn of_two_dispatchers_the_older_one_is_refused() {
    each_engine(|store| async move {
        let (_stopping, stop) = watch::channel(false);
        let (first, second) = (Node::new(&store), Node::new(&store));
        first.beat(&store).await.unwrap();
        second.beat(&store).await.unwrap();
        let mut a = Contender::new("positions".into());
        let mut b = Contender::new("positions".into());
        let old = a.hold(&store, &first).await.unwrap().unwrap();
        emit(&store, "one").await;
        let done = Position.round(&store, &old, &stop).await.unwrap();
        assert_eq!(done, Progress::More);

        // The first falls silent, the second takes over; both go on.
        let new = take_over(&store, &mut b, &second).await;
        assert!(new.token > old.token);
        emit(&store, "two").await;
        let refused = Position.round(&store, &old, &stop).await;
        assert!(matches!(refused, Err(RoundError::Lost)), "{refused:?}");
        assert_eq!(positions(&store).await[1].1, None);
        let done = Position.round(&store, &new, &stop).await.unwrap();
        assert_eq!(done, Progress::More);
        assert_eq!(
            positions(&store).await,
            [("one".to_owned(), Some(1)), ("two".to_owned(), Some(2))]
        );
        let done = Position.round(&store, &new, &stop).await.unwrap();
        assert_eq!(done, Progress::Idle);
        // The first finds out when it asks, and waits for its turn again.
        if store.engine() == Engine::Postgres {
            assert!(a.hold(&store, &first).await.unwrap().is_none());
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_dispatchers_at_once_number_every_event_once() {
    each_engine(|store| async move {
        let node = Node::new(&store);
        node.beat(&store).await.unwrap();
        for n in 0..40 {
            emit(&store, &format!("k{n:02}")).await;
        }
        let mut contender = Contender::new("positions".into());
        let lease = contender.hold(&store, &node).await.unwrap().unwrap();
        let rounds = (0..8).map(|_| {
            let (store, lease) = (store.clone(), lease.clone());
            tokio::spawn(async move {
                let (_stopping, stop) = watch::channel(false);
                Position.round(&store, &lease, &stop).await.unwrap()
            })
        });
        for round in rounds.collect::<Vec<_>>() {
            round.await.unwrap();
        }
        let numbers: Vec<_> = positions(&store)
            .await
            .into_iter()
            .map(|(_, n)| n)
            .collect();
        assert_eq!(numbers, (1..=40).map(Some).collect::<Vec<_>>());
    })
    .await;
}

#[tokio::test]
async fn a_lease_is_taken_over_only_from_the_silent() {
    let Some(database) = TestDb::new(Engine::Postgres).await else {
        return;
    };
    let store = database.open(Sources::system()).await;
    let (first, second) = (Node::new(&store), Node::new(&store));
    first.beat(&store).await.unwrap();
    second.beat(&store).await.unwrap();
    let mut a = Contender::new("work".into());
    a.hold(&store, &first).await.unwrap().unwrap();
    let mut b = Contender::new("work".into());
    for _ in 0..20 {
        first.beat(&store).await.unwrap();
        assert!(b.hold(&store, &second).await.unwrap().is_none());
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    // Who leaves in good order is not waited for.
    first.leave(&store).await;
    assert!(b.hold(&store, &second).await.unwrap().is_some());
    assert!(a.hold(&store, &first).await.unwrap().is_none());
}
