use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use anyhow::{Context, ensure};
use dean06_contracts::{casework::ResultSigned, documents::PaperReady};
use dean06_store::{
    Event, EventHandler, HandlerError, NoRefusal, OutboxEvent, Sql, Store, Subscription, WriteError,
};
use serde_json::{Value, json};
use tokio::{sync::watch, time::timeout};

use crate::bench::setting::Setting;

/// The longest that papers are waited for.
const LIMIT: Duration = Duration::from_mins(10);
/// Results of which papers are made once more, at most, and how often each.
const RESULTS: i64 = 400;
const TIMES: usize = 5;

/// The dossiers whose papers are in a store, as rooms hear of it.
#[derive(Clone)]
pub struct PapersThere(Arc<Told>);

struct Told {
    dossiers: Mutex<HashSet<String>>,
    count: watch::Sender<usize>,
}

impl PapersThere {
    /// Listens from the next delivery on.
    pub fn subscribe(store: &Store) -> Self {
        let told = Arc::new(Told {
            dossiers: Mutex::default(),
            count: watch::Sender::default(),
        });
        store.subscribe(Subscription {
            name: "bench.papers".to_owned(),
            topics: vec![PaperReady::TOPIC.to_owned()],
            handler: Arc::clone(&told) as Arc<dyn EventHandler>,
        });
        Self(told)
    }

    /// Waits until the papers of all these dossiers are there.
    pub async fn all(&self, dossiers: &[String]) -> anyhow::Result<()> {
        let mut count = self.0.count.subscribe();
        let there = count.wait_for(|_| {
            let known = self.0.dossiers.lock();
            let known = known.unwrap_or_else(PoisonError::into_inner);
            dossiers.iter().all(|dossier| known.contains(dossier))
        });
        let there = timeout(LIMIT, there).await;
        there.with_context(|| format!("{} papers are not there", dossiers.len()))??;
        Ok(())
    }
}

#[async_trait::async_trait]
impl EventHandler for Told {
    async fn handle(&self, event: &Event) -> Result<(), HandlerError> {
        let ready: PaperReady = serde_json::from_value(event.body.clone())?;
        let mut dossiers = self.dossiers.lock().unwrap_or_else(PoisonError::into_inner);
        dossiers.insert(ready.dossier_id);
        let count = dossiers.len();
        drop(dossiers);
        self.count.send_replace(count);
        Ok(())
    }
}

/// Signed results of every kind, as the journeys left them.
pub async fn results(store: &Store) -> anyhow::Result<Vec<ResultSigned>> {
    let rows = store
        .read()
        .rows(
            "SELECT body FROM outbox WHERE topic = ? ORDER BY position LIMIT ?",
            [ResultSigned::TOPIC.into(), RESULTS.into()],
        )
        .await?;
    let results = rows.iter().map(|row| {
        let body: Value = row.try_get("", "body")?;
        Ok(serde_json::from_value(body)?)
    });
    let results: Vec<ResultSigned> = results.collect::<anyhow::Result<_>>()?;
    ensure!(!results.is_empty(), "nothing was signed");
    Ok(results)
}

/// Lets results like these wait for their papers; returns their dossiers.
pub async fn wait_for(setting: &Setting, results: &[ResultSigned]) -> anyhow::Result<Vec<String>> {
    let sources = &setting.rooms.sources;
    let count = results.len() * TIMES;
    let mut dossiers = Vec::with_capacity(count);
    for like in results.iter().cycle().take(count) {
        let result = ResultSigned {
            dossier_id: sources.uuid().to_string(),
            code: sources.uuid().simple().to_string(),
            ..like.clone()
        };
        let event = &OutboxEvent {
            id: sources.uuid(),
            topic: ResultSigned::TOPIC.to_owned(),
            key: result.party_id.clone(),
            body: serde_json::to_value(&result)?,
        };
        let emitted = setting.rooms.store.write(|tx| {
            Box::pin(async move { Ok::<(), WriteError<NoRefusal>>(tx.emit(event.clone()).await?) })
        });
        emitted.await?;
        dossiers.push(result.dossier_id);
    }
    Ok(dossiers)
}

/// Bytes of a signed paper, by kind.
pub async fn sizes(store: &Store) -> anyhow::Result<Value> {
    let rows = store
        .read()
        .rows(
            "SELECT kind, COUNT(*) AS papers, MIN(size) AS smallest, MAX(size) AS largest,
               CAST(AVG(size) AS BIGINT) AS mean
             FROM paper WHERE source = 'issued' GROUP BY kind ORDER BY kind",
            [],
        )
        .await?;
    let of = rows.iter().map(|row| {
        let number = |column: &str| row.try_get::<i64>("", column);
        let kind: String = row.try_get("", "kind")?;
        let sizes = json!({
            "papers": number("papers")?,
            "mean_bytes": number("mean")?,
            "smallest_bytes": number("smallest")?,
            "largest_bytes": number("largest")?,
        });
        anyhow::Ok((kind, sizes))
    });
    of.collect::<anyhow::Result<serde_json::Map<_, _>>>()
        .map(Value::Object)
}
