//! Timers.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use dean06_kernel::{Clock, ManualClock, Sources, instant};
use dean06_store::testing::{ENGINES, TestDb};
use dean06_store::{HandlerError, Sql, Store, Timer, TimerHandler, WriteError};
use jiff::SignedDuration;
use jiff::civil::date;
use serde_json::json;

/// Notes which timers fired, once each; fails for ids that begin with "bad" as often as told; sets
/// those that begin with "again" one hour later, once.
struct Bell {
    store: Store,
    rung: Mutex<Vec<String>>,
    failures: AtomicU32,
}

#[async_trait::async_trait]
impl TimerHandler for Bell {
    async fn fire(&self, timer: &Timer) -> Result<(), HandlerError> {
        let fails = timer.id.starts_with("bad")
            && self
                .failures
                .try_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1))
                .is_ok();
        if fails {
            return Err("not yet".into());
        }
        let again = (timer.id == "again" && timer.body["n"] == 1).then(|| Timer {
            due_at: timer.due_at + 3_600_000_000,
            body: json!({ "n": 2 }),
            ..timer.clone()
        });
        let again = &again;
        let rung: Option<()> = self
            .store
            .consume_timer(timer, |tx| {
                Box::pin(async move {
                    if let Some(again) = again {
                        tx.schedule(again.clone()).await?;
                    }
                    Ok::<_, WriteError>(())
                })
            })
            .await?;
        if rung.is_some() {
            self.rung.lock().unwrap().push(timer.id.clone());
        }
        Ok(())
    }
}

struct Tower {
    clock: Arc<ManualClock>,
    store: Store,
    bell: Arc<Bell>,
    _database: TestDb,
}

impl Tower {
    async fn each(test: impl AsyncFn(Self)) {
        for engine in ENGINES {
            let Some(database) = TestDb::new(engine).await else {
                continue;
            };
            let clock = Arc::new(ManualClock::new(instant(date(2026, 11, 22).at(8, 0, 0, 0))));
            let store = database.open(Sources::manual(Arc::clone(&clock), 1)).await;
            let bell = Arc::new(Bell {
                store: store.clone(),
                rung: Mutex::default(),
                failures: AtomicU32::new(0),
            });
            store.on_timer("bell", bell.clone());
            test(Self {
                clock,
                store,
                bell,
                _database: database,
            })
            .await;
        }
    }

    async fn schedule(&self, id: &str, minutes: i64) {
        let due = self
            .clock
            .now()
            .saturating_add(SignedDuration::from_mins(minutes))
            .unwrap();
        let timer = Timer {
            id: id.to_owned(),
            kind: "bell".to_owned(),
            key: "dossier".to_owned(),
            due_at: due.as_microsecond(),
            body: json!({ "n": 1 }),
        };
        let timer = &timer;
        self.store
            .write(|tx| {
                Box::pin(async move { Ok::<_, WriteError>(tx.schedule(timer.clone()).await?) })
            })
            .await
            .unwrap();
    }

    async fn after(&self, minutes: i64) -> Vec<String> {
        self.clock.advance(SignedDuration::from_mins(minutes));
        self.store.catch_up().await.unwrap();
        std::mem::take(&mut *self.bell.rung.lock().unwrap())
    }

    async fn left(&self) -> usize {
        self.store
            .read()
            .rows("SELECT id FROM timer", [])
            .await
            .unwrap()
            .len()
    }
}

#[tokio::test]
async fn timers_fire_when_they_are_due_soonest_first() {
    Tower::each(async |tower| {
        tower.schedule("later", 20).await;
        tower.schedule("sooner", 10).await;
        tower.schedule("never", 30).await;
        assert!(tower.after(9).await.is_empty());
        let cancelled = tower
            .store
            .write(|tx| {
                Box::pin(async move { Ok::<_, WriteError>(tx.cancel("dossier", "never").await?) })
            })
            .await;
        assert!(cancelled.unwrap());
        assert_eq!(tower.after(60).await, ["sooner", "later"]);
        assert!(tower.after(60).await.is_empty());
        assert_eq!(tower.left().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_timer_can_be_moved_also_by_its_own_handler() {
    Tower::each(async |tower| {
        tower.schedule("moved", 10).await;
        tower.schedule("moved", 30).await;
        tower.schedule("again", 5).await;
        assert_eq!(tower.after(20).await, ["again"]);
        assert_eq!(tower.after(20).await, ["moved"]);
        assert_eq!(tower.after(30).await, ["again"]);
        assert_eq!(tower.left().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_timer_that_fails_holds_up_no_other() {
    Tower::each(async |tower| {
        tower.bell.failures.store(40, Ordering::SeqCst);
        for n in 0..40 {
            tower.schedule(&format!("bad {n:02}"), 1).await;
        }
        tower.schedule("good", 2).await;
        assert_eq!(tower.after(3).await, ["good"]);
        assert_eq!(tower.left().await, 40);
        assert_eq!(tower.after(1).await.len(), 40);
    })
    .await;
}

#[tokio::test]
async fn a_clock_that_was_set_back_does_not_put_off_a_retry() {
    Tower::each(async |tower| {
        tower.schedule("bad", -60 * 24).await;
        tower.bell.failures.store(1, Ordering::SeqCst);
        assert!(tower.after(0).await.is_empty());
        assert_eq!(tower.after(-60).await, ["bad"]);
    })
    .await;
}
