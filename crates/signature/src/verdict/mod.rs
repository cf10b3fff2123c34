//! Says of each signature in a PDF whether it holds, and if not, what is wrong with it.

mod comparison;
mod evidence;
mod later;
mod path;
mod place;
mod store;
mod tail;
mod types;

pub use types::{Finding, Kind, Later, Overall, Revocation, Stamp, Trust, Verdict, overall};

use jiff::Timestamp;

use crate::asn1::oid;
use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::pdf::{Document, Form, PdfError};
use crate::signed_data::{Fault, ReadSignature};
use crate::timestamp::Token;
use later::Steps;
use path::stands;
use place::Placed;

/// How many signatures of one file are looked at.
const MAX_SIGNATURES: usize = 20;

/// Judges every signature of a PDF, in the order in which they were made. None at all is an empty
/// answer; a file that cannot be read as a PDF is an error.
///
/// A signature holds if its bytes are unchanged, nothing but further signatures and evidence was
/// added later, its key leads to an anchor, and no certificate on that way had expired or been
/// revoked. These are judged at the time of its time stamp, if it has one whose authority leads to
/// an anchor too, and otherwise at [`Trust::at`]: the time that a signer claims proves nothing.
pub fn verdicts(pdf: &[u8], trust: &Trust<'_>) -> Result<Vec<Verdict>, PdfError> {
    let document = Document::open(pdf)?;
    let catalog = document.catalog()?;
    let Some(form) = Form::read(&document, &catalog)? else {
        return Ok(Vec::new());
    };
    let mut signatures = Vec::new();
    for field in form.fields(&document)? {
        if field.is_signature && field.value.is_some() {
            if signatures.len() == MAX_SIGNATURES {
                return Err(PdfError::TooLarge("it has too many signatures"));
            }
            signatures.push(Signature::read(&document, field));
        }
    }
    signatures.sort_by_key(Signature::end);
    let store = store::read(&document, &catalog);
    let pool = Pool::gather(&signatures, &store, trust);
    let steps = Steps::compare(&document, &signatures, &pool, &store);
    let stamps: Vec<(usize, Timestamp)> = signatures
        .iter()
        .filter_map(|signature| pool.document_stamp(signature, trust))
        .collect();
    Ok(signatures
        .iter()
        .map(|signature| signature.judge(&steps, &pool, &stamps, trust))
        .collect())
}

/// A signature as far as it could be read.
struct Signature {
    field: String,
    placed: Result<Placed, Finding>,
    content: Result<Content, Finding>,
}

/// What the bytes of a signature are.
enum Content {
    Signature(Box<ReadSignature>, Option<Result<Box<Token>, Fault>>),
    DocumentTimestamp(Box<Token>),
}

/// Everything that can help to find a way to an anchor.
struct Pool<'a> {
    certificates: Vec<&'a Certificate>,
    crls: Vec<&'a Crl>,
    anchors: &'a [Certificate],
}

impl Signature {
    fn read(document: &Document<'_>, field: crate::pdf::Field) -> Self {
        let placed = Placed::read(document, &field);
        let content = match &placed {
            Ok(placed) => Content::read(document.bytes(), placed),
            Err(finding) => Err(finding.clone()),
        };
        Self {
            field: field.name,
            placed,
            content,
        }
    }

    /// Where what it covers ends; 0 if that is not known.
    fn end(&self) -> usize {
        self.placed.as_ref().map_or(0, |placed| placed.end)
    }

    fn certificates(&self) -> Vec<&Certificate> {
        match &self.content {
            Ok(Content::Signature(read, token)) => {
                let stamps = token.iter().flatten();
                read.certificates
                    .iter()
                    .chain(stamps.flat_map(|token| &token.signature.certificates))
                    .collect()
            }
            Ok(Content::DocumentTimestamp(token)) => token.signature.certificates.iter().collect(),
            Err(_) => Vec::new(),
        }
    }

    fn judge(
        &self,
        steps: &Steps,
        pool: &Pool<'_>,
        stamps: &[(usize, Timestamp)],
        trust: &Trust<'_>,
    ) -> Verdict {
        let end = self.end();
        let mut verdict = Verdict::of(&self.field, self.placed.as_ref().ok(), trust.at);
        verdict.covers_whole_file = end > 0 && end == steps.file_size();
        verdict.later = steps.after(end);
        let content = match &self.content {
            Ok(content) => content,
            Err(finding) => {
                verdict.findings.push(finding.clone());
                return verdict;
            }
        };
        verdict.digest_holds = true;
        if verdict.later == Later::Appended {
            verdict.findings.push(Finding::Appended);
        }
        let standing = match content {
            Content::Signature(read, token) => {
                verdict.stamp = match token {
                    None => Stamp::None,
                    Some(token) => pool.stamp(token.as_deref(), trust),
                };
                // A stamp on the whole file proves for all that it covers.
                let covering = stamps.iter().filter(|(covered, _)| *covered >= end);
                verdict.judged_at = covering
                    .map(|(_, at)| *at)
                    .chain(verdict.stamp.trusted())
                    .min()
                    .unwrap_or(trust.at);
                stands(&read.signer, pool, verdict.judged_at, path::Use::Signing)
            }
            Content::DocumentTimestamp(token) => {
                verdict.stamp = pool.stamp(Ok(token), trust);
                stands(&token.signature.signer, pool, trust.at, path::Use::Stamping)
            }
        };
        if let Stamp::Broken(what) = verdict.stamp {
            verdict.findings.push(Finding::BadTimestamp(what));
        }
        verdict.signer = Some(content.signer().clone());
        verdict.chain_holds = standing.leads_to_anchor;
        verdict.revocation = standing.revocation;
        verdict.findings.extend(standing.findings);
        verdict.findings.sort();
        verdict
    }
}

impl Content {
    fn read(pdf: &[u8], placed: &Placed) -> Result<Self, Finding> {
        let parts = placed.covered(pdf);
        match placed.kind {
            Kind::DocumentTimestamp => {
                let token = Token::read(&placed.value)?;
                if !token.covers(&parts) {
                    return Err(Finding::Altered);
                }
                Ok(Self::DocumentTimestamp(Box::new(token)))
            }
            Kind::Signature => {
                let read = ReadSignature::read(&placed.value, oid::DATA)?;
                if read.content.is_some() {
                    return Err(Finding::Broken("a signature holds content of its own"));
                }
                if !read.covers(&parts) {
                    return Err(Finding::Altered);
                }
                let token = read.time_stamp.as_deref().map(|token| {
                    let token = Token::read(token)?;
                    if token.covers(&[&read.value]) {
                        Ok(Box::new(token))
                    } else {
                        Err(Fault::Broken("it stamps something else"))
                    }
                });
                Ok(Self::Signature(Box::new(read), token))
            }
        }
    }

    fn signer(&self) -> &Certificate {
        match self {
            Self::Signature(read, _) => &read.signer,
            Self::DocumentTimestamp(token) => &token.signature.signer,
        }
    }
}

impl<'a> Pool<'a> {
    fn gather(signatures: &'a [Signature], store: &'a store::Store, trust: &Trust<'a>) -> Self {
        Self {
            certificates: signatures
                .iter()
                .flat_map(Signature::certificates)
                .chain(&store.certificates)
                .chain(trust.anchors)
                .collect(),
            crls: trust.crls.iter().chain(&store.crls).collect(),
            anchors: trust.anchors,
        }
    }

    /// What a time stamp is worth. Its authority is judged at the time of looking, not at the time
    /// that it states itself.
    fn stamp(&self, token: Result<&Token, &Fault>, trust: &Trust<'_>) -> Stamp {
        let token = match token {
            Ok(token) => token,
            Err(Fault::Broken(what) | Fault::Unsupported(what)) => return Stamp::Broken(what),
            Err(Fault::Altered) => return Stamp::Broken("its signature is wrong"),
        };
        let standing = stands(&token.signature.signer, self, trust.at, path::Use::Stamping);
        if standing.findings.is_empty() {
            Stamp::Trusted(token.time)
        } else {
            Stamp::Untrusted(token.time)
        }
    }

    /// What a time stamp on the whole file covers, and when it was made, if it is trusted.
    fn document_stamp(
        &self,
        signature: &Signature,
        trust: &Trust<'_>,
    ) -> Option<(usize, Timestamp)> {
        match &signature.content {
            Ok(Content::DocumentTimestamp(token)) => self
                .stamp(Ok(token), trust)
                .trusted()
                .map(|at| (signature.end(), at)),
            _ => None,
        }
    }
}

impl From<Fault> for Finding {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Broken(what) => Self::Broken(what),
            Fault::Unsupported(what) => Self::Unsupported(what),
            Fault::Altered => Self::Altered,
        }
    }
}
