mod key;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use dean06_documents::Clamd;
use dean06_kernel::{OrgId, PartialDate};
use dean06_ledger::tlog::VerifierKey;
use jiff::Timestamp;

use crate::transparency::WitnessAddress;
pub use key::{KeyAction, KeyOptions, OrganisationKeyAction};

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
    /// Makes, lists and changes accounts.
    Account(AccountOptions),
    /// Checks the content: forms, rules, examples, confidence.
    CheckContent(CheckContentOptions),
    /// Says whether this machine and this data are in order.
    Doctor(DataOptions),
    /// Keys and certificates: registers, rotates and revokes them.
    Key(KeyOptions),
    /// Prints the OpenAPI document.
    Openapi,
    /// The record of who used whose data: its key, its proofs, an audit from outside.
    #[command(subcommand)]
    Ledger(LedgerCommand),
    /// Plays a life event over the public HTTP API and checks what came of it.
    Walkthrough(WalkthroughOptions),
    /// Measures, and prints one JSON object.
    Bench(BenchOptions),
}

/// Where the data is.
#[derive(Args, Clone)]
pub struct DataOptions {
    /// Folder for everything that is kept.
    #[arg(long, global = true, default_value = "dean06-data")]
    pub data: PathBuf,
    /// `postgres://…`; without it the embedded database in the data folder.
    #[arg(long, global = true, env = "DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,
    /// A content folder instead of the embedded one.
    #[arg(long, global = true)]
    pub content: Option<PathBuf>,
    /// Where the clock starts, for example 2026-11-20T09:00:00+07:00; it runs on from there.
    #[arg(long, global = true)]
    pub at: Option<Timestamp>,
    /// Address under which people reach the site; it stands in links and in certificates.
    #[arg(
        long,
        global = true,
        env = "DEAN06_BASE_URL",
        default_value = "http://127.0.0.1:8006"
    )]
    pub base_url: String,
    /// A time-stamp authority (RFC 3161): papers are signed at level B-LT with it, at B-B without.
    #[arg(
        long,
        global = true,
        env = "DEAN06_TIMESTAMP_URL",
        requires = "timestamp_anchors"
    )]
    pub timestamp_url: Option<String>,
    /// File with the root certificates, in PEM, of the time-stamp authorities that are trusted.
    #[arg(long, global = true, env = "DEAN06_TIMESTAMP_ANCHORS")]
    pub timestamp_anchors: Option<PathBuf>,
    /// A virus scanner that speaks the protocol of clamd, as HOST:PORT or unix:PATH.
    #[arg(long, global = true, env = "DEAN06_SCANNER")]
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
    /// A witness that is asked to sign the ledger's checkpoints, as URL#KEY; may be given more than
    /// once.
    #[arg(long = "witness")]
    pub witnesses: Vec<WitnessAddress>,
    /// The key of another node's ledger that this node witnesses; may be given more than once.
    #[arg(long = "witness-of")]
    pub witnessed: Vec<VerifierKey>,
}

/// What can be done with a ledger.
#[derive(Subcommand)]
pub enum LedgerCommand {
    /// Prints the public key of the ledger in a data folder.
    Key {
        /// The data folder.
        #[arg(long, default_value = "dean06-data")]
        data: PathBuf,
    },
    /// Checks a proof that a citizen downloaded, without asking anybody.
    Verify {
        /// The file `.tlog-proof`.
        proof: PathBuf,
        /// The public key of the ledger.
        #[arg(long)]
        key: VerifierKey,
        /// The public key of a witness that must have signed too; may be given more than once.
        #[arg(long = "witness")]
        witnesses: Vec<VerifierKey>,
    },
    /// Reads a whole ledger from outside and compares it with what it signed.
    Audit {
        /// Where the ledger is.
        #[arg(long, default_value = "http://127.0.0.1:8006/ledger")]
        url: String,
        /// The public key of the ledger.
        #[arg(long)]
        key: VerifierKey,
        /// A file that keeps the checkpoint until the next audit.
        #[arg(long)]
        keep: Option<PathBuf>,
    },
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

/// Whose account, and where.
#[derive(Args, Clone)]
pub struct AccountOptions {
    /// Where the data is.
    #[command(flatten)]
    pub data: DataOptions,
    /// Who does it, for the record.
    #[arg(long, env = "USER", global = true, default_value = "unknown")]
    pub by: String,
    /// What to do.
    #[command(subcommand)]
    pub what: AccountCommand,
}

/// What an administrator does with accounts. A password comes from the terminal, where it is asked for
/// twice and not shown, or else from the first line of standard input; never from an argument.
#[derive(Subcommand, Clone)]
pub enum AccountCommand {
    /// Makes an account of an officer (--org and --role) or of a citizen (--person and --birth-date).
    Add(NewAccountOptions),
    /// Lists accounts in the order of their logins.
    List {
        /// Only those of this organisation.
        #[arg(long)]
        org: Option<OrgId>,
    },
    /// Says what was done to an account, the latest first.
    History {
        /// Whose.
        login: String,
    },
    /// Lets nobody sign in with an account any more and ends its sessions.
    Disable {
        /// Whose.
        login: String,
    },
    /// Lets a disabled account be used again.
    Enable {
        /// Whose.
        login: String,
    },
    /// Gives an account another password and ends its sessions.
    SetPassword {
        /// Whose.
        login: String,
    },
    /// Gives an officer roles.
    Grant(RoleOptions),
    /// Takes roles from an officer; the last one stays.
    Revoke(RoleOptions),
}

/// An account to be made.
#[derive(Args, Clone)]
pub struct NewAccountOptions {
    /// What is typed to sign in: letters, digits, dots, hyphens, underscores, at most 64.
    pub login: String,
    /// Full name.
    #[arg(long)]
    pub name: String,
    /// An officer's organisation, by its id in the content, such as committee-00004.
    #[arg(long, requires = "role", required_unless_present = "person")]
    pub org: Option<OrgId>,
    /// An officer's role in it, such as registrar; may be given several times.
    #[arg(long)]
    pub role: Vec<String>,
    /// A citizen's personal number of 12 digits; the population register must know it.
    #[arg(long, requires = "birth_date", conflicts_with_all = ["org", "role"])]
    pub person: Option<String>,
    /// A citizen's birth date, such as 1990-12-31, or 1940 if no more is known.
    #[arg(long)]
    pub birth_date: Option<PartialDate>,
    /// Level of electronic identity: 2 only for somebody whose identity was checked in person.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=2))]
    pub level: u8,
}

/// Roles of an officer.
#[derive(Args, Clone)]
pub struct RoleOptions {
    /// Whose.
    pub login: String,
    /// A role; may be given several times.
    #[arg(long, required = true)]
    pub role: Vec<String>,
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
    /// Birth bundles: their legal facts, the way from submission to the last paper, papers made and
    /// verified; beside raw SQL, bare signatures and the typesetter alone.
    Bundle {
        /// People to load first.
        #[arg(long, default_value_t = 100_000)]
        people: u64,
        /// Bundles to play at saturation.
        #[arg(long, default_value_t = 500)]
        bundles: u64,
        /// A fresh PostgreSQL database; without it an embedded one in a temporary folder.
        #[arg(long)]
        database_url: Option<String>,
    },
}
