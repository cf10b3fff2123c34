//! The binary: it plugs the rooms into the hallway and runs them.

mod account;
mod accounts;
mod bench;
mod check_content;
mod cli;
mod demo;
mod doctor;
mod health;
mod hospital;
mod house;
mod instance;
mod key;
mod migrate;
mod openapi;
mod seed;
mod serve;
mod server;
mod transparency;
mod walkthrough;
mod well_known;
#[cfg(test)]
mod what_death_ends;
#[cfg(test)]
mod whole_house;

use clap::Parser;
use tracing_subscriber::EnvFilter;

use crate::cli::{Cli, Command, LedgerCommand};

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let cli = Cli::parse();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()))
        .with_writer(std::io::stderr)
        .init();
    let outcome = match cli.command {
        Command::Demo(options) => demo::run(options).await,
        Command::Serve(options) => serve::run(options).await,
        Command::Migrate(options) => migrate::run(options).await,
        Command::Seed(options) => seed::run(options).await,
        Command::Account(options) => account::run(options).await,
        Command::CheckContent(options) => check_content::run(&options),
        Command::Doctor(options) => doctor::run(options).await,
        Command::Key(options) => key::run(options).await,
        Command::Openapi => openapi::run(),
        Command::Ledger(command) => ledger(command).await,
        Command::Walkthrough(options) => walkthrough::run(options).await,
        Command::Bench(options) => bench::run(options).await,
    };
    match outcome {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("dean06: {error:#}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn ledger(command: LedgerCommand) -> anyhow::Result<()> {
    match command {
        LedgerCommand::Key { data } => transparency::print_key(&data),
        LedgerCommand::Verify {
            proof,
            key,
            witnesses,
        } => transparency::verify::run(&proof, &key, &witnesses),
        LedgerCommand::Audit { url, key, keep } => {
            transparency::audit::run(&url, &key, keep.as_deref()).await
        }
    }
}
