//! Somebody who uses the public API.

use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context, Result};
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::{Account, Client, Reply};

/// A person or officer who is signed in, or anybody.
#[derive(Clone, Debug)]
pub struct User {
    client: Client,
    token: Option<String>,
    /// The name by which the server knows the user; empty for anybody.
    pub name: String,
    /// The person behind a citizen's account.
    pub person: Option<String>,
}

impl User {
    /// Somebody who is not signed in.
    pub fn anybody(client: Client) -> Self {
        Self {
            client,
            token: None,
            name: String::new(),
            person: None,
        }
    }

    /// Signs in.
    ///
    /// # Errors
    /// When the server does not let the account in.
    pub async fn sign_in(client: Client, account: &Account) -> Result<Self> {
        let body = json!({ "login": account.login, "password": account.password });
        let reply = client.post("/api/sign-in", &body).await?.expect(200)?;
        let answer: Value = reply.json()?;
        let text = |field: &str| answer[field].as_str().map(str::to_owned);
        Ok(Self {
            client,
            token: Some(text("token").context("no token")?),
            name: text("name").unwrap_or_default(),
            person: text("person_id"),
        })
    }

    /// The same user with another token, or with none that is known.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// The same user, with the same token, at another address of the server.
    #[must_use]
    pub fn at(mut self, client: Client) -> Self {
        self.client = client;
        self
    }

    /// The token of the session.
    pub fn token(&self) -> Option<&str> {
        self.token.as_deref()
    }

    /// The client that speaks for this user.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// The person behind a citizen's account.
    ///
    /// # Errors
    /// When there is none.
    pub fn person(&self) -> Result<&str> {
        self.person
            .as_deref()
            .with_context(|| format!("{} is no citizen", self.name))
    }

    /// Today by the server's answers, in UTC: never after today in Vietnam.
    ///
    /// # Errors
    /// When the server does not answer or tells no date.
    pub async fn today(&self) -> Result<String> {
        let reply = self.client.get("/health/ready").await?;
        let date = reply.header("date").context("the server tells no date")?;
        Ok(jiff::fmt::rfc2822::parse(date)?.date().to_string())
    }

    /// A request to the data service `service` for `purpose`, under a key of its own, still without a body.
    ///
    /// # Errors
    /// When `service` makes no path.
    pub fn request(&self, purpose: &str, service: &str) -> Result<RequestBuilder> {
        self.request_with(purpose, service, &new_key())
    }

    fn request_with(&self, purpose: &str, service: &str, key: &str) -> Result<RequestBuilder> {
        let mut request = self
            .client
            .request(Method::POST, &format!("/api/{service}"))?
            .header("dean06-purpose", purpose)
            .header("idempotency-key", key);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        Ok(request)
    }

    /// Uses a data service under a key of its own. Whatever comes back.
    ///
    /// # Errors
    /// When nothing comes back.
    pub async fn try_ask(&self, purpose: &str, service: &str, body: &Value) -> Result<Reply> {
        self.try_command(purpose, service, &new_key(), body).await
    }

    /// Uses a data service under a given key. Whatever comes back.
    ///
    /// # Errors
    /// When nothing comes back.
    pub async fn try_command(
        &self,
        purpose: &str,
        service: &str,
        key: &str,
        body: &Value,
    ) -> Result<Reply> {
        let request = self.request_with(purpose, service, key)?.json(body);
        self.client.send(request).await
    }

    /// Uses a data service under a key of its own.
    ///
    /// # Errors
    /// When the answer is no.
    pub async fn ask(&self, purpose: &str, service: &str, body: &Value) -> Result<Value> {
        self.try_ask(purpose, service, body)
            .await?
            .expect(200)?
            .json()
    }

    /// As [`ask`](Self::ask), of a citizen about the citizen.
    ///
    /// # Errors
    /// When the answer is no.
    pub async fn own(&self, service: &str) -> Result<Value> {
        let body = json!({ "person_id": self.person()? });
        self.ask("own-data", service, &body).await
    }
}

/// A key that no other command of this test has.
fn new_key() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    format!("test-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
