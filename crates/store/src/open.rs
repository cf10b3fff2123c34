//! Opening a store.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use dean06_kernel::Sources;
use sea_orm::sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr};
use tokio::sync::{Mutex, Semaphore, mpsc};

use crate::lock::InstanceLock;
use crate::silence::Silence;
use crate::write::Writer;
use crate::writer::{Pen, Request, give_turns};
use crate::{Engine, MigrateError, OpenError, Sql, Store, StoreOptions, WriteError, schema};

/// Memory for pages of the writer, in KiB (SQLite writes it as a negative number): random keys of a
/// large register are looked up for every row.
const WRITER_CACHE: &str = "-65536";

/// How many writers may wait in line on `SQLite` before the next one waits to get into the line.
const LINE: usize = 4096;

/// What opening yields, on either engine.
pub(crate) struct Doors {
    pub(crate) engine: Engine,
    pub(crate) reading: DatabaseConnection,
    pub(crate) writing: DatabaseConnection,
    pub(crate) writer: Writer,
    pub(crate) silence: Silence,
    pub(crate) lock: Option<InstanceLock>,
}

impl Store {
    /// Opens `sqlite:PATH` (folder and file are made if they are not there) or
    /// `postgres://USER@HOST/DATABASE`, and brings the store's own tables up to date.
    pub async fn open(url: &str, sources: Sources) -> Result<Self, OpenError> {
        Self::open_with(url, sources, StoreOptions::default()).await
    }

    /// [`open`](Self::open) with options.
    pub async fn open_with(
        url: &str,
        sources: Sources,
        options: StoreOptions,
    ) -> Result<Self, OpenError> {
        let doors = if let Some(path) = url.strip_prefix("sqlite:") {
            open_sqlite(path, &options).await?
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            open_postgres(url, &options).await?
        } else {
            return Err(OpenError::Address);
        };
        let store = Self::new(doors, sources, options);
        store.prepare().await?;
        Ok(store)
    }

    async fn prepare(&self) -> Result<(), OpenError> {
        // Two processes that make the same table at once can meet in PostgreSQL's catalogue, where
        // IF NOT EXISTS does not help; the second attempt finds the table.
        let mut made = self.make_migration_table().await;
        if matches!(made, Err(WriteError::Database(_))) {
            made = self.make_migration_table().await;
        }
        made.map_err(|source| MigrateError::Failed {
            owner: schema::OWNER.to_owned(),
            id: String::new(),
            source,
        })?;
        self.migrate(schema::OWNER, schema::MIGRATIONS).await?;
        if self.engine() == Engine::Sqlite {
            self.void_leases().await?;
        }
        Ok(())
    }

    async fn make_migration_table(&self) -> Result<(), WriteError> {
        self.write(|tx| {
            Box::pin(async move {
                tx.execute_unprepared(schema::SCHEMA_MIGRATION).await?;
                Ok(())
            })
        })
        .await
    }

    /// This process alone has the file open: whoever held a lease is dead.
    async fn void_leases(&self) -> Result<(), OpenError> {
        let voided: Result<u64, WriteError> = self
            .write(|tx| {
                Box::pin(async move { Ok(tx.run("UPDATE lease SET holder = ''", []).await?) })
            })
            .await;
        match voided {
            Ok(_) => Ok(()),
            Err(WriteError::Database(error)) => Err(OpenError::Unavailable(error)),
            Err(other) => Err(OpenError::Unavailable(DbErr::Custom(other.to_string()))),
        }
    }
}

async fn open_sqlite(path: &str, options: &StoreOptions) -> Result<Doors, OpenError> {
    let path = path.strip_prefix("//").unwrap_or(path);
    if path.is_empty() || path.contains(':') || path.contains('?') {
        return Err(OpenError::Address);
    }
    let path = Path::new(path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|source| OpenError::Folder {
            path: folder.to_owned(),
            source,
        })?;
    }
    let lock = InstanceLock::take(path)?;
    let writing = connect_sqlite(path, 1, false, options).await?;
    let reading = connect_sqlite(path, options.readers, true, options).await?;
    let (requests, turns) = mpsc::channel::<Request>(LINE);
    let pen = Arc::new(Mutex::new(Pen::new(writing.clone())));
    tokio::spawn(give_turns(
        Arc::clone(&pen),
        turns,
        options.writes_per_commit,
    ));
    Ok(Doors {
        engine: Engine::Sqlite,
        reading,
        writing,
        writer: Writer::Sqlite { pen, requests },
        silence: Silence::default(),
        lock: Some(lock),
    })
}

async fn connect_sqlite(
    path: &Path,
    connections: u32,
    read_only: bool,
    options: &StoreOptions,
) -> Result<DatabaseConnection, OpenError> {
    let path = PathBuf::from(path);
    let max_pages = options.sqlite_max_pages;
    let busy = options.acquire_limit;
    // The address is only there to choose the driver: a path may hold what an address may not.
    let mut connect = ConnectOptions::new("sqlite:file");
    connect
        .max_connections(connections)
        .acquire_timeout(options.acquire_limit)
        .idle_timeout(None)
        .max_lifetime(None)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_sqlite_opts(move |sqlite: SqliteConnectOptions| {
            let sqlite = sqlite
                .filename(&path)
                .create_if_missing(!read_only)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(busy)
                .statement_cache_capacity(512);
            match (read_only, max_pages) {
                (true, _) => sqlite.pragma("query_only", "ON"),
                (false, Some(pages)) => sqlite
                    .pragma("cache_size", WRITER_CACHE)
                    .pragma("max_page_count", pages.to_string()),
                (false, None) => sqlite.pragma("cache_size", WRITER_CACHE),
            }
        });
    Database::connect(connect)
        .await
        .map_err(OpenError::Unavailable)
}

async fn open_postgres(url: &str, options: &StoreOptions) -> Result<Doors, OpenError> {
    let silence = Silence::default();
    let writing = connect_postgres(url, options.writers, false, options, &silence).await?;
    let reading = connect_postgres(url, options.readers, true, options, &silence).await?;
    let permits = Semaphore::new(usize::try_from(options.writers).unwrap_or(1));
    Ok(Doors {
        engine: Engine::Postgres,
        writer: Writer::Postgres {
            pool: writing.clone(),
            permits,
        },
        silence,
        reading,
        writing,
        lock: None,
    })
}

async fn connect_postgres(
    url: &str,
    connections: u32,
    read_only: bool,
    options: &StoreOptions,
    silence: &Silence,
) -> Result<DatabaseConnection, OpenError> {
    let silence = silence.clone();
    let limit = options.write_limit.as_millis();
    let mut connect = ConnectOptions::new(url);
    connect
        .max_connections(connections)
        .acquire_timeout(options.acquire_limit)
        .test_before_acquire_if_idle_for(Duration::from_secs(1))
        .sqlx_logging(false)
        .record_stmt_in_spans(false)
        .map_sqlx_postgres_pool_opts(move |pool| {
            let silence = silence.clone();
            pool.after_release(move |connection, _| {
                let silence = silence.clone();
                Box::pin(async move { silence.keeps(connection).await })
            })
        })
        .map_sqlx_postgres_opts(move |postgres| {
            postgres
                .application_name("dean06")
                .statement_cache_capacity(512)
                .options([
                    ("default_transaction_isolation", "read committed".to_owned()),
                    ("default_transaction_read_only", read_only.to_string()),
                    ("statement_timeout", limit.to_string()),
                    // A process that stopped in the middle of a write must not hold its locks.
                    (
                        "idle_in_transaction_session_timeout",
                        (2 * limit).to_string(),
                    ),
                ])
        });
    Database::connect(connect)
        .await
        .map_err(OpenError::Unavailable)
}
