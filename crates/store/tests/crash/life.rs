//! What a process does between its start and its end.
//!
//! Clients send commands, each under a key and again and again until they have an answer. A command
//! takes a number, adds a step, emits an event and sets a timer. One subscription answers each event
//! with an event of its own, a second one hears those.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use dean06_kernel::Sources;
use dean06_store::testing::{TestDb, options};
use dean06_store::{
    Engine, Event, EventHandler, HandlerError, Migration, OutboxEvent, Sql, Store, StoreOptions,
    Subscription, Timer, TimerHandler, WriteError,
};
use sea_orm::{Database, QueryResult};
use serde_json::json;

/// The variable that holds the address of the database.
pub const DATABASE: &str = "DEAN06_CRASH_DATABASE";

/// Begins a line that tells a client its result.
pub const TOLD: &str = "told ";

/// How many commands there are; they come in waves.
const STEPS: i64 = 8;
const WAVE: i64 = 4;

/// Where each step leaves its traces. No key keeps a trace from being left twice.
const TRACES: [&str; 4] = ["step", "answer", "echo", "ring"];

const TABLES: &[Migration] = &[
    Migration {
        id: "0001_first_half",
        statements: |_: Engine| tables(&TRACES[..2]),
    },
    Migration {
        id: "0002_second_half",
        statements: |_: Engine| tables(&TRACES[2..]),
    },
];

fn tables(names: &[&str]) -> Vec<String> {
    let table =
        |name| format!("CREATE TABLE {name} (step BIGINT NOT NULL, number BIGINT NOT NULL)");
    names.iter().map(table).collect()
}

/// Lives until every step has left all its traces.
pub async fn live(url: &str) {
    let options = StoreOptions {
        poll: Duration::from_millis(10),
        lease: Duration::from_millis(150),
        ..options()
    };
    let store = Store::open_with(url, Sources::system(), options)
        .await
        .unwrap();
    store.migrate("life", TABLES).await.unwrap();
    for (name, topic, trace, answer) in [
        ("answering", "step-made", "answer", Some("step-answered")),
        ("echoing", "step-answered", "echo", None),
    ] {
        store.subscribe(Subscription {
            name: name.to_owned(),
            topics: vec![topic.to_owned()],
            handler: Arc::new(Listener {
                store: store.clone(),
                name,
                trace,
                answer,
            }),
        });
    }
    store.on_timer("ring", Arc::new(Bell(store.clone())));
    let clients = async {
        for wave in 0..STEPS / WAVE {
            let commands = (wave * WAVE..(wave + 1) * WAVE).map(|step| command(&store, step));
            futures::future::join_all(commands).await;
        }
        while !all_done(&store).await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    store.run(clients).await;
    store.close().await.unwrap();
}

async fn command(store: &Store, step: i64) {
    let sources = store.sources();
    let key = format!("key-{step}");
    let event = OutboxEvent {
        id: sources.uuid(),
        topic: "step-made".to_owned(),
        key: key.clone(),
        body: json!({ "step": step }),
    };
    let timer = Timer {
        id: "ring".to_owned(),
        kind: "ring".to_owned(),
        key: key.clone(),
        due_at: sources.now_micros(),
        body: json!({ "step": step }),
    };
    let (key, event, timer) = (key.as_str(), &event, &timer);
    let number = store
        .write(|tx| {
            Box::pin(async move {
                if let Some(result) = tx.recall("life", key).await? {
                    return Ok(result);
                }
                tx.emit(event.clone()).await?;
                tx.schedule(timer.clone()).await?;
                let number = tx.counter("book").await?;
                tx.run(
                    "INSERT INTO step (step, number) VALUES (?, ?)",
                    [step.into(), number.into()],
                )
                .await?;
                tx.remember("life", key, &json!(number)).await?;
                Ok::<_, WriteError>(json!(number))
            })
        })
        .await
        .unwrap();
    println!("{TOLD}{step} {number}");
}

async fn all_done(store: &Store) -> bool {
    for trace in TRACES {
        let row = store
            .read()
            .row(
                &format!("SELECT count(DISTINCT step) AS steps FROM {trace}"),
                [],
            )
            .await
            .unwrap();
        if row.unwrap().try_get::<i64>("", "steps").unwrap() < STEPS {
            return false;
        }
    }
    store
        .read()
        .row("SELECT id FROM timer", [])
        .await
        .unwrap()
        .is_none()
}

struct Listener {
    store: Store,
    name: &'static str,
    trace: &'static str,
    /// The topic of the event it answers with.
    answer: Option<&'static str>,
}

#[async_trait::async_trait]
impl EventHandler for Listener {
    async fn handle(&self, event: &Event) -> Result<(), HandlerError> {
        let answer = self.answer.map(|topic| OutboxEvent {
            id: self.store.sources().uuid(),
            topic: topic.to_owned(),
            key: event.key.clone(),
            body: event.body.clone(),
        });
        let answer = &answer;
        let insert = format!("INSERT INTO {} (step, number) VALUES (?, ?)", self.trace);
        let insert = insert.as_str();
        let step = event.body["step"].as_i64();
        self.store
            .consume(self.name, event, |tx| {
                Box::pin(async move {
                    tx.run(insert, [step.into(), event.position.into()]).await?;
                    if let Some(answer) = answer {
                        tx.emit(answer.clone()).await?;
                    }
                    Ok::<_, WriteError>(())
                })
            })
            .await?;
        Ok(())
    }
}

struct Bell(Store);

#[async_trait::async_trait]
impl TimerHandler for Bell {
    async fn fire(&self, timer: &Timer) -> Result<(), HandlerError> {
        let step = timer.body["step"].as_i64();
        self.0
            .consume_timer(timer, |tx| {
                Box::pin(async move {
                    tx.run(
                        "INSERT INTO ring (step, number) VALUES (?, 0)",
                        [step.into()],
                    )
                    .await?;
                    Ok::<_, WriteError>(())
                })
            })
            .await?;
        Ok(())
    }
}

/// Fails unless the process has kept whatever it told its clients before it died.
pub async fn check_told(database: &TestDb, told: &BTreeMap<i64, i64>, case: &str) {
    if told.is_empty() {
        return;
    }
    // Not through a store: its lock on the data folder could outlive it in a child that is starting.
    let connection = Database::connect(database.url()).await.unwrap();
    let kept = kept(&connection).await;
    connection.close().await.unwrap();
    for (step, number) in told {
        assert_eq!(
            kept.get(step),
            Some(number),
            "{case}: step {step} was told and not kept"
        );
    }
}

/// Fails unless every step has left each trace once, under the number its client was told.
pub async fn check(database: &TestDb, told: &BTreeMap<i64, i64>, case: &str) {
    let store = database.open(Sources::system()).await;
    let all: Vec<i64> = (0..STEPS).collect();
    for trace in TRACES {
        let steps: Vec<i64> =
            column(&store, &format!("SELECT step AS n FROM {trace} ORDER BY 1")).await;
        assert_eq!(steps, all, "{case}: {trace}");
    }
    let kept = kept(store.read()).await;
    assert_eq!(&kept, told, "{case}: what the clients were told");
    let mut numbers: Vec<_> = kept.into_values().collect();
    numbers.sort_unstable();
    assert_eq!(
        numbers,
        (1..=STEPS).collect::<Vec<_>>(),
        "{case}: numbers without gaps"
    );
    let positions = column(&store, "SELECT position AS n FROM outbox ORDER BY 1").await;
    assert_eq!(
        positions,
        (1..=2 * STEPS).collect::<Vec<_>>(),
        "{case}: positions without gaps"
    );
}

/// The number of each step that there is.
async fn kept(connection: &impl Sql) -> BTreeMap<i64, i64> {
    let rows = connection
        .rows("SELECT step, number FROM step", [])
        .await
        .unwrap();
    let pair = |row: &QueryResult| {
        (
            row.try_get("", "step").unwrap(),
            row.try_get("", "number").unwrap(),
        )
    };
    rows.iter().map(pair).collect()
}

async fn column(store: &Store, sql: &str) -> Vec<i64> {
    let rows = store.read().rows(sql, []).await.unwrap();
    rows.iter()
        .map(|row| row.try_get("", "n").unwrap())
        .collect()
}
