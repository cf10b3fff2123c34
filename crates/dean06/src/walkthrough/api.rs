use std::time::{Duration, Instant};

use anyhow::{Context, bail};
use dean06_contracts::{Contract, Problem, Shape};
use dean06_kernel::Sources;
use reqwest::Client;
use serde_json::{Value, json};

/// The longest an answer may take.
const LIMIT: Duration = Duration::from_secs(30);

/// One user of the public API.
pub struct Api {
    client: Client,
    url: String,
    token: Option<String>,
    sources: Sources,
    /// The user as the server names it.
    pub name: String,
    /// The person behind a citizen's account.
    pub person: Option<String>,
}

impl Api {
    /// Somebody who is not signed in.
    pub fn anonymous(url: &str) -> anyhow::Result<Self> {
        Ok(Self {
            client: Client::builder().timeout(LIMIT).build()?,
            url: url.to_owned(),
            token: None,
            sources: Sources::system(),
            name: "anybody".to_owned(),
            person: None,
        })
    }

    /// An organisation with its token.
    pub fn with_token(url: &str, token: String, name: &str) -> anyhow::Result<Self> {
        let mut api = Self::anonymous(url)?;
        api.token = Some(token);
        name.clone_into(&mut api.name);
        Ok(api)
    }

    /// Signs in.
    pub async fn sign_in(url: &str, login: &str, password: &str) -> anyhow::Result<Self> {
        let mut api = Self::anonymous(url)?;
        let answer = api
            .client
            .post(format!("{url}/api/sign-in"))
            .json(&json!({ "login": login, "password": password }))
            .send()
            .await
            .with_context(|| format!("no server answers at {url}"))?;
        if !answer.status().is_success() {
            bail!("{login} cannot sign in: {}", answer.status());
        }
        let answer: Value = answer.json().await?;
        api.token = answer["token"].as_str().map(str::to_owned);
        api.person = answer["person_id"].as_str().map(str::to_owned);
        answer["name"]
            .as_str()
            .unwrap_or(login)
            .clone_into(&mut api.name);
        Ok(api)
    }

    /// Uses a data service for a purpose.
    pub async fn ask<C: Contract>(
        &self,
        purpose: &str,
        request: &C::Request,
    ) -> anyhow::Result<C::Response> {
        self.ask_with_key::<C>(purpose, &self.sources.uuid().to_string(), request)
            .await
    }

    /// Uses a command with a key of the caller's.
    pub async fn ask_with_key<C: Contract>(
        &self,
        purpose: &str,
        key: &str,
        request: &C::Request,
    ) -> anyhow::Result<C::Response> {
        let mut call = self
            .client
            .post(format!("{}/api/{}", self.url, C::NAME))
            .header("dean06-purpose", purpose)
            .json(request);
        if C::SHAPE == Shape::Command {
            call = call.header("idempotency-key", key);
        }
        if let Some(token) = &self.token {
            call = call.bearer_auth(token);
        }
        let answer = call.send().await?;
        let status = answer.status();
        let body = answer.bytes().await?;
        if !status.is_success() {
            let problem: Problem = serde_json::from_slice(&body)
                .with_context(|| format!("{} answered {status}", C::NAME))?;
            bail!(
                "{} answered {status}: {} {:?}",
                C::NAME,
                problem.detail.en,
                problem.errors
            );
        }
        serde_json::from_slice(&body).with_context(|| format!("{} answered nonsense", C::NAME))
    }

    /// A public document.
    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let answer = self
            .client
            .get(format!("{}{path}", self.url))
            .send()
            .await?;
        Ok(answer.error_for_status()?.json().await?)
    }

    /// A random number below `n`.
    pub fn below(&self, n: usize) -> usize {
        usize::try_from(self.sources.below(n as u64)).unwrap_or_default()
    }
}

/// Prints each step with the time it took.
pub struct Steps {
    started: Instant,
    last: Instant,
}

impl Steps {
    /// Begins to count.
    pub fn begin() -> Self {
        let now = Instant::now();
        Self {
            started: now,
            last: now,
        }
    }

    /// A step is done.
    pub fn done(&mut self, who: &str, what: &str) {
        let now = Instant::now();
        let took = now - self.last;
        self.last = now;
        println!("{:>8.1} ms  {who}: {what}", took.as_secs_f64() * 1000.0);
    }

    /// All steps are done.
    pub fn end(&self) {
        println!(
            "{:>8.1} ms  everything",
            self.started.elapsed().as_secs_f64() * 1000.0
        );
    }
}
