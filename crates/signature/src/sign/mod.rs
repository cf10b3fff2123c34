//! Signs a PDF by an incremental update.

mod archive;
mod evidence;
mod options;
mod place;
mod prepared;

pub use archive::add_timestamp;
pub use evidence::add_evidence;
pub use options::{Evidence, Level, SignOptions};

use crate::asn1::oid;
use crate::certificate::Certificate;
use crate::digest::sha256;
use crate::pdf::{Document, PdfError};
use crate::signed_data::{Made, MakeError};
use crate::signer::{CryptoSigner, SignerError};
use crate::timestamp::{self, TimestampClient, TimestampError};
use place::{Label, Place};
use prepared::Prepared;

/// Room in a signature for all but certificates and a time stamp.
const PLAIN_SIZE: usize = 700;
/// By how much two signatures or time stamps of the same kind may differ in size.
const MARGIN: usize = 256;

/// Why a PDF was not signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The PDF cannot be read.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The PDF has a field of this name already.
    #[error("the PDF has a field {0} already")]
    FieldTaken(String),
    /// A field's name may not be empty or hold a point.
    #[error("{0:?} cannot be the name of a field")]
    FieldName(String),
    /// The level wants a time stamp and there is nobody to ask.
    #[error("this level needs a time-stamp authority")]
    NoTimestampClient,
    /// There is no time stamp to be had. Nothing was signed in its place.
    #[error(transparent)]
    Timestamp(#[from] TimestampError),
    /// The key did not sign.
    #[error(transparent)]
    Signer(#[from] SignerError),
    /// The signature cannot be written.
    #[error("the signature cannot be written")]
    Write(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl From<MakeError> for SignError {
    fn from(error: MakeError) -> Self {
        match error {
            MakeError::Signer(error) => Self::Signer(error),
            MakeError::Write(error) => Self::Write(Box::new(error)),
        }
    }
}

/// Signs a PDF. The answer begins with all bytes of `pdf`; behind them stands a new signature field
/// on the first page, invisible, with a signature (`ETSI.CAdES.detached`, ECDSA with SHA-256) over
/// everything but its own place. Signatures that were there stay valid.
///
/// At level B-T the signature is stamped, at B-LT a further update holds what is needed to verify
/// it later ([`Evidence`]).
pub fn sign(
    pdf: &[u8],
    signer: &dyn CryptoSigner,
    options: &SignOptions<'_>,
) -> Result<Vec<u8>, SignError> {
    let client = match options.level {
        Level::B => None,
        Level::T | Level::LT => Some(options.timestamp.ok_or(SignError::NoTimestampClient)?),
    };
    let document = Document::open(pdf)?;
    let place = Place::find(&document, options.field_name)?;
    let certificates: usize = std::iter::once(signer.certificate())
        .chain(signer.chain())
        .map(|certificate| certificate.der().len())
        .sum();
    let mut room = PLAIN_SIZE + certificates + client.map_or(0, TimestampClient::token_size);
    let name = signer.certificate().name();
    let said = place::signature(&name, options);
    let label = Label {
        field_name: options.field_name,
        tooltip: options.tooltip.unwrap_or(&name),
    };
    let (pdf, stamp_certificates) = loop {
        let prepared = Prepared::new(&place, &said, &label, room)?;
        let made = Made::sign(signer, oid::DATA, &prepared.digest())?;
        let stamp = client.map(|client| stamp(client, &made)).transpose()?;
        let token = stamp.as_ref().map(|stamp| &*stamp.token);
        let value = made.write(None, true, token)?;
        if value.len() <= room {
            break (
                prepared.fill(&value)?,
                stamp.map_or_else(Vec::new, |stamp| stamp.certificates),
            );
        }
        // The time stamp was larger than it was said to be; now its size is known.
        room = value.len() + MARGIN;
    };
    if options.level != Level::LT {
        return Ok(pdf);
    }
    let mut known: Vec<Certificate> = vec![signer.certificate().clone()];
    known.extend_from_slice(signer.chain());
    known.extend(stamp_certificates);
    known.extend_from_slice(options.evidence.certificates);
    add_evidence(&pdf, &known, options.evidence.crls)
}

/// A time stamp over a signature.
struct Stamped {
    token: Vec<u8>,
    certificates: Vec<Certificate>,
}

fn stamp(client: &dyn TimestampClient, made: &Made<'_>) -> Result<Stamped, SignError> {
    let (token, read) = timestamp::obtain(client, &sha256(made.value()))?;
    Ok(Stamped {
        token,
        certificates: read.signature.certificates,
    })
}
