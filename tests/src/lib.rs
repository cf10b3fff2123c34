//! The harness of the whole-journey tests: the real binary, on a database of its own, spoken to from outside.
//!
//! A journey lives in `tests/journey_<name>.rs` (the name matters: `./test quick` leaves `journey*` out), runs on every
//! engine of [`engines`], and knows the project only through what the binary prints and answers:
//!
//! ```no_run
//! # async fn journey() -> anyhow::Result<()> {
//! for engine in dean06_tests::engines()? {
//!     let server = dean06_tests::Server::start(engine).await?;
//!     let client = server.client()?;
//!     client.get("/health/ready").await?.expect(200)?;
//! }
//! # Ok(())
//! # }
//! ```

mod binary;
mod client;
mod database;
mod server;

pub use binary::binary;
pub use client::{Client, Reply};
pub use database::{Database, Engine, engines};
pub use server::{Account, Options, Server};
