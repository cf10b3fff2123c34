//! Time stamps: proof by a third party that a signature existed at an instant (RFC 3161).

mod authority;
#[cfg(feature = "http")]
mod http;
mod token;

pub use authority::TimestampAuthority;
#[cfg(feature = "http")]
pub use http::HttpTimestamp;
pub(crate) use token::Token;

use der::asn1::OctetString;
use der::{Decode, Encode};

use crate::asn1::oid;
use crate::asn1::tsp::{Imprint, Request, Response};
use crate::asn1::x509::AlgorithmIdentifier;

/// Largest answer that is accepted from an authority.
const MAX_RESPONSE: usize = 1 << 16;

/// Asks an authority for a time stamp.
pub trait TimestampClient: Send + Sync {
    /// Sends a request (`TimeStampReq` in DER) and hands back the answer (`TimeStampResp`). It may
    /// block for as long as the network does.
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError>;

    /// How many bytes its tokens have, about: so much room is left for one. If a token turns out
    /// larger, a second one is asked for.
    fn token_size(&self) -> usize {
        6 << 10
    }
}

/// Why there is no time stamp.
#[derive(Debug, thiserror::Error)]
pub enum TimestampError {
    /// The authority cannot be reached, or the line broke.
    #[error("the time-stamp authority cannot be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It answered with something else than a time stamp.
    #[error("the time-stamp authority gave a wrong answer: {0}")]
    WrongAnswer(&'static str),
    /// It refused, with this status of RFC 3161.
    #[error("the time-stamp authority refused, with status {0}")]
    Refused(u8),
    /// The request or the token cannot be written.
    #[error("the time stamp cannot be written")]
    Write(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Has a digest stamped; the answer is the token. The request carries no nonce: the digest of a
/// signature never comes twice, so an old token cannot stand for a new one.
pub(crate) fn obtain(
    client: &dyn TimestampClient,
    sha256: &[u8; 32],
) -> Result<(Vec<u8>, Token), TimestampError> {
    let request = request(sha256).map_err(|error| TimestampError::Write(Box::new(error)))?;
    let answer = client.timestamp(&request)?;
    if answer.len() > MAX_RESPONSE {
        return Err(TimestampError::WrongAnswer("it is too large"));
    }
    let response = Response::from_der(&answer)
        .map_err(|_| TimestampError::WrongAnswer("it does not follow the format"))?;
    if response.status.code > 1 {
        return Err(TimestampError::Refused(response.status.code));
    }
    let token = response
        .token
        .and_then(|token| token.to_der().ok())
        .ok_or(TimestampError::WrongAnswer("there is no token in it"))?;
    let read =
        Token::read(&token).map_err(|_| TimestampError::WrongAnswer("its token does not hold"))?;
    if !read.has_digest(sha256) {
        return Err(TimestampError::WrongAnswer("it stamps something else"));
    }
    Ok((token, read))
}

fn request(sha256: &[u8; 32]) -> der::Result<Vec<u8>> {
    Request {
        version: 1,
        imprint: Imprint {
            algorithm: AlgorithmIdentifier::new(oid::SHA_256),
            digest: OctetString::new(*sha256)?,
        },
        policy: None,
        nonce: None,
        wants_certificate: true,
        extensions: None,
    }
    .to_der()
}
