//! Time stamps over HTTP.

use std::io::Read as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use reqwest::blocking::Client;
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use reqwest::{IntoUrl, Url};

use super::{MAX_RESPONSE, TimestampClient, TimestampError};

/// How long an authority may take.
const TIMEOUT: Duration = Duration::from_secs(10);
/// How large a token may be as long as none has been seen.
const FIRST_SIZE: usize = 6 << 10;
/// By how much the tokens of one authority differ, at most.
const SIZE_MARGIN: usize = 128;

/// An authority that is reached by HTTP, as RFC 3161 says in 3.4.
pub struct HttpTimestamp {
    url: Url,
    client: OnceLock<Client>,
    /// The size of the last answer, with a margin.
    token_size: AtomicUsize,
}

impl HttpTimestamp {
    /// An authority at this address; nothing is asked yet.
    pub fn new(url: impl IntoUrl) -> Result<Self, TimestampError> {
        let url = url.into_url().map_err(unreachable)?;
        Ok(Self {
            url,
            client: OnceLock::new(),
            token_size: AtomicUsize::new(FIRST_SIZE),
        })
    }

    fn post(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        let response = self
            .client()?
            .post(self.url.clone())
            .header(CONTENT_TYPE, "application/timestamp-query")
            .header(ACCEPT, "application/timestamp-reply")
            .body(request.to_vec())
            .send()
            .and_then(reqwest::blocking::Response::error_for_status)
            .map_err(unreachable)?;
        let most = u64::try_from(MAX_RESPONSE).unwrap_or(u64::MAX);
        let mut answer = Vec::new();
        response
            .take(most + 1)
            .read_to_end(&mut answer)
            .map_err(unreachable)?;
        self.token_size
            .store(answer.len() + SIZE_MARGIN, Ordering::Relaxed);
        Ok(answer)
    }

    fn client(&self) -> Result<&Client, TimestampError> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = Client::builder()
            .timeout(TIMEOUT)
            .build()
            .map_err(unreachable)?;
        Ok(self.client.get_or_init(|| client))
    }
}

impl TimestampClient for HttpTimestamp {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        // On a thread of its own, because a blocking client refuses to run where others await.
        thread::scope(|scope| {
            scope
                .spawn(|| self.post(request))
                .join()
                .unwrap_or(Err(TimestampError::WrongAnswer("the request broke off")))
        })
    }

    fn token_size(&self) -> usize {
        self.token_size.load(Ordering::Relaxed)
    }
}

fn unreachable(error: impl std::error::Error + Send + Sync + 'static) -> TimestampError {
    TimestampError::Unreachable(Box::new(error))
}
