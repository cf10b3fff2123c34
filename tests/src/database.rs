//! The engines a journey runs on, and a PostgreSQL database for one server alone.

use std::env;
use std::thread;

use anyhow::{Context, Result, ensure};
use reqwest::Url;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

const POSTGRES: &str = "DEAN06_TEST_POSTGRES";
const REQUIRE_POSTGRES: &str = "DEAN06_REQUIRE_POSTGRES";
const ONLY_POSTGRES: &str = "DEAN06_ONLY_POSTGRES";

/// A database engine that the server can run on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// The embedded default: one file in the data folder.
    Sqlite,
    /// A database of its own on the server that `DEAN06_TEST_POSTGRES` names.
    Postgres,
}

/// The engines at hand: SQLite always, PostgreSQL when `DEAN06_TEST_POSTGRES` holds a superuser's URL; PostgreSQL alone
/// when `DEAN06_ONLY_POSTGRES=1`, for a long run that SQLite has behind it.
///
/// # Errors
/// When `DEAN06_REQUIRE_POSTGRES=1` and there is no PostgreSQL: a full run must not pass by leaving one out.
pub fn engines() -> Result<Vec<Engine>> {
    let is_set = |variable| env::var(variable).is_ok_and(|value| value == "1");
    let alone = is_set(ONLY_POSTGRES);
    if env::var_os(POSTGRES).is_some_and(|url| !url.is_empty()) {
        let engines = [Engine::Sqlite, Engine::Postgres].into_iter();
        return Ok(engines
            .filter(|engine| !alone || *engine == Engine::Postgres)
            .collect());
    }
    let required = alone || is_set(REQUIRE_POSTGRES);
    ensure!(
        !required,
        "PostgreSQL is required, but {POSTGRES} is not set"
    );
    Ok(vec![Engine::Sqlite])
}

/// Plays a journey on every engine at hand, one after the other; an error says on which.
///
/// # Errors
/// That of the journey, and those of [`engines`].
pub async fn on_each_engine(journey: impl AsyncFn(Engine) -> Result<()>) -> Result<()> {
    for engine in engines()? {
        journey(engine)
            .await
            .with_context(|| format!("on {engine:?}"))?;
    }
    Ok(())
}

/// An empty PostgreSQL database, removed when dropped, with whatever is still connected to it.
#[derive(Debug)]
pub struct Database {
    admin: Url,
    name: String,
}

impl Database {
    /// Creates the database `name` on the server of `DEAN06_TEST_POSTGRES`.
    ///
    /// # Errors
    /// When the variable is missing or no URL, the server does not answer, or the name is taken.
    pub async fn create(name: &str) -> Result<Self> {
        let admin = env::var(POSTGRES).with_context(|| format!("{POSTGRES} is not set"))?;
        let admin = Url::parse(&admin).with_context(|| format!("{POSTGRES} is no URL"))?;
        ensure!(
            name.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_'),
            "database name {name:?} has characters other than letters, digits and _"
        );
        execute(&admin, format!("CREATE DATABASE \"{name}\"")).await?;
        Ok(Self {
            admin,
            name: name.to_owned(),
        })
    }

    /// Its `postgres://` URL.
    pub fn url(&self) -> String {
        let mut url = self.admin.clone();
        url.set_path(&self.name);
        url.into()
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let admin = self.admin.clone();
        let statement = format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", self.name);
        // A thread, because a runtime cannot be entered from within the one that a test runs on.
        let dropped = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            runtime.block_on(execute(&admin, statement))
        });
        match dropped.join() {
            Ok(Ok(())) => {}
            Ok(Err(error)) => eprintln!("database {} stays behind: {error:#}", self.name),
            Err(_) => eprintln!("database {} stays behind: its removal panicked", self.name),
        }
    }
}

async fn execute(admin: &Url, statement: String) -> Result<()> {
    let mut connection = PgConnection::connect(admin.as_str())
        .await
        .with_context(|| format!("{POSTGRES} does not answer"))?;
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(&mut connection)
        .await?;
    connection.close().await?;
    Ok(())
}
