//! What can be set when a store is opened.

use std::time::Duration;

/// How a store works. The default is right for a running service; tests shorten the times.
#[derive(Debug, Clone)]
pub struct StoreOptions {
    /// The most connections that read at once.
    pub readers: u32,
    /// The most connections that write at once. `SQLite` always has exactly one writer.
    pub writers: u32,
    /// How long a caller waits for its turn or for a connection.
    pub acquire_limit: Duration,
    /// How long one write may take from BEGIN to COMMIT, and one statement at PostgreSQL.
    pub write_limit: Duration,
    /// How long one statement outside a write may take, with the wait for a connection. Longer than
    /// `acquire_limit` and the server's own limit together, so that only silence meets it.
    pub read_limit: Duration,
    /// How many waiting writes may share one COMMIT on `SQLite`; 1 gives each its own.
    pub writes_per_commit: usize,
    /// How often waiting work is looked for when nothing announces it.
    pub poll: Duration,
    /// How long the holder of a lease may be silent before another process takes over.
    pub lease: Duration,
    /// How long one delivery of an event or one firing of a timer may take.
    pub handler_limit: Duration,
    /// The wait before the second attempt at a delivery that failed; it doubles from there.
    pub back_off: Duration,
    /// The longest wait between two attempts.
    pub back_off_limit: Duration,
    /// The most pages of 4 KiB that a `SQLite` database may have.
    pub sqlite_max_pages: Option<u32>,
}

impl Default for StoreOptions {
    fn default() -> Self {
        Self {
            readers: 16,
            writers: 16,
            acquire_limit: Duration::from_secs(5),
            write_limit: Duration::from_secs(10),
            read_limit: Duration::from_secs(20),
            writes_per_commit: 32,
            poll: Duration::from_secs(1),
            lease: Duration::from_secs(10),
            handler_limit: Duration::from_mins(1),
            back_off: Duration::from_millis(200),
            back_off_limit: Duration::from_mins(5),
            sqlite_max_pages: None,
        }
    }
}
