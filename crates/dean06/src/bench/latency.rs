use std::{
    future::Future,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use serde::Serialize;

/// How fast something is, from single measurements.
#[derive(Serialize)]
pub struct Speed {
    /// Done in one second, all clients together.
    pub per_second: f64,
    /// Half of them took at most so long, in milliseconds.
    pub p50_ms: f64,
    /// All but one in a hundred took at most so long, in milliseconds.
    pub p99_ms: f64,
    /// Clients at the same time.
    pub clients: usize,
    /// Measurements.
    pub count: usize,
}

impl Speed {
    /// Sums up what `clients` clients measured in `took`.
    pub fn of(mut each: Vec<Duration>, took: Duration, clients: usize) -> Self {
        each.sort_unstable();
        let at = |share: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                clippy::cast_precision_loss,
                reason = "an index into a list of measurements"
            )]
            let index = (each.len() as f64 * share) as usize;
            each.get(index.min(each.len().saturating_sub(1)))
                .copied()
                .unwrap_or_default()
        };
        #[expect(clippy::cast_precision_loss, reason = "a count of measurements")]
        let count = each.len() as f64;
        Self {
            per_second: round(count / took.as_secs_f64()),
            p50_ms: round(at(0.5).as_secs_f64() * 1000.0),
            p99_ms: round(at(0.99).as_secs_f64() * 1000.0),
            clients,
            count: each.len(),
        }
    }
}

/// Three digits behind the point are more than a measurement is worth.
pub fn round(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// Runs `work(0) … work(count - 1)` by so many clients, each beginning the next as soon as it is
/// free.
pub async fn saturate<F, Fut>(clients: usize, count: usize, work: F) -> anyhow::Result<Speed>
where
    F: Fn(usize) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    let work = Arc::new(work);
    let next = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let running: Vec<_> = (0..clients)
        .map(|_| {
            let (work, next) = (Arc::clone(&work), Arc::clone(&next));
            tokio::spawn(async move {
                let mut each = Vec::new();
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= count {
                        return anyhow::Ok(each);
                    }
                    let begun = Instant::now();
                    work(n).await?;
                    each.push(begun.elapsed());
                }
            })
        })
        .collect();
    let mut all = Vec::with_capacity(count);
    for client in running {
        all.extend(client.await??);
    }
    Ok(Speed::of(all, started.elapsed(), clients))
}

/// Begins `work(n)` at a steady rate whatever the answers take, and measures each from the moment
/// at which it should have begun: a stall counts for everybody who waits behind it.
pub async fn at_rate<F, Fut>(per_second: f64, count: usize, work: F) -> anyhow::Result<Speed>
where
    F: Fn(usize) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = anyhow::Result<()>> + Send + 'static,
{
    let gap = Duration::from_secs_f64(1.0 / per_second);
    let started = Instant::now();
    let mut running = Vec::with_capacity(count);
    for n in 0..count {
        let due = started + gap * u32::try_from(n)?;
        tokio::time::sleep_until(due.into()).await;
        let answer = work(n);
        running.push(tokio::spawn(
            async move { answer.await.map(|()| due.elapsed()) },
        ));
    }
    let mut all = Vec::with_capacity(count);
    for one in running {
        all.push(one.await??);
    }
    Ok(Speed::of(all, started.elapsed(), 0))
}
