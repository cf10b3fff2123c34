//! The ledger as the world sees it: its key, its checkpoints, its tiles, and its witnesses.

pub mod audit;
mod keys;
mod remote_witness;
mod routes;
pub mod verify;

use std::{path::Path, sync::Arc};

use anyhow::Context;
use axum::Router;
use dean06_kernel::Sources;
use dean06_ledger::{
    Cosigner, Ledger, Publisher, Witness,
    tlog::{KeyKind, VerifierKey},
};
use dean06_store::Store;
use tokio::task::JoinHandle;

use crate::{cli::ServeOptions, house::House};
pub use remote_witness::WitnessAddress;

/// The file that holds the private key of the log.
const LOG_KEY: &str = "ledger.key";
/// The file that holds the private key with which this node witnesses the logs of others.
const WITNESS_KEY: &str = "witness.key";
/// The file that remembers, outside the database, what was signed last.
const MEMORY: &str = "ledger.checkpoint";

/// What signs, serves and witnesses logs in this process.
#[derive(Clone)]
pub struct Transparency {
    ledger: Ledger,
    publisher: Arc<Publisher>,
    witness: Option<Witness>,
    sources: Sources,
}

impl Transparency {
    /// With the keys in the data folder, which are made at the first start.
    pub fn open(house: &House, options: &ServeOptions) -> anyhow::Result<Self> {
        let rooms = &house.rooms;
        let folder = &options.data.data;
        let host = host(&options.data.base_url);
        let origin = format!("{host}/ledger");
        let key = keys::obtain(&folder.join(LOG_KEY), &origin, KeyKind::Log, &rooms.sources)?;
        let cosigners = options
            .witnesses
            .iter()
            .map(|address| Ok(Arc::new(address.connect()?) as Arc<dyn Cosigner>))
            .collect::<anyhow::Result<_>>()?;
        let memory = folder.join(MEMORY);
        let publisher = Publisher::new(rooms.ledger.clone(), key, memory, cosigners);
        Ok(Self {
            ledger: rooms.ledger.clone(),
            publisher: Arc::new(publisher),
            witness: witness(
                folder,
                &host,
                &options.witnessed,
                &rooms.store,
                &rooms.sources,
            )?,
            sources: rooms.sources.clone(),
        })
    }

    /// The addresses of C2SP tlog-tiles and tlog-witness, under `/ledger`.
    pub fn router(&self) -> Router {
        routes::router(self.clone())
    }

    /// Signs the log as it grows, until the task is ended.
    pub fn start(&self) -> JoinHandle<()> {
        tokio::spawn(Arc::clone(&self.publisher).run(self.sources.clone()))
    }
}

fn witness(
    folder: &Path,
    host: &str,
    logs: &[VerifierKey],
    store: &Store,
    sources: &Sources,
) -> anyhow::Result<Option<Witness>> {
    if logs.is_empty() {
        return Ok(None);
    }
    let name = format!("{host}/ledger/witness");
    let key = keys::obtain(&folder.join(WITNESS_KEY), &name, KeyKind::Witness, sources)?;
    Ok(Some(Witness::new(store.clone(), key, logs.to_vec())))
}

/// The public key of the log in a data folder.
pub fn print_key(folder: &Path) -> anyhow::Result<()> {
    let key = keys::read(&folder.join(LOG_KEY))?.context("no node has run on this folder yet")?;
    println!("{}", key.verifier());
    Ok(())
}

/// The address without its scheme.
fn host(base_url: &str) -> String {
    let rest = base_url
        .split_once("://")
        .map_or(base_url, |(_, rest)| rest);
    rest.trim_end_matches('/').to_owned()
}
