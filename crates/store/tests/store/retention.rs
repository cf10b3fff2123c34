//! What is cleared away at night, and what stays.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use dean06_kernel::{ManualClock, Sources};
use dean06_store::testing::each_engine_with;
use dean06_store::{
    Clearing, Event, EventHandler, HandlerError, OutboxEvent, Retention, Sql, Store, Subscription,
    WriteError,
};
use jiff::SignedDuration;
use serde_json::json;

use crate::{NOTES, add_note, note_ids};

const DAYS: SignedDuration = SignedDuration::from_hours(24);

fn clock() -> Arc<ManualClock> {
    Arc::new(ManualClock::new("2026-11-22T02:00:00Z".parse().unwrap()))
}

async fn count(store: &Store, table: &str) -> i64 {
    let row = store
        .read()
        .row(&format!("SELECT COUNT(*) AS n FROM {table}"), [])
        .await;
    row.unwrap().unwrap().try_get("", "n").unwrap()
}

async fn emit(store: &Store, topic: &str) {
    let id = store.sources().uuid();
    let written: Result<(), WriteError> = store
        .write(|tx| {
            Box::pin(async move {
                let event = OutboxEvent {
                    id,
                    topic: topic.to_owned(),
                    key: id.to_string(),
                    body: json!({}),
                };
                Ok(tx.emit(event).await?)
            })
        })
        .await;
    written.unwrap();
}

/// Meets every event in the inbox, unless it is switched off.
struct Reader {
    store: Store,
    off: Arc<AtomicBool>,
}

#[async_trait::async_trait]
impl EventHandler for Reader {
    async fn handle(&self, event: &Event) -> Result<(), HandlerError> {
        if self.off.load(Ordering::SeqCst) {
            return Err("switched off".into());
        }
        let met: Result<_, WriteError> = self
            .store
            .consume("reader", event, |_| Box::pin(async { Ok(()) }))
            .await;
        met?;
        Ok(())
    }
}

fn subscribe(store: &Store, topic: &str) -> Arc<AtomicBool> {
    let off = Arc::new(AtomicBool::new(false));
    store.subscribe(Subscription {
        name: "reader".to_owned(),
        topics: vec![topic.to_owned()],
        handler: Arc::new(Reader {
            store: store.clone(),
            off: Arc::clone(&off),
        }),
    });
    off
}

async fn command(store: &Store, key: &str) -> bool {
    let written: Result<bool, WriteError> = store
        .write(|tx| {
            let key = key.to_owned();
            Box::pin(async move {
                if tx.recall("x/1", &key).await?.is_some() {
                    return Ok(false);
                }
                tx.remember("x/1", &key, &json!({})).await?;
                Ok(true)
            })
        })
        .await;
    written.unwrap()
}

/// Works on what waits until it is so.
async fn run_until(store: &Store, so: impl AsyncFn() -> bool) {
    let become_so = async {
        while !so().await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let (done, finished) = tokio::sync::oneshot::channel();
    let wait = async {
        let in_time = tokio::time::timeout(Duration::from_secs(20), become_so).await;
        done.send(()).unwrap();
        in_time.unwrap();
    };
    let stop = async {
        let _ = finished.await;
    };
    tokio::join!(store.run(stop), wait);
}

#[tokio::test]
async fn what_is_old_and_done_goes_at_night() {
    let clock = clock();
    let sources = || Sources::manual(Arc::clone(&clock), 5);
    each_engine_with(sources, async |store| {
        let off = subscribe(&store, "heard");
        let retention = Retention {
            events: Some(3),
            inbox: Some(1),
            command_results: Some(5),
        };
        store.keep(retention).await.unwrap();
        emit(&store, "heard").await;
        emit(&store, "unheard").await;
        assert!(command(&store, "k").await);
        store.catch_up().await.unwrap();
        assert_eq!(count(&store, "outbox").await, 2);
        assert_eq!(count(&store, "inbox").await, 1);

        // The day of the event and three whole days more; its note stays with it.
        clock.advance(DAYS * 3);
        store.catch_up().await.unwrap();
        assert_eq!(count(&store, "outbox").await, 2);
        assert_eq!(count(&store, "inbox").await, 1);
        assert!(!command(&store, "k").await, "the key is still known");

        // What a subscription has not had stays, however old it is.
        off.store(true, Ordering::SeqCst);
        emit(&store, "heard").await;
        assert!(store.catch_up().await.is_err(), "it does not take it");
        clock.advance(DAYS);
        // The event goes, then its note.
        run_until(&store, async || count(&store, "inbox").await == 0).await;
        assert_eq!(count(&store, "outbox").await, 1);
        clock.advance(DAYS * 4);
        run_until(&store, async || count(&store, "command_result").await == 0).await;
        assert_eq!(count(&store, "outbox").await, 1);
        assert!(command(&store, "k").await, "the key was forgotten");

        off.store(false, Ordering::SeqCst);
        store.catch_up().await.unwrap();
        assert_eq!(count(&store, "inbox").await, 1, "it was delivered");
        clock.advance(DAYS * 2);
        store.catch_up().await.unwrap();
        assert_eq!(count(&store, "outbox").await, 0);
        assert_eq!(count(&store, "inbox").await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_night_that_was_missed_is_made_up_for() {
    let clock = clock();
    let sources = || Sources::manual(Arc::clone(&clock), 5);
    each_engine_with(sources, async |store| {
        let retention = Retention {
            command_results: Some(1),
            ..Retention::default()
        };
        store.keep(retention).await.unwrap();
        assert!(command(&store, "k").await);
        clock.advance(DAYS * 2);
        // As a process does that starts in the day.
        store.keep(retention).await.unwrap();
        store.catch_up().await.unwrap();
        assert!(command(&store, "k").await, "the key was forgotten");
    })
    .await;
}

#[tokio::test]
async fn many_rows_go_in_batches_and_the_others_stay() {
    let clock = clock();
    let sources = || Sources::manual(Arc::clone(&clock), 5);
    each_engine_with(sources, async |store| {
        store.migrate("test", NOTES).await.unwrap();
        add_note(&store, 1, "stays").await.unwrap();
        for n in 0..450 {
            command(&store, &format!("k{n}")).await;
        }
        let all = Clearing {
            table: "command_result",
            key: &["key", "owner"],
            condition: "owner = ?",
            values: vec!["x/1".into()],
        };
        assert_eq!(store.clear_away(&all).await.unwrap(), 450);
        assert_eq!(store.clear_away(&all).await.unwrap(), 0);
        assert_eq!(note_ids(&store).await, [1]);
    })
    .await;
}
