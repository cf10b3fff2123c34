//! One running `dean06 demo` or `serve`, on data of its own.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, ExitStatus, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, bail, ensure};
use tempfile::TempDir;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::{sleep, timeout_at};

use crate::{Client, Database, Engine, User, binary, run_with};

/// The file in the data folder in which a log is kept.
const LOG: &str = "journey.log";

/// How a server is started. [`Options::new`] gives what nearly every journey wants.
#[derive(Clone, Debug)]
pub struct Options {
    /// The engine it keeps its data in.
    pub engine: Engine,
    /// How many synthetic people it makes at its first start.
    pub people: u32,
    /// The seed they are made from: the same seed gives the same people.
    pub seed: u64,
    /// `demo`, or `serve` on whatever data is there.
    pub command: &'static str,
    /// Further arguments after the command, such as `--at`.
    pub args: Vec<OsString>,
    /// Further environment, such as `DEAN06_CRASH_AT`.
    pub env: Vec<(OsString, OsString)>,
    /// Whether what it logs is kept for [`Server::log`]; otherwise it goes to the test's own standard error.
    pub keeps_log: bool,
    /// The program; `None` is the `dean06` binary.
    pub program: Option<PathBuf>,
    /// How long it may take until it says that it is ready.
    pub limit: Duration,
}

impl Options {
    /// 300 people from seed 7, ready within two minutes (a debug build on two busy cores).
    pub fn new(engine: Engine) -> Self {
        Self {
            engine,
            people: 300,
            seed: 7,
            command: "demo",
            args: Vec::new(),
            env: Vec::new(),
            keeps_log: false,
            program: None,
            limit: Duration::from_mins(2),
        }
    }
}

/// A demo account as the server printed it: `account: ROLE LOGIN PASSWORD`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Whose it is, such as `mother` or `registrar`.
    pub role: String,
    /// What is typed as the name.
    pub login: String,
    /// What is typed as the password.
    pub password: String,
}

/// A running server. Dropping it kills the process (its own child and no other) and removes its data.
#[derive(Debug)]
pub struct Server {
    // Dropped in this order: the process, its database, its folder.
    process: Process,
    database: Option<Database>,
    folder: TempDir,
    options: Options,
    url: String,
    accounts: Vec<Account>,
}

impl Server {
    /// Starts the binary on new data and waits until it is ready.
    ///
    /// # Errors
    /// When it cannot be built or started, ends early, or is not ready in time; the error shows what it said.
    pub async fn start(engine: Engine) -> Result<Self> {
        Self::start_with(Options::new(engine)).await
    }

    /// As [`start`](Self::start), with options.
    ///
    /// # Errors
    /// As [`start`](Self::start).
    pub async fn start_with(options: Options) -> Result<Self> {
        let (folder, database) = place(&options).await?;
        let (mut process, lines) = spawn(&options, &folder, database.as_ref())?;
        let heard = hear(&mut process, lines, options.limit).await?;
        Ok(Self {
            process,
            database,
            folder,
            options,
            url: heard.url,
            accounts: heard.accounts,
        })
    }

    /// Starts the binary on new data where it must die before it is ready, as a crash point in its `env` makes it.
    /// [`start_again`](Self::start_again) goes on from there.
    ///
    /// # Errors
    /// When it cannot be started, or is still alive after its limit.
    pub async fn start_and_die(options: Options) -> Result<Self> {
        let (folder, database) = place(&options).await?;
        let (process, _) = spawn(&options, &folder, database.as_ref())?;
        let mut server = Self {
            process,
            database,
            folder,
            options,
            url: String::new(),
            accounts: Vec::new(),
        };
        let status = server.wait(server.options.limit).await?;
        ensure!(!status.success(), "the server ended well: {status}");
        Ok(server)
    }

    /// Where it listens, without a slash at the end. Another after each [`start_again`](Self::start_again).
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The accounts it printed.
    pub fn accounts(&self) -> &[Account] {
        &self.accounts
    }

    /// The account of a role.
    ///
    /// # Errors
    /// When none was printed; the error lists those that were.
    pub fn account(&self, role: &str) -> Result<&Account> {
        self.accounts
            .iter()
            .find(|account| account.role == role)
            .with_context(|| {
                let roles: Vec<_> = self
                    .accounts
                    .iter()
                    .map(|account| account.role.as_str())
                    .collect();
                format!(
                    "no demo account of role {role}; there are: {}",
                    roles.join(", ")
                )
            })
    }

    /// A new client, signed in as nobody.
    ///
    /// # Errors
    /// When the server printed an address that is none.
    pub fn client(&self) -> Result<Client> {
        Client::new(&self.url)
    }

    /// The person behind the account of a role, signed in over the API.
    ///
    /// # Errors
    /// When there is no such account, or the server does not let it in.
    pub async fn sign_in(&self, role: &str) -> Result<User> {
        User::sign_in(self.client()?, self.account(role)?).await
    }

    /// With which options it is started the next time.
    pub fn options_mut(&mut self) -> &mut Options {
        &mut self.options
    }

    /// Asks `dean06 doctor` whether the data that this server left is in order.
    ///
    /// # Errors
    /// When it is not, with what the doctor said; and when the server still runs.
    pub async fn doctor(&mut self) -> Result<()> {
        ensure!(!self.runs()?, "the server still runs");
        let output = self.tool(&["doctor"], "").await?;
        ensure!(
            output.status.success(),
            "the doctor finds: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        Ok(())
    }

    /// Runs another command of the binary on the data of this server, to its end, with `input` for it to read.
    ///
    /// # Errors
    /// When it cannot be run, or does not end.
    pub async fn tool(&self, command: &[&str], input: &str) -> Result<Output> {
        let mut arguments: Vec<OsString> = command.iter().map(Into::into).collect();
        arguments.push("--data".into());
        arguments.push(self.folder().into());
        if let Some(database) = &self.database {
            arguments.extend(["--database-url".into(), database.url().into()]);
        }
        run_with(arguments, input).await
    }

    /// Whether the process is alive.
    ///
    /// # Errors
    /// When the system does not tell.
    pub fn runs(&mut self) -> Result<bool> {
        Ok(self.process.child.try_wait()?.is_none())
    }

    /// The PostgreSQL database it keeps its data in, if it does.
    pub fn database(&self) -> Option<&Database> {
        self.database.as_ref()
    }

    /// Its data folder.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// What it has logged since the first start, where [`Options::keeps_log`] is set.
    ///
    /// # Errors
    /// When it was not kept.
    pub fn log(&self) -> Result<String> {
        let log = fs::read(self.folder().join(LOG)).context("no log was kept")?;
        Ok(String::from_utf8_lossy(&log).into_owned())
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.process.child.id()
    }

    /// Ends it as a power cut does (SIGKILL), and waits until it is gone.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn kill(&mut self) -> Result<()> {
        self.process.kill()
    }

    /// Ends it as Ctrl-C does (SIGINT) and waits for the end.
    ///
    /// # Errors
    /// When it has not ended by itself after `limit`.
    pub async fn interrupt(&mut self, limit: Duration) -> Result<ExitStatus> {
        let id = self.id().to_string();
        let sent = Command::new("sh")
            .args(["-c", "kill -INT \"$0\"", &id])
            .stdin(Stdio::null())
            .status()?;
        ensure!(sent.success(), "process {id} cannot be interrupted: {sent}");
        self.wait(limit).await
    }

    /// Waits for its end, which a crash point or a signal brings.
    ///
    /// # Errors
    /// When it still runs after `limit`.
    pub async fn wait(&mut self, limit: Duration) -> Result<ExitStatus> {
        let deadline = Instant::now() + limit;
        while Instant::now() < deadline {
            if let Some(status) = self.process.child.try_wait()? {
                return Ok(status);
            }
            sleep(Duration::from_millis(20)).await;
        }
        bail!("the server still runs after {limit:?}");
    }

    /// Starts it once more on the same data, after [`kill`](Self::kill), [`interrupt`](Self::interrupt) or a crash, with
    /// the environment given at first replaced by `env`.
    ///
    /// # Errors
    /// As [`start`](Self::start), and when it still runs.
    pub async fn start_again(&mut self, env: Vec<(OsString, OsString)>) -> Result<()> {
        ensure!(!self.runs()?, "the server still runs");
        self.options.env = env;
        let (process, lines) = spawn(&self.options, &self.folder, self.database.as_ref())?;
        // Also when it does not get ready: how it ended can be asked with `wait`.
        self.process = process;
        let heard = hear(&mut self.process, lines, self.options.limit).await?;
        self.url = heard.url;
        // A second start need not print them again.
        if !heard.accounts.is_empty() {
            self.accounts = heard.accounts;
        }
        Ok(())
    }
}

/// A child that does not outlive its handle.
#[derive(Debug)]
struct Process {
    child: Child,
}

impl Process {
    fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if let Err(error) = self.kill() {
            eprintln!("server {} may still run: {error:#}", self.child.id());
        }
    }
}

/// What the server said until it was ready.
#[derive(Debug, Default)]
struct Heard {
    url: String,
    accounts: Vec<Account>,
}

/// Where new data goes.
async fn place(options: &Options) -> Result<(TempDir, Option<Database>)> {
    let folder = tempfile::Builder::new()
        .prefix("dean06_journey_")
        .tempdir()?;
    let database = match options.engine {
        Engine::Sqlite => None,
        Engine::Postgres => {
            let name = folder
                .path()
                .file_name()
                .context("the data folder has no name")?;
            Some(Database::create(&name.to_string_lossy()).await?)
        }
    };
    Ok((folder, database))
}

fn spawn(
    options: &Options,
    folder: &TempDir,
    database: Option<&Database>,
) -> Result<(Process, UnboundedReceiver<String>)> {
    let program = match &options.program {
        Some(program) => program.clone(),
        None => binary()?,
    };
    let mut command = Command::new(&program);
    command
        .args([options.command, "--port", "0", "--data"])
        .arg(folder.path());
    if options.command == "demo" {
        command.args([
            "--people",
            &options.people.to_string(),
            "--seed",
            &options.seed.to_string(),
        ]);
    }
    if let Some(database) = database {
        command.args(["--database-url", &database.url()]);
    }
    command
        .args(&options.args)
        .envs(options.env.iter().cloned());
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    if options.keeps_log {
        let log = File::options()
            .create(true)
            .append(true)
            .open(folder.path().join(LOG))?;
        command.stderr(log);
    }
    let mut process = Process {
        child: command
            .spawn()
            .with_context(|| program.display().to_string())?,
    };
    let stdout = process
        .child
        .stdout
        .take()
        .context("the server has no standard output")?;
    Ok((process, read_lines(stdout)))
}

/// What a process says until it is ready.
async fn hear(
    process: &mut Process,
    mut lines: UnboundedReceiver<String>,
    limit: Duration,
) -> Result<Heard> {
    let deadline = tokio::time::Instant::now() + limit;
    let mut said = Vec::new();
    let mut heard = Heard::default();
    loop {
        let Ok(line) = timeout_at(deadline, lines.recv()).await else {
            return Err(failure(&format!("was not ready after {limit:?}"), &said));
        };
        let Some(line) = line else {
            let status = process.child.wait()?;
            return Err(failure(
                &format!("ended before it was ready ({status})"),
                &said,
            ));
        };
        if let Some(account) = account(&line) {
            heard.accounts.push(account);
        } else if let Some(url) = line.trim().strip_prefix("ready: ") {
            url.trim_end_matches('/').clone_into(&mut heard.url);
            return Ok(heard);
        }
        said.push(line);
    }
}

fn failure(why: &str, said: &[String]) -> anyhow::Error {
    anyhow!("the server {why}; it said:\n{}", said.join("\n"))
}

/// The lines of a pipe as they come. Goes on reading when nobody listens any more, so that the pipe never fills.
fn read_lines(stdout: ChildStdout) -> UnboundedReceiver<String> {
    let (sender, receiver) = unbounded_channel();
    thread::spawn(move || {
        for line in BufReader::new(stdout).lines().map_while(Result::ok) {
            // A closed channel only means that the server is ready.
            let _ = sender.send(line);
        }
    });
    receiver
}

/// Reads `account: ROLE LOGIN PASSWORD`; words after the password are for people.
fn account(line: &str) -> Option<Account> {
    let mut words = line
        .trim()
        .strip_prefix("account:")?
        .split_whitespace()
        .map(str::to_owned);
    Some(Account {
        role: words.next()?,
        login: words.next()?,
        password: words.next()?,
    })
}
