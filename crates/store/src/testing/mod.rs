//! For tests, of other crates too: fresh databases on each engine, and checks of a schema.
//!
//! PostgreSQL takes part when `DEAN06_TEST_POSTGRES` holds the address of a superuser
//! (`postgres://postgres@127.0.0.1:5432/postgres`). Without it those tests print a notice and pass,
//! unless `DEAN06_REQUIRE_POSTGRES=1` makes them fail.
#![expect(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that has no database, or whose check fails, ends there"
)]

mod database;
mod distribution;
mod schema;

use std::time::Duration;

use dean06_kernel::Sources;

use crate::{Engine, Store, StoreOptions};

pub use database::TestDb;
pub use distribution::{check_distribution, distribution_faults};
pub use schema::{check_migrations, schema};

/// Both engines.
pub const ENGINES: [Engine; 2] = [Engine::Sqlite, Engine::Postgres];

/// Runs a test once on each engine, on a fresh store with the machine's clock and
/// [short times](options).
///
/// ```no_run
/// # use dean06_store::{Sql, testing};
/// #[tokio::test]
/// async fn the_database_answers() {
///     testing::each_engine(|store| async move {
///         store.read().row("SELECT 1", []).await.unwrap();
///     })
///     .await;
/// }
/// ```
pub async fn each_engine<F, Fut>(test: F)
where
    F: Fn(Store) -> Fut,
    Fut: Future<Output = ()>,
{
    each_engine_with(Sources::system, test).await;
}

/// [`each_engine`] with the clock and chance that `sources` makes for each of the two runs.
pub async fn each_engine_with<S, F, Fut>(sources: S, test: F)
where
    S: Fn() -> Sources,
    F: Fn(Store) -> Fut,
    Fut: Future<Output = ()>,
{
    for engine in ENGINES {
        if let Some(database) = TestDb::new(engine).await {
            test(database.open(sources()).await).await;
        }
    }
}

/// Options for tests: waiting work is looked for every 20 ms, a lease lasts 300 ms, a failed
/// delivery is tried again after 10 ms, and few connections are held.
pub fn options() -> StoreOptions {
    StoreOptions {
        readers: 4,
        writers: 8,
        poll: Duration::from_millis(20),
        lease: Duration::from_millis(300),
        back_off: Duration::from_millis(10),
        back_off_limit: Duration::from_millis(100),
        ..StoreOptions::default()
    }
}
