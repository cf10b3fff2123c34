use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use dean06_documents::Clamd;
use jiff::Timestamp;

/// The open implementation of Đề án 06.
#[derive(Parser)]
#[command(version, about)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the binary can do.
#[derive(Subcommand)]
pub enum Command {
    /// Runs everything on synthetic people: made at the first start, kept from then on.
    Demo(DemoOptions),
    /// Runs everything on the data that is there.
    Serve(ServeOptions),
    /// Brings the tables of every room up to date and ends.
    Migrate(DataOptions),
    /// Loads synthetic people and ends.
    Seed(SeedOptions),
    /// Checks the content: forms, rules, examples, confidence.
    CheckContent(CheckContentOptions),
    /// Says whether this machine and this data are in order.
    Doctor(DataOptions),
    /// Prints the OpenAPI document.
    Openapi,
    /// Plays a life event over the public HTTP API and checks what came of it.
    Walkthrough(WalkthroughOptions),
    /// Measures, and prints one JSON object.
    Bench(BenchOptions),
}

/// Where the data is.
#[derive(Args, Clone)]
pub struct DataOptions {
    /// Folder for everything that is kept.
    #[arg(long, default_value = "dean06-data")]
    pub data: PathBuf,
    /// `postgres://…`; without it the embedded database in the data folder.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// A content folder instead of the embedded one.
    #[arg(long)]
    pub content: Option<PathBuf>,
    /// Where the clock starts, for example 2026-11-20T09:00:00+07:00; it runs on from there.
    #[arg(long)]
    pub at: Option<Timestamp>,
    /// Address under which people reach the site; it stands in links and in certificates.
    #[arg(long, env = "DEAN06_BASE_URL", default_value = "http://127.0.0.1:8006")]
    pub base_url: String,
    /// A time-stamp authority (RFC 3161): papers are signed at level B-LT with it, at B-B without.
    #[arg(long, env = "DEAN06_TIMESTAMP_URL")]
    pub timestamp_url: Option<String>,
    /// A virus scanner that speaks the protocol of clamd, as HOST:PORT or unix:PATH.
    #[arg(long, env = "DEAN06_SCANNER")]
    pub scanner: Option<Clamd>,
}

/// How to listen.
#[derive(Args, Clone)]
pub struct ServeOptions {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataOptions,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1")]
    pub host: std::net::IpAddr,
    /// Port to listen on; 0 picks a free one.
    #[arg(long, default_value_t = 8006)]
    pub port: u16,
    /// The site is reached over HTTPS: cookies travel over nothing else.
    #[arg(long)]
    pub https: bool,
}

/// How to begin.
#[derive(Args, Clone)]
pub struct DemoOptions {
    /// How to listen.
    #[command(flatten)]
    pub serve: ServeOptions,
    /// Synthetic people to make at the first start.
    #[arg(long, default_value_t = 20_000)]
    pub people: u64,
    /// The same seed makes the same people.
    #[arg(long, default_value_t = 6)]
    pub seed: u64,
}

/// Whom to load.
#[derive(Args, Clone)]
pub struct SeedOptions {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataOptions,
    /// Synthetic people to make.
    #[arg(long, default_value_t = 20_000)]
    pub people: u64,
    /// The same seed makes the same people.
    #[arg(long, default_value_t = 6)]
    pub seed: u64,
}

/// What to check.
#[derive(Args, Clone)]
pub struct CheckContentOptions {
    /// A content folder instead of the embedded one.
    #[arg(long)]
    pub content: Option<PathBuf>,
    /// Lists everything that is not official.
    #[arg(long)]
    pub list: bool,
}

/// What to play.
#[derive(Args, Clone)]
pub struct WalkthroughOptions {
    /// The life event.
    #[command(subcommand)]
    pub event: LifeEvent,
}

/// A life event that can be played.
#[derive(Subcommand, Clone)]
pub enum LifeEvent {
    /// A mother registers a birth, a registrar decides.
    Birth {
        /// Where a demo runs.
        #[arg(long, default_value = "http://127.0.0.1:8006")]
        url: String,
    },
    /// The demo hospital sends a birth notice.
    Notice {
        /// Where a demo runs.
        #[arg(long, default_value = "http://127.0.0.1:8006")]
        url: String,
        /// Number of the notice; the same number is the same notice.
        #[arg(long)]
        number: String,
    },
    /// The demo hospital sends a death notice.
    DeathNotice {
        /// Where a demo runs.
        #[arg(long, default_value = "http://127.0.0.1:8006")]
        url: String,
        /// Number of the notice; the same number is the same notice.
        #[arg(long)]
        number: String,
        /// Demo account of whoever died.
        #[arg(long, default_value = "old-father")]
        deceased: String,
        /// Demo account of the relative who is given the notice.
        #[arg(long, default_value = "grown-son")]
        relative: String,
    },
    /// A death notice arrives, a relative applies once, up to four agencies decide; every paper is
    /// verified. Needs somebody of the demo's old couple who lives.
    Death {
        /// Where a demo runs.
        #[arg(long, default_value = "http://127.0.0.1:8006")]
        url: String,
        /// Folder in which the papers are left as PDF.
        #[arg(long)]
        out: Option<PathBuf>,
        /// How many procedures the relative chooses: death and residence, then the funeral allowance,
        /// then the survivor benefit.
        #[arg(long, default_value_t = 4, value_parser = clap::value_parser!(u8).range(2..=4))]
        procedures: u8,
    },
    /// A birth notice arrives, the mother applies once, four agencies decide; every paper is verified.
    Bundle {
        /// Where a demo runs.
        #[arg(long, default_value = "http://127.0.0.1:8006")]
        url: String,
        /// Folder in which the papers are left as PDF.
        #[arg(long)]
        out: Option<PathBuf>,
    },
}

/// What to measure.
#[derive(Args, Clone)]
pub struct BenchOptions {
    /// The measurement.
    #[command(subcommand)]
    pub what: Measurement,
}

/// What can be measured.
#[derive(Subcommand, Clone)]
pub enum Measurement {
    /// Persons verified, births registered, one call of the mediator; beside raw SQL.
    Birth {
        /// People to load first.
        #[arg(long, default_value_t = 100_000)]
        people: u64,
        /// Births to register.
        #[arg(long, default_value_t = 1_000)]
        births: u64,
        /// A fresh PostgreSQL database; without it an embedded one in a temporary folder.
        #[arg(long)]
        database_url: Option<String>,
    },
}
