//! Does it pay to let several writers share one COMMIT on `SQLite`?
//!
//! Prints transactions per second of the same small write (read a version, change the row where the
//! version still holds, add an audit row): with a COMMIT for each write; with up to 32 waiting
//! writes in one transaction, each in a SAVEPOINT of its own; and through the store, which does the
//! latter. One writer connection, `BEGIN IMMEDIATE`, WAL, `synchronous = FULL`, everything through
//! `SeaORM`. `docs/decisions/0002-write-grouping.md` has the reading.
//!
//! `cargo bench -p dean06-store --bench write_grouping`; the dev profile, in which the figures of
//! the decision were taken, with `--profile dev`.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use dean06_kernel::Sources;
use dean06_store::{Store, WriteError};
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, DbErr,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait, Value,
};
use tokio::sync::{mpsc, oneshot};

/// Rows in the table that is written to.
const PEOPLE: u64 = 100_000;
/// The most writes that share one COMMIT.
const GROUP: usize = 32;
/// How long one cell of the table runs, after a warm-up of a fifth of it.
const RUN: Duration = Duration::from_secs(3);
/// How often each cell runs, in turn with its neighbours; the median counts.
const ROUNDS: usize = 3;

type Outcome<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn main() -> Outcome<()> {
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?
        .block_on(table())
}

async fn table() -> Outcome<()> {
    println!(
        "writes per second (99th percentile), median of {ROUNDS} times {} s, {PEOPLE} rows",
        RUN.as_secs()
    );
    println!(
        "{:>11} {:>20} {:>20} {:>7} {:>20} {:>7}",
        "concurrency", "one COMMIT each", "up to 32 per COMMIT", "ratio", "the store", "ratio"
    );
    for concurrency in [1, 8, 32] {
        let mut cells: [Vec<Cell>; 3] = Default::default();
        for _ in 0..ROUNDS {
            for (cells, way) in cells.iter_mut().zip([Way::Each, Way::Grouped, Way::Store]) {
                cells.push(measure(concurrency, way).await?);
            }
        }
        let [each, grouped, store] = cells.map(median);
        println!(
            "{concurrency:>11} {each} {grouped} {:>6.2}x {store} {:>6.2}x",
            grouped.per_second / each.per_second,
            store.per_second / each.per_second,
        );
    }
    Ok(())
}

fn median(mut cells: Vec<Cell>) -> Cell {
    cells.sort_by(|a, b| a.per_second.total_cmp(&b.per_second));
    cells.swap_remove(cells.len() / 2)
}

#[derive(Clone, Copy)]
enum Way {
    Each,
    Grouped,
    Store,
}

struct Cell {
    per_second: f64,
    p99: Duration,
}

impl std::fmt::Display for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let millis = self.p99.as_secs_f64() * 1e3;
        write!(f, "{:>9.0} ({millis:>5.1} ms)", self.per_second)
    }
}

/// What a client writes through.
#[derive(Clone)]
enum Door {
    Each(DatabaseConnection),
    Grouped(mpsc::Sender<Job>),
    Store(Store),
}

impl Door {
    async fn write(&self, number: u64) -> Outcome<()> {
        match self {
            Self::Each(writer) => {
                let tx = writer.begin_with_options(immediate()).await?;
                small_write(&tx, number).await?;
                tx.commit().await?;
            }
            Self::Grouped(queue) => {
                let (done, committed) = oneshot::channel();
                queue.send(Job { number, done }).await?;
                committed.await??;
            }
            Self::Store(store) => {
                let written: Result<(), WriteError> = store
                    .write(|tx| Box::pin(async move { Ok(small_write(tx, number).await?) }))
                    .await;
                written?;
            }
        }
        Ok(())
    }
}

/// Runs one cell on a database of its own, so that no cell pays for the WAL of the one before.
async fn measure(concurrency: u64, way: Way) -> Outcome<Cell> {
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("bench.sqlite");
    let writer = open(&file).await?;
    fill(&writer).await?;
    let door = match way {
        Way::Each => Door::Each(writer),
        Way::Grouped => {
            let (queue, jobs) = mpsc::channel(1024);
            tokio::spawn(group_writes(writer, jobs));
            Door::Grouped(queue)
        }
        Way::Store => {
            writer.close().await?;
            let url = format!("sqlite:{}", file.display());
            Door::Store(Store::open(&url, Sources::system()).await?)
        }
    };
    let next = Arc::new(AtomicU64::new(1));
    let from = Instant::now() + RUN / 5;
    let until = from + RUN;
    let clients: Vec<_> = (0..concurrency)
        .map(|_| tokio::spawn(client(door.clone(), Arc::clone(&next), from, until)))
        .collect();
    let mut taken = Vec::new();
    for client in clients {
        taken.extend(client.await??);
    }
    let run = from.elapsed();
    taken.sort_unstable();
    let p99 = taken.get(taken.len() * 99 / 100).copied();
    Ok(Cell {
        per_second: f64::from(u32::try_from(taken.len())?) / run.as_secs_f64(),
        p99: p99.unwrap_or_default(),
    })
}

/// Writes one thing after the other; how long each took that began after the warm-up.
async fn client(
    door: Door,
    next: Arc<AtomicU64>,
    from: Instant,
    until: Instant,
) -> Outcome<Vec<Duration>> {
    let mut taken = Vec::new();
    while Instant::now() < until {
        let start = Instant::now();
        door.write(next.fetch_add(1, Ordering::Relaxed)).await?;
        if start >= from {
            taken.push(start.elapsed());
        }
    }
    Ok(taken)
}

type Done = oneshot::Sender<Result<(), DbErr>>;

struct Job {
    number: u64,
    done: Done,
}

/// The writer of the grouped way: whoever waits joins the transaction, nobody is waited for, and who
/// is alone needs no SAVEPOINT.
async fn group_writes(writer: DatabaseConnection, mut jobs: mpsc::Receiver<Job>) {
    let mut group = Vec::with_capacity(GROUP);
    while jobs.recv_many(&mut group, GROUP).await > 0 {
        let mut done = Vec::with_capacity(group.len());
        let outcome = write_group(&writer, &mut group, &mut done).await;
        for client in done {
            // A client may be gone; then nobody wants to know.
            let _ = client.send(outcome.clone());
        }
    }
}

async fn write_group(
    writer: &DatabaseConnection,
    group: &mut Vec<Job>,
    done: &mut Vec<Done>,
) -> Result<(), DbErr> {
    let alone = group.len() == 1;
    let tx = writer.begin_with_options(immediate()).await?;
    for job in group.drain(..) {
        done.push(job.done);
        if alone {
            small_write(&tx, job.number).await?;
        } else {
            let own = tx.begin().await?;
            small_write(&own, job.number).await?;
            own.commit().await?;
        }
    }
    tx.commit().await
}

/// The write that is measured: an optimistic lock and an audit row, three statements.
async fn small_write<C: ConnectionTrait>(tx: &C, number: u64) -> Result<(), DbErr> {
    let person = format!("person-{:06}", number.wrapping_mul(2_654_435_761) % PEOPLE);
    let id = || Value::from(person.as_str());
    let row = tx
        .query_one_raw(statement("SELECT version FROM person WHERE id = ?", [id()]))
        .await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound(person.clone()))?;
    let version: i64 = row.try_get("", "version")?;
    let changed = tx
        .execute_raw(statement(
            "UPDATE person SET version = version + 1, changed_at = ? WHERE id = ? AND version = ?",
            [number.into(), id(), version.into()],
        ))
        .await?;
    if changed.rows_affected() != 1 {
        return Err(DbErr::RecordNotUpdated);
    }
    tx.execute_raw(statement(
        "INSERT INTO audit (number, person_id, version, note) VALUES (?, ?, ?, ?)",
        [
            number.into(),
            id(),
            (version + 1).into(),
            "changed by the bench".into(),
        ],
    ))
    .await?;
    Ok(())
}

fn statement<const N: usize>(sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(DbBackend::Sqlite, sql, values)
}

fn immediate() -> TransactionOptions {
    TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..Default::default()
    }
}

async fn open(path: &Path) -> Outcome<DatabaseConnection> {
    let mut options = ConnectOptions::new(format!("sqlite:{}?mode=rwc", path.display()));
    options
        .max_connections(1)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|options| {
            options
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(5))
        });
    Ok(Database::connect(options).await?)
}

async fn fill(writer: &DatabaseConnection) -> Result<(), DbErr> {
    let people = format!(
        "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {PEOPLE})
         INSERT INTO person SELECT printf('person-%06d', i), 1, 0, '{{\"kind\":\"bench\"}}' FROM n"
    );
    for sql in [
        "CREATE TABLE person (id TEXT PRIMARY KEY, version BIGINT NOT NULL,
           changed_at BIGINT NOT NULL, data TEXT NOT NULL)",
        "CREATE TABLE audit (number BIGINT PRIMARY KEY, person_id TEXT NOT NULL,
           version BIGINT NOT NULL, note TEXT NOT NULL)",
        &people,
    ] {
        writer.execute_unprepared(sql).await?;
    }
    Ok(())
}
