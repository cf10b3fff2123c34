//! Events, from the outbox to those who want to hear them.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dean06_kernel::Sources;
use dean06_store::testing::{ENGINES, TestDb, each_engine, options};
use dean06_store::{
    CatchUpError, Engine, Event, EventHandler, HandlerError, OutboxEvent, Sql, Store, StoreOptions,
    Subscription, WriteError,
};
use serde_json::json;
use tokio::sync::oneshot;

/// Emits one event for each number, in one transaction.
pub(crate) async fn emit(store: &Store, topic: &str, key: &str, numbers: &[i64]) {
    let events: Vec<_> = numbers
        .iter()
        .map(|n| event(store, topic, key, *n))
        .collect();
    let events = &events;
    store
        .write(|tx| {
            Box::pin(async move {
                for event in events {
                    tx.emit(event.clone()).await?;
                }
                Ok::<_, WriteError>(())
            })
        })
        .await
        .unwrap();
}

fn event(store: &Store, topic: &str, key: &str, number: i64) -> OutboxEvent {
    OutboxEvent {
        id: store.sources().uuid(),
        topic: topic.to_owned(),
        key: key.to_owned(),
        body: json!({ "number": number }),
    }
}

/// Remembers what it hears, once each, and fails as often as it is told to.
#[derive(Clone, Default)]
pub(crate) struct Listener {
    pub(crate) heard: Arc<Mutex<Vec<(i64, i64)>>>,
    pub(crate) failures: Arc<AtomicU32>,
    panics: Arc<AtomicBool>,
    store: Option<(Store, &'static str)>,
}

impl Listener {
    pub(crate) fn subscribe(store: &Store, name: &'static str, topics: &[&str]) -> Self {
        let listener = Self {
            store: Some((store.clone(), name)),
            ..Self::default()
        };
        listener.clone().join(store, name, topics);
        listener
    }

    fn join(self, store: &Store, name: &str, topics: &[&str]) {
        store.subscribe(Subscription {
            name: name.to_owned(),
            topics: topics.iter().map(|&topic| topic.to_owned()).collect(),
            handler: Arc::new(self),
        });
    }

    pub(crate) fn numbers(&self) -> Vec<i64> {
        self.heard
            .lock()
            .unwrap()
            .iter()
            .map(|(number, _)| *number)
            .collect()
    }

    /// Waits until so many events were heard.
    async fn until(&self, count: usize) {
        let heard = async {
            while self.heard.lock().unwrap().len() < count {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(20), heard).await;
        assert!(waited.is_ok(), "only {:?} were heard", self.numbers());
    }
}

#[async_trait::async_trait]
impl EventHandler for Listener {
    async fn handle(&self, event: &Event) -> Result<(), HandlerError> {
        if self
            .failures
            .try_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1))
            .is_ok()
        {
            if self.panics.load(Ordering::SeqCst) {
                std::panic::resume_unwind(Box::new("on purpose"));
            }
            return Err("not yet".into());
        }
        let Some((store, name)) = &self.store else {
            return Ok(());
        };
        let first: Option<()> = store
            .consume(name, event, |_| {
                Box::pin(async move { Ok::<_, WriteError>(()) })
            })
            .await?;
        if first.is_some() {
            let number = event.body["number"].as_i64().unwrap();
            self.heard.lock().unwrap().push((number, event.position));
        }
        Ok(())
    }
}

/// A store at work in the background.
struct Running {
    stop: oneshot::Sender<()>,
    ended: tokio::task::JoinHandle<()>,
}

impl Running {
    fn start(store: &Store) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let store = store.clone();
        let ended = tokio::spawn(async move {
            store
                .run(async move {
                    let _ = stopped.await;
                })
                .await;
        });
        Self { stop, ended }
    }

    async fn stop(self) {
        let _ = self.stop.send(());
        tokio::time::timeout(Duration::from_secs(5), self.ended)
            .await
            .unwrap()
            .unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn each_subscription_hears_its_topics_in_order() {
    each_engine(|store| async move {
        let births = Listener::subscribe(&store, "births", &["birth"]);
        let all = Listener::subscribe(&store, "all", &["birth", "death"]);
        emit(&store, "birth", "a", &[1, 2]).await;
        let running = Running::start(&store);
        emit(&store, "death", "b", &[3]).await;
        emit(&store, "birth", "a", &[4]).await;
        all.until(4).await;
        births.until(3).await;
        running.stop().await;
        assert_eq!(births.numbers(), [1, 2, 4]);
        assert_eq!(*all.heard.lock().unwrap(), [(1, 1), (2, 2), (3, 3), (4, 4)]);
    })
    .await;
}

#[tokio::test]
async fn an_event_that_fails_holds_up_its_own_subscription_only() {
    each_engine(|store| async move {
        let good = Listener::subscribe(&store, "good", &["t"]);
        let bad = Listener::subscribe(&store, "bad", &["t"]);
        emit(&store, "t", "a", &[1, 2, 3]).await;
        bad.failures.store(1, Ordering::SeqCst);
        let caught_up = store.catch_up().await;
        assert!(
            matches!(caught_up, Err(CatchUpError::Handler(_))),
            "{caught_up:?}"
        );
        assert_eq!(bad.numbers(), [0_i64; 0]);
        let row = store
            .read()
            .row("SELECT attempts FROM subscription WHERE name = 'bad'", [])
            .await;
        assert_eq!(
            row.unwrap()
                .unwrap()
                .try_get::<i64>("", "attempts")
                .unwrap(),
            1
        );
        store.catch_up().await.unwrap();
        assert_eq!(bad.numbers(), [1, 2, 3]);
        assert_eq!(good.numbers(), [1, 2, 3]);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_handler_that_fails_or_panics_is_asked_again() {
    each_engine(|store| async move {
        let listener = Listener::subscribe(&store, "x", &["t"]);
        let running = Running::start(&store);
        for panics in [false, true] {
            listener.panics.store(panics, Ordering::SeqCst);
            listener.failures.store(3, Ordering::SeqCst);
            let count = listener.numbers().len();
            emit(&store, "t", "a", &[1, 2]).await;
            listener.until(count + 2).await;
        }
        running.stop().await;
        assert_eq!(listener.numbers(), [1, 2, 1, 2]);
    })
    .await;
}

struct Stuck(AtomicU32);

#[async_trait::async_trait]
impl EventHandler for Stuck {
    async fn handle(&self, _: &Event) -> Result<(), HandlerError> {
        if self.0.fetch_add(1, Ordering::SeqCst) == 0 {
            std::future::pending::<()>().await;
        }
        Ok(())
    }
}

#[tokio::test]
async fn a_handler_that_never_ends_is_ended() {
    let database = TestDb::new(Engine::Sqlite).await.unwrap();
    let options = StoreOptions {
        handler_limit: Duration::from_millis(100),
        ..options()
    };
    let store = database
        .open_with(Sources::system(), options)
        .await
        .unwrap();
    let handler = Arc::new(Stuck(AtomicU32::new(0)));
    store.subscribe(Subscription {
        name: "stuck".to_owned(),
        topics: vec!["t".to_owned()],
        handler: handler.clone(),
    });
    emit(&store, "t", "a", &[1]).await;
    assert!(store.catch_up().await.is_err());
    store.catch_up().await.unwrap();
    assert_eq!(handler.0.load(Ordering::SeqCst), 2);
}

/// Three transactions emit in the order 1, 2, 3 and commit in the order 3, 2, 1.
#[tokio::test(flavor = "multi_thread")]
async fn events_that_commit_late_are_not_skipped() {
    let Some(database) = TestDb::new(Engine::Postgres).await else {
        return;
    };
    let store = database.open(Sources::system()).await;
    let listener = Listener::subscribe(&store, "x", &["t"]);
    let mut open = Vec::new();
    for number in [1, 2, 3] {
        let (emitted, is_emitted) = oneshot::channel::<()>();
        let (commit, may_commit) = oneshot::channel::<()>();
        let once = Arc::new(Mutex::new(Some((emitted, may_commit))));
        let store = store.clone();
        let task = tokio::spawn(async move {
            let event = event(&store, "t", &format!("key {number}"), number);
            let (event, once) = (&event, &once);
            store
                .write(|tx| {
                    Box::pin(async move {
                        tx.emit(event.clone()).await?;
                        let (emitted, may_commit) = once.lock().unwrap().take().unwrap();
                        emitted.send(()).unwrap();
                        may_commit.await.unwrap();
                        Ok::<_, WriteError>(())
                    })
                })
                .await
                .unwrap();
        });
        is_emitted.await.unwrap();
        open.push((commit, task));
    }
    store.catch_up().await.unwrap();
    assert_eq!(listener.numbers(), [0_i64; 0]);
    for (commit, task) in open.into_iter().rev() {
        commit.send(()).unwrap();
        task.await.unwrap();
        store.catch_up().await.unwrap();
    }
    assert_eq!(*listener.heard.lock().unwrap(), [(3, 1), (2, 2), (1, 3)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_share_a_database_share_the_work() {
    let Some(database) = TestDb::new(Engine::Postgres).await else {
        return;
    };
    let (one, two) = (
        database.open(Sources::system()).await,
        database.open(Sources::system()).await,
    );
    // Both write down what they hear in the same list.
    let listener = Listener::subscribe(&one, "x", &["t"]);
    let second = Listener {
        store: Some((two.clone(), "x")),
        ..listener.clone()
    };
    second.join(&two, "x", &["t"]);
    let (first, second) = (Running::start(&one), Running::start(&two));
    for number in 0..20 {
        emit(
            if number % 2 == 0 { &one } else { &two },
            "t",
            "a",
            &[number],
        )
        .await;
    }
    listener.until(20).await;
    // One of them dies without a word; the other takes over.
    first.ended.abort();
    for number in 20..40 {
        emit(&two, "t", "a", &[number]).await;
    }
    listener.until(40).await;
    second.stop().await;
    assert_eq!(listener.numbers(), (0..40).collect::<Vec<_>>());
    let positions: Vec<_> = listener
        .heard
        .lock()
        .unwrap()
        .iter()
        .map(|(_, position)| *position)
        .collect();
    assert_eq!(positions, (1..=40).collect::<Vec<_>>());
}

#[tokio::test]
async fn stopping_ends_cleanly_and_the_work_goes_on_afterwards() {
    for engine in ENGINES {
        let Some(database) = TestDb::new(engine).await else {
            continue;
        };
        let store = database.open(Sources::system()).await;
        let listener = Listener::subscribe(&store, "x", &["t"]);
        let running = Running::start(&store);
        emit(&store, "t", "a", &[1]).await;
        listener.until(1).await;
        let refused = store.catch_up().await;
        assert!(matches!(refused, Err(CatchUpError::Busy)), "{refused:?}");
        running.stop().await;
        emit(&store, "t", "a", &[2]).await;
        store.close().await.unwrap();
        let store = database.open(Sources::system()).await;
        let listener = Listener::subscribe(&store, "x", &["t"]);
        store.catch_up().await.unwrap();
        assert_eq!(listener.numbers(), [2]);
    }
}
