//! A person's browser without the pages: cookies, JSON, no redirects followed.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use reqwest::header::HeaderMap;
use reqwest::redirect::Policy;
use reqwest::{Method, RequestBuilder, StatusCode, Url};
use serde::Serialize;
use serde::de::DeserializeOwned;

const LIMIT: Duration = Duration::from_mins(1);

/// Speaks to one server with cookies of its own: one client is one signed-in person.
#[derive(Clone, Debug)]
pub struct Client {
    http: reqwest::Client,
    base: Url,
}

/// An answer, read to its end.
#[derive(Clone, Debug)]
pub struct Reply {
    /// What was asked, for messages: method and path.
    pub request: String,
    /// The HTTP status.
    pub status: StatusCode,
    /// The response headers.
    pub headers: HeaderMap,
    /// The body as text.
    pub body: String,
}

impl Client {
    /// A client for the server at `base`, signed in as nobody.
    ///
    /// # Errors
    /// When `base` is no URL.
    pub fn new(base: &str) -> Result<Self> {
        let base = Url::parse(base).with_context(|| format!("{base:?} is no URL"))?;
        let http = reqwest::Client::builder()
            .cookie_store(true)
            .redirect(Policy::none())
            .no_proxy()
            // Plain HTTP on the loopback: the machine's certificates, if it has any, are not asked for.
            .tls_certs_only([])
            .timeout(LIMIT)
            .build()?;
        Ok(Self { http, base })
    }

    /// The same client, with its cookies, for the server at another address: the one that was started again.
    ///
    /// # Errors
    /// When `base` is no URL.
    pub fn moved_to(&self, base: &str) -> Result<Self> {
        let base = Url::parse(base).with_context(|| format!("{base:?} is no URL"))?;
        let http = self.http.clone();
        Ok(Self { http, base })
    }

    /// A request to add headers or a body to, for [`send`](Self::send). `path` starts with a slash and may hold a query.
    ///
    /// # Errors
    /// When `path` is no path.
    pub fn request(&self, method: Method, path: &str) -> Result<RequestBuilder> {
        let url = self
            .base
            .join(path)
            .with_context(|| format!("{path:?} is no path"))?;
        Ok(self.http.request(method, url))
    }

    /// Sends a request and reads the answer, whatever its status.
    ///
    /// # Errors
    /// When no complete answer comes within a minute.
    pub async fn send(&self, request: RequestBuilder) -> Result<Reply> {
        let request = request.build()?;
        let name = format!("{} {}", request.method(), request.url().path());
        let response = self
            .http
            .execute(request)
            .await
            .with_context(|| name.clone())?;
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.text().await.with_context(|| name.clone())?;
        Ok(Reply {
            request: name,
            status,
            headers,
            body,
        })
    }

    /// `GET path`.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn get(&self, path: &str) -> Result<Reply> {
        self.send(self.request(Method::GET, path)?).await
    }

    /// `POST path` with a JSON body.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn post(&self, path: &str, body: &impl Serialize) -> Result<Reply> {
        self.send(self.request(Method::POST, path)?.json(body))
            .await
    }

    /// `PUT path` with a JSON body.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn put(&self, path: &str, body: &impl Serialize) -> Result<Reply> {
        self.send(self.request(Method::PUT, path)?.json(body)).await
    }

    /// `DELETE path`.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn delete(&self, path: &str) -> Result<Reply> {
        self.send(self.request(Method::DELETE, path)?).await
    }

    /// `POST path` as an HTML form does.
    ///
    /// # Errors
    /// As [`send`](Self::send).
    pub async fn submit(&self, path: &str, fields: &impl Serialize) -> Result<Reply> {
        self.send(self.request(Method::POST, path)?.form(fields))
            .await
    }
}

impl Reply {
    /// Goes on only with this status; otherwise the error shows what came instead.
    ///
    /// # Errors
    /// When the status is another.
    pub fn expect(self, status: u16) -> Result<Self> {
        let Self {
            request,
            status: got,
            body,
            ..
        } = &self;
        ensure!(
            *got == status,
            "{request}: expected {status}, got {got}: {body}"
        );
        Ok(self)
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is none, or of another shape.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T> {
        serde_json::from_str(&self.body)
            .with_context(|| format!("{}: unexpected body {}", self.request, self.body))
    }

    /// A header as text; `None` when it is missing or no text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}
