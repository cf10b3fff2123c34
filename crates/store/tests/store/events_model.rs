//! The dispatcher against a model: whatever happens, everybody hears everything once, in order.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use dean06_kernel::{ManualClock, Sources, instant};
use dean06_store::testing::TestDb;
use dean06_store::{Engine, Store, WriteError};
use jiff::civil::date;
use proptest::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::events::{Listener, emit};

const TOPICS: [&str; 3] = ["birth", "death", "marriage"];
const KEYS: [&str; 2] = ["An", "Bình"];
/// Who hears what.
const SUBSCRIBERS: [(&str, &[usize]); 3] = [("one", &[0]), ("two", &[1, 2]), ("all", &[0, 1, 2])];

#[derive(Debug, Clone)]
enum Step {
    /// One transaction with so many events.
    Emit {
        topic: usize,
        key: usize,
        count: usize,
    },
    /// One that thinks better of it.
    Refuse,
    /// The subscriber fails so often, then all that waits is done as far as it goes.
    Dispatch { subscriber: usize, failures: u32 },
    /// The process ends in good order and starts again.
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (0..TOPICS.len(), 0..KEYS.len(), 1_usize..40)
            .prop_map(|(topic, key, count)| Step::Emit { topic, key, count }),
        1 => Just(Step::Refuse),
        3 => (0..SUBSCRIBERS.len(), 0_u32..3)
            .prop_map(|(subscriber, failures)| Step::Dispatch { subscriber, failures }),
        1 => Just(Step::Restart),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn everybody_hears_everything_once_in_order(steps in prop::collection::vec(step(), 1..14)) {
        runtime().block_on(play(Engine::Sqlite, &steps));
    }
}

proptest! {
    // A database takes longer to make here.
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn everybody_hears_everything_once_in_order_on_postgres(
        steps in prop::collection::vec(step(), 1..14),
    ) {
        runtime().block_on(play(Engine::Postgres, &steps));
    }
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

async fn play(engine: Engine, steps: &[Step]) {
    let Some(database) = TestDb::new(engine).await else {
        return;
    };
    // The clock stands still: order must not lean on it.
    let clock = Arc::new(ManualClock::new(instant(date(2026, 11, 22).at(8, 0, 0, 0))));
    let mut seed = 0;
    let mut heard: BTreeMap<&str, Vec<(i64, i64)>> = BTreeMap::new();
    let mut emitted: Vec<(usize, i64)> = Vec::new();
    let mut store = open(&database, &clock, &mut seed).await;
    for step in steps.iter().chain([&Step::Dispatch {
        subscriber: 0,
        failures: 0,
    }]) {
        match step {
            Step::Emit { topic, key, count } => {
                let from = i64::try_from(emitted.len()).unwrap();
                let numbers: Vec<_> = (from..).take(*count).collect();
                emit(&store.0, TOPICS[*topic], KEYS[*key], &numbers).await;
                emitted.extend(numbers.iter().map(|number| (*topic, *number)));
            }
            Step::Refuse => refuse(&store.0).await,
            Step::Dispatch {
                subscriber,
                failures,
            } => {
                store.1[*subscriber]
                    .failures
                    .store(*failures, Ordering::SeqCst);
                while store.0.catch_up().await.is_err() {}
            }
            Step::Restart => {
                collect(&store.1, &mut heard);
                store.0.close().await.unwrap();
                store = open(&database, &clock, &mut seed).await;
            }
        }
    }
    collect(&store.1, &mut heard);
    for (name, topics) in SUBSCRIBERS {
        let expected: Vec<_> = emitted
            .iter()
            .filter(|(topic, _)| topics.contains(topic))
            .map(|(_, number)| (*number, *number + 1))
            .collect();
        assert_eq!(
            heard.get(name).cloned().unwrap_or_default(),
            expected,
            "{name} on {engine}"
        );
    }
}

async fn open(
    database: &TestDb,
    clock: &Arc<ManualClock>,
    seed: &mut u64,
) -> (Store, [Listener; 3]) {
    *seed += 1;
    let store = database
        .open(Sources::manual(Arc::clone(clock), *seed))
        .await;
    let listeners = SUBSCRIBERS.map(|(name, topics)| {
        let topics: Vec<_> = topics.iter().map(|topic| TOPICS[*topic]).collect();
        Listener::subscribe(&store, name, &topics)
    });
    (store, listeners)
}

fn collect(listeners: &[Listener; 3], heard: &mut BTreeMap<&str, Vec<(i64, i64)>>) {
    for (listener, (name, _)) in listeners.iter().zip(SUBSCRIBERS) {
        heard
            .entry(name)
            .or_default()
            .append(&mut listener.heard.lock().unwrap());
    }
}

async fn refuse(store: &Store) {
    let event = dean06_store::OutboxEvent {
        id: store.sources().uuid(),
        topic: TOPICS[0].to_owned(),
        key: KEYS[0].to_owned(),
        body: serde_json::json!({ "number": -1 }),
    };
    let event = &event;
    let refused: Result<(), _> = store
        .write(|tx| {
            Box::pin(async move {
                tx.emit(event.clone()).await?;
                Err(WriteError::Refused(()))
            })
        })
        .await;
    assert!(matches!(refused, Err(WriteError::Refused(()))));
}
