//! The database, behind two doors: [`Store::read`] and [`Store::write`].
//!
//! The store also owns what must stand in the same transaction as a change, or outlive the process:
//! the outbox, from which events are delivered at least once; the inbox, which makes a consumer see
//! each of them once; timers; the results of commands; counters. [`Store::run`] works on all that
//! waits, under leases, so that several processes may share one PostgreSQL.

mod clear;
pub mod crash;
mod distribution;
mod engine;
mod error;
mod event;
mod lock;
mod migrate;
mod nightly;
mod open;
mod options;
mod read;
mod retention;
mod schema;
mod silence;
mod store;
pub mod testing;
mod tx;
mod waiting;
mod write;
mod writer;

pub use clear::Clearing;
pub use distribution::{Distribution, TableDeclaration};
pub use engine::{Engine, Sql, placeholders, sql};
pub use error::{Fault, MigrateError, NoRefusal, OpenError, WriteError, fault};
pub use event::{
    Event, EventHandler, HandlerError, OutboxEvent, Subscription, Timer, TimerHandler,
};
pub use migrate::Migration;
pub use nightly::Nightly;
pub use options::StoreOptions;
pub use read::Read;
pub use retention::Retention;
pub use schema::{OWNER, TABLES};
pub use store::Store;
pub use tx::Tx;
pub use waiting::CatchUpError;
