//! Forms and queries as they were sent.

use axum::{
    body::Body,
    extract::{FromRequest, FromRequestParts, Request},
    http::{StatusCode, header},
};

use futures::StreamExt;

use super::{Stop, Visit, Web};

/// The largest form that a page takes, in bytes.
const FORM_LIMIT: usize = 256 * 1024;
/// How much of a form that is too large is read before the connection is given up, in bytes.
const READ_LIMIT: usize = 16 * 1024 * 1024;
/// The most fields that are read of a form or query; no page of ours has as many.
const FIELD_LIMIT: usize = 1_000;

/// Names and values in the order in which they were sent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs(Vec<(String, String)>);

impl Pairs {
    /// Reads a form or the query of an address. Bytes that are no UTF-8, and the zero character,
    /// which neither a page nor a database can hold, become `�`.
    pub fn parse(encoded: &[u8]) -> Self {
        let pairs = form_urlencoded::parse(encoded).into_owned();
        let pairs = pairs.map(|(name, value)| (name, value.replace('\0', "\u{fffd}")));
        Self(pairs.take(FIELD_LIMIT).collect())
    }

    /// Names and values that came in another way.
    pub fn new(pairs: Vec<(String, String)>) -> Self {
        Self(pairs)
    }

    /// The value of a field; the first if it was sent several times.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut pairs = self.0.iter();
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The value of a field without white space around it; nothing where it is empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)
            .map(str::trim)
            .filter(|text| !text.is_empty())
    }

    /// Every value of a field that may be chosen several times.
    pub fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p str> {
        let pairs = self.0.iter().filter(move |(key, _)| key == name);
        pairs.map(|(_, value)| value.as_str())
    }

    /// All of it.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.0.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// A form that was posted.
pub(crate) struct Posted(pub Pairs);

impl FromRequest<Web> for Posted {
    type Rejection = Stop;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Stop> {
        let (mut parts, body) = request.into_parts();
        let visit = match Visit::from_request_parts(&mut parts, web).await {
            Ok(visit) => visit,
            Err(never) => match never {},
        };
        let kind = parts.headers.get(header::CONTENT_TYPE);
        let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.starts_with("application/x-www-form-urlencoded") {
            return Err(visit.failure(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        match read(body).await {
            Ok(body) => Ok(Self(Pairs::parse(&body))),
            Err(status) => Err(visit.failure(status)),
        }
    }
}

/// Reads a form. What is too large is read to its end without being kept, as far as that is
/// reasonable: a browser that is still sending would not see the answer.
async fn read(body: Body) -> Result<Vec<u8>, StatusCode> {
    let mut kept = Vec::new();
    let mut size = 0;
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| StatusCode::BAD_REQUEST)?;
        size += chunk.len();
        if size <= FORM_LIMIT {
            kept.extend_from_slice(&chunk);
        } else if size > READ_LIMIT {
            break;
        }
    }
    if size > FORM_LIMIT {
        return Err(StatusCode::PAYLOAD_TOO_LARGE);
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use axum::{body::Body, http::StatusCode};

    use super::{FORM_LIMIT, Pairs, READ_LIMIT, read};

    #[test]
    fn a_form_has_its_limit() {
        let size = |size: usize| {
            let body = Body::from(vec![b'a'; size]);
            futures::executor::block_on(read(body)).map(|body| body.len())
        };
        assert_eq!(size(FORM_LIMIT), Ok(FORM_LIMIT));
        for large in [FORM_LIMIT + 1, READ_LIMIT + 1] {
            assert_eq!(size(large), Err(StatusCode::PAYLOAD_TOO_LARGE));
        }
    }

    #[test]
    fn a_form_is_read_in_order_and_without_an_end_it_is_cut() {
        let pairs = Pairs::parse("a=1&b=%20x+y%20&a=2&c=%FF%00&empty=++".as_bytes());
        assert_eq!(pairs.get("a"), Some("1"));
        assert_eq!(pairs.all("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(pairs.text("b"), Some("x y"));
        assert_eq!(pairs.get("c"), Some("\u{fffd}\u{fffd}"));
        assert_eq!(pairs.text("empty"), None);
        assert_eq!(pairs.text("nowhere"), None);
        assert_eq!(
            Pairs::parse("x=1&".repeat(5_000).as_bytes()).iter().count(),
            1_000
        );
    }
}
