//! A database for one test.

use dean06_kernel::Sources;
use sea_orm::{ConnectOptions, ConnectionTrait, Database};
use tempfile::TempDir;

use super::options;
use crate::{Engine, OpenError, Store, StoreOptions};

/// A database of its own for one test; gone when this is dropped, with everybody's connections.
#[derive(Debug)]
pub struct TestDb {
    engine: Engine,
    url: String,
    /// Holds the file of a `SQLite` database.
    _folder: Option<TempDir>,
    /// The superuser's address and the database's name at PostgreSQL.
    server: Option<(String, String)>,
}

impl TestDb {
    /// A fresh, empty database; `None` if it is to be at PostgreSQL and there is none.
    ///
    /// # Panics
    /// If it cannot be made, or if PostgreSQL is required and not there.
    pub async fn new(engine: Engine) -> Option<Self> {
        match engine {
            Engine::Sqlite => {
                let folder = tempfile::tempdir().expect("a temporary folder can be made");
                let url = format!("sqlite:{}", folder.path().join("test.sqlite").display());
                Some(Self {
                    engine,
                    url,
                    _folder: Some(folder),
                    server: None,
                })
            }
            Engine::Postgres => {
                let server = postgres()?;
                let name = format!("dean06_test_{}", Sources::system().uuid().simple());
                as_superuser(&server, &format!("CREATE DATABASE {name}")).await;
                Some(Self {
                    engine,
                    url: with_database(&server, &name),
                    _folder: None,
                    server: Some((server, name)),
                })
            }
        }
    }

    /// Which engine it is on.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Its address, for [`Store::open`].
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Opens it with [short times](options).
    ///
    /// # Panics
    /// If it cannot be opened.
    pub async fn open(&self, sources: Sources) -> Store {
        self.open_with(sources, options())
            .await
            .expect("the test database can be opened")
    }

    /// Opens it with options.
    pub async fn open_with(
        &self,
        sources: Sources,
        options: StoreOptions,
    ) -> Result<Store, OpenError> {
        Store::open_with(&self.url, sources, options).await
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Some((server, name)) = self.server.take() else {
            return;
        };
        // A thread and a runtime of its own: the test's may be stopping, or may be the only one.
        let dropped = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build();
            if let Ok(runtime) = runtime {
                runtime.block_on(as_superuser(
                    &server,
                    &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
                ));
            }
        });
        if dropped.join().is_err() {
            eprintln!("a test database was left behind");
        }
    }
}

/// The address of the superuser, if there is a PostgreSQL to test on.
fn postgres() -> Option<String> {
    let server = std::env::var("DEAN06_TEST_POSTGRES")
        .ok()
        .filter(|url| !url.is_empty());
    if server.is_none() {
        let required = std::env::var("DEAN06_REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
        assert!(
            !required,
            "DEAN06_REQUIRE_POSTGRES=1, but DEAN06_TEST_POSTGRES is not set"
        );
        eprintln!("skipped on PostgreSQL: DEAN06_TEST_POSTGRES is not set");
    }
    server
}

async fn as_superuser(server: &str, sql: &str) {
    let mut connect = ConnectOptions::new(server);
    connect.max_connections(1).sqlx_logging(false);
    let connection = Database::connect(connect)
        .await
        .unwrap_or_else(|error| panic!("no PostgreSQL at DEAN06_TEST_POSTGRES: {error}"));
    connection
        .execute_unprepared(sql)
        .await
        .unwrap_or_else(|error| panic!("{sql}: {error}"));
    // It has done its work; the server cleans up after a connection that is not closed well.
    let _ = connection.close().await;
}

/// The same address with another database.
fn with_database(server: &str, name: &str) -> String {
    let (address, query) = server.split_once('?').unwrap_or((server, ""));
    let start = address.find("://").map_or(0, |at| at + 3);
    let end = address[start..]
        .find('/')
        .map_or(address.len(), |at| start + at);
    let query = if query.is_empty() {
        String::new()
    } else {
        format!("?{query}")
    };
    format!("{}/{name}{query}", &address[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_of_an_address_is_replaced() {
        assert_eq!(
            with_database("postgres://u:p@h:1/postgres?sslmode=disable", "t"),
            "postgres://u:p@h:1/t?sslmode=disable"
        );
        assert_eq!(with_database("postgres://h", "t"), "postgres://h/t");
    }
}
