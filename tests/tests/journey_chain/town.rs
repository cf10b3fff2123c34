use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use dean06_tests::{Engine, Options, Reply, Server, User};
use serde_json::Value;
use tokio::time::{sleep, timeout};

use crate::fate::Chance;
use crate::totals::Totals;
use crate::{LOOKS, PAUSE};

/// How often the process dies in one chain at most.
const DEATHS: u32 = 4;
/// How long the process may take to be gone once its lines have broken.
const GOING: Duration = Duration::from_secs(10);
/// What the server writes where a call fails because the test wants it, and so that it does.
const FAULT: &str = "a call fails for a test";
const LOG: &str = "warn,dean06_mediator::faults=debug";
/// Lines of the server's log that are shown of a chain that broke.
const LAST_LINES: usize = 60;

/// A server that dies, and the people who go on.
pub struct Town {
    server: Server,
    faults: u64,
    users: BTreeMap<String, User>,
    pub chance: Chance,
    deaths_left: u32,
    /// Applications of former chains.
    pub known: BTreeSet<String>,
    pub totals: Totals,
}

/// What one step came to.
pub enum Answer {
    Told(Value),
    /// The server died, or had no time, or an owner did not answer.
    NotNow,
}

impl Town {
    /// A server on new data; of a hundred calls between rooms `faults` will fail.
    pub async fn found(engine: Engine, faults: u64) -> Result<Self> {
        let options = Options {
            people: 0,
            keeps_log: true,
            ..Options::new(engine)
        };
        Ok(Self {
            server: Server::start_with(options).await?,
            faults,
            users: BTreeMap::new(),
            chance: Chance::of(0),
            deaths_left: 0,
            known: BTreeSet::new(),
            totals: Totals::default(),
        })
    }

    /// A new chain on the same data, with another fate.
    pub async fn chain(&mut self, seed: u64) -> Result<()> {
        let began = Instant::now();
        self.chance = Chance::of(seed);
        self.deaths_left = DEATHS;
        if self.server.runs()? {
            self.server.kill()?;
        }
        self.totals.deaths += 1;
        self.start().await?;
        for (leg, state) in self.play(seed).await? {
            *self
                .totals
                .ends
                .entry(format!("{leg} {state}"))
                .or_default() += 1;
        }
        self.totals.took.push(began.elapsed());
        Ok(())
    }

    /// What the server said at last.
    pub fn last_words(&self) -> String {
        let log = self.server.log().unwrap_or_default();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(LAST_LINES)..].join("\n")
    }

    /// Ends the server in good order and has its data looked at.
    pub async fn end(mut self) -> Result<Totals> {
        self.live().await?;
        let limit = Duration::from_secs(30);
        ensure!(self.server.interrupt(limit).await?.success());
        self.server.doctor().await?;
        let faults = self.server.log()?.matches(FAULT).count();
        self.totals.faults = u64::try_from(faults)?;
        Ok(self.totals)
    }

    /// Where the server listens.
    pub fn url(&self) -> &str {
        self.server.url()
    }

    /// Starts until it stands; it may die while it does.
    async fn start(&mut self) -> Result<()> {
        loop {
            let mut env: Vec<(OsString, OsString)> = vec![self.chance.faults(self.faults)];
            env.push(("RUST_LOG".into(), LOG.into()));
            if self.deaths_left > 0 {
                self.deaths_left -= 1;
                env.push(self.chance.death());
            }
            match self.server.start_again(env).await {
                Ok(()) => return Ok(()),
                Err(error) if self.server.runs()? => return Err(error),
                Err(_) => self.totals.deaths += 1,
            }
        }
    }

    /// The server runs; if it died, it is started again.
    pub async fn live(&mut self) -> Result<()> {
        if self.server.runs()? {
            return Ok(());
        }
        self.totals.deaths += 1;
        self.start().await
    }

    /// Whether the server goes on although a line to it broke: that happens a moment before the process is gone, on a
    /// busy machine a long one.
    async fn stays(&mut self) -> Result<bool> {
        let deadline = Instant::now() + GOING;
        while self.server.runs()? {
            if Instant::now() > deadline {
                return Ok(true);
            }
            sleep(PAUSE).await;
        }
        Ok(false)
    }

    /// Somebody who is signed in; nobody if the server dies meanwhile.
    async fn user(&mut self, role: &str) -> Result<Option<User>> {
        self.live().await?;
        let client = self.server.client()?;
        if let Some(user) = self.users.get(role) {
            return Ok(Some(user.clone().at(client)));
        }
        match self.server.sign_in(role).await {
            Ok(user) => {
                self.users.insert(role.to_owned(), user.clone());
                Ok(Some(user))
            }
            Err(error) if self.stays().await? => Err(error),
            Err(_) => Ok(None),
        }
    }

    /// The person behind a role.
    pub async fn person(&mut self, role: &str) -> Result<String> {
        for _ in 0..LOOKS {
            if let Some(user) = self.user(role).await? {
                return Ok(user.person()?.to_owned());
            }
        }
        bail!("{role} cannot sign in")
    }

    /// How soon the process is killed from outside, if it is, unless it has answered by then.
    fn strikes(&mut self) -> Option<Duration> {
        if self.deaths_left == 0 {
            return None;
        }
        let soon = self.chance.strikes()?;
        self.deaths_left -= 1;
        Some(soon)
    }

    /// Uses a data service. A conflict means that somebody, perhaps a former life, was faster.
    pub async fn ask(
        &mut self,
        role: &str,
        purpose: &str,
        service: &str,
        body: &Value,
    ) -> Result<Answer> {
        let Some(user) = self.user(role).await? else {
            return Ok(Answer::NotNow);
        };
        let question = user.try_ask(purpose, service, body);
        let answer = match self.strikes() {
            None => question.await,
            Some(soon) => {
                let Ok(answer) = timeout(soon, question).await else {
                    self.server.kill()?;
                    return Ok(Answer::NotNow);
                };
                answer
            }
        };
        match answer {
            Ok(reply) => told(&reply),
            Err(error) if self.stays().await? => Err(error),
            Err(_) => Ok(Answer::NotNow),
        }
    }

    /// The same, until there is an answer.
    pub async fn insist(
        &mut self,
        role: &str,
        purpose: &str,
        service: &str,
        body: &Value,
    ) -> Result<Value> {
        for _ in 0..LOOKS {
            if let Answer::Told(value) = self.ask(role, purpose, service, body).await? {
                return Ok(value);
            }
            sleep(PAUSE).await;
        }
        bail!("{service} does not answer")
    }
}

fn told(reply: &Reply) -> Result<Answer> {
    match reply.status.as_u16() {
        200 => Ok(Answer::Told(reply.json()?)),
        409 | 503 => Ok(Answer::NotNow),
        _ => bail!(
            "{} answered {}: {}",
            reply.request,
            reply.status,
            reply.body
        ),
    }
}

/// A leg of an application, as its view shows it.
pub fn leg_of(view: &Value, id: &str) -> Value {
    let legs = view["legs"].as_array().map_or(&[][..], Vec::as_slice);
    let leg = legs.iter().find(|leg| leg["leg_id"] == id);
    leg.cloned().unwrap_or_default()
}

/// A text of an answer; empty where there is none.
pub fn text(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}
