//! A time-stamp authority, for demonstrations and tests.

use dean06_kernel::Sources;
use der::asn1::{Any, BitString, ObjectIdentifier};
use der::{Decode, Encode, Tag};

use super::{TimestampClient, TimestampError};
use crate::algorithm::Sha2;
use crate::asn1::oid;
use crate::asn1::time::to_generalized;
use crate::asn1::tsp::{Accuracy, Request, Response, Status, TstInfo};
use crate::authority::random_number;
use crate::digest::sha256;
use crate::signed_data::{Made, MakeError};
use crate::signer::CryptoSigner;

/// The policy under which it stamps, under the number for examples (RFC 5612): it promises nothing.
const POLICY: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.4.1.32473.6.1");
/// Largest request that is read.
const MAX_REQUEST: usize = 4096;

/// Why a request is refused, as the bit of `PKIFailureInfo`.
#[derive(Debug, Clone, Copy)]
enum Failure {
    BadAlgorithm = 0,
    BadRequest = 2,
    BadFormat = 5,
    UnknownPolicy = 15,
    UnknownExtension = 16,
    Internal = 25,
}

/// Answers requests of RFC 3161 with the time of its clock, in whole seconds. The bytes come from
/// and go to HTTP (`application/timestamp-query` and `-reply`) or whatever else carries them; asked
/// directly it is a [`TimestampClient`].
pub struct TimestampAuthority<S> {
    signer: S,
    sources: Sources,
}

impl<S: CryptoSigner> TimestampAuthority<S> {
    /// An authority with a certificate for time stamps.
    pub fn new(signer: S, sources: Sources) -> Self {
        Self { signer, sources }
    }

    /// Answers a request; a wrong one with a refusal.
    pub fn respond(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        let write = |error: MakeError| TimestampError::Write(Box::new(error));
        match self.stamp(request) {
            Ok(token) => answer(Some(&token), None).map_err(write),
            Err(failure) => answer(None, Some(failure)).map_err(write),
        }
    }

    fn stamp(&self, request: &[u8]) -> Result<Vec<u8>, Failure> {
        if request.len() > MAX_REQUEST {
            return Err(Failure::BadRequest);
        }
        let request = Request::from_der(request).map_err(|_| Failure::BadFormat)?;
        if request.version != 1 {
            return Err(Failure::BadRequest);
        }
        if request.policy.is_some_and(|policy| policy != POLICY) {
            return Err(Failure::UnknownPolicy);
        }
        if request.extensions.is_some() {
            return Err(Failure::UnknownExtension);
        }
        let length = match Sha2::of(&request.imprint.algorithm) {
            Some(Sha2::Sha256) => 32,
            Some(Sha2::Sha384) => 48,
            Some(Sha2::Sha512) => 64,
            None => return Err(Failure::BadAlgorithm),
        };
        if request.imprint.digest.as_bytes().len() != length {
            return Err(Failure::BadFormat);
        }
        self.token(request).map_err(|_| Failure::Internal)
    }

    fn token(&self, request: Request) -> Result<Vec<u8>, MakeError> {
        let info = TstInfo {
            version: 1,
            policy: POLICY,
            imprint: request.imprint,
            serial_number: random_number(&self.sources)?,
            time: Any::new(
                Tag::GeneralizedTime,
                to_generalized(self.sources.now()).into_bytes(),
            )?,
            accuracy: Some(Accuracy {
                seconds: Some(1),
                millis: None,
                micros: None,
            }),
            ordering: false,
            nonce: request.nonce,
            authority: None,
            extensions: None,
        }
        .to_der()?;
        Made::sign(&self.signer, oid::TST_INFO, &sha256(&info))?.write(
            Some(&info),
            request.wants_certificate,
            None,
        )
    }
}

impl<S: CryptoSigner> TimestampClient for TimestampAuthority<S> {
    fn timestamp(&self, request: &[u8]) -> Result<Vec<u8>, TimestampError> {
        self.respond(request)
    }

    fn token_size(&self) -> usize {
        let certificates = std::iter::once(self.signer.certificate()).chain(self.signer.chain());
        let certificates: usize = certificates.map(|each| each.der().len()).sum();
        certificates + 800
    }
}

fn answer(token: Option<&[u8]>, failure: Option<Failure>) -> Result<Vec<u8>, MakeError> {
    let failure = failure.map(failure_bits).transpose()?;
    Ok(Response {
        status: Status {
            code: if token.is_some() { 0 } else { 2 },
            text: None,
            failure,
        },
        token: token.map(Decode::from_der).transpose()?,
    }
    .to_der()?)
}

/// Named bits are written up to the last one that is set.
fn failure_bits(failure: Failure) -> der::Result<BitString> {
    let bit = failure as usize;
    let mut bytes = vec![0_u8; bit / 8 + 1];
    if let Some(last) = bytes.last_mut() {
        *last = 0x80 >> (bit % 8);
    }
    let unused = u8::try_from(7 - bit % 8).unwrap_or(0);
    BitString::new(unused, bytes)
}
