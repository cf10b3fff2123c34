//! The harness of the whole-journey tests: the real binary, on a database of its own, spoken to from outside.
//!
//! A journey lives in `tests/journey_<name>.rs` (the name matters: `./test quick` leaves `journey*` out), runs on every
//! engine of [`engines`], and knows the project only through what the binary prints and answers:
//!
//! ```no_run
//! # use dean06_tests::{Server, on_each_engine};
//! # async fn journey() -> anyhow::Result<()> {
//! on_each_engine(async |engine| {
//!     let server = Server::start(engine).await?;
//!     server.client()?.get("/health/ready").await?.expect(200)?;
//!     Ok(())
//! })
//! .await
//! # }
//! ```

mod binary;
pub mod birth;
pub mod bundle;
mod client;
mod database;
pub mod papers;
mod proxy;
mod server;
mod stamps;
mod user;

pub use binary::{binary, run, run_with};
pub use client::{Client, Reply};
pub use database::{Database, Engine, engines, on_each_engine};
pub use proxy::Proxy;
pub use server::{Account, Options, Server};
pub use stamps::Stamps;
pub use user::User;
