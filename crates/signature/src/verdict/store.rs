//! The evidence that a file holds: certificates and revocation lists.

use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::pdf::{Dictionary, Document, Indirect, Object, PdfError};

/// How many certificates, and how many lists, are read.
const MAX_ITEMS: usize = 64;

/// What was read of it.
#[derive(Debug, Default)]
pub(super) struct Store {
    pub certificates: Vec<Certificate>,
    pub crls: Vec<Crl>,
    /// Whether everything in it reads.
    pub whole: bool,
}

/// Reads what can be read. What cannot helps nobody and proves nothing.
pub(super) fn read(document: &Document<'_>, catalog: &Dictionary) -> Store {
    let Some(store) = catalog.get("DSS") else {
        return Store {
            whole: true,
            ..Store::default()
        };
    };
    let Ok(Object::Dictionary(store)) = document.resolve(store) else {
        return Store::default();
    };
    let (Ok(certificates), Ok(crls)) = (
        contents(document, &store, "Certs"),
        contents(document, &store, "CRLs"),
    ) else {
        return Store::default();
    };
    let read_certificates: Vec<_> = certificates
        .iter()
        .filter_map(|der| Certificate::from_der(der).ok())
        .collect();
    let read_crls: Vec<_> = crls
        .iter()
        .filter_map(|der| Crl::from_der(der).ok())
        .collect();
    Store {
        whole: read_certificates.len() == certificates.len() && read_crls.len() == crls.len(),
        certificates: read_certificates,
        crls: read_crls,
    }
}

fn contents(
    document: &Document<'_>,
    store: &Dictionary,
    name: &str,
) -> Result<Vec<Vec<u8>>, PdfError> {
    let Some(list) = store.get(name) else {
        return Ok(Vec::new());
    };
    let list = document.resolve(list)?;
    let list = list.as_array().unwrap_or_default();
    if list.len() > MAX_ITEMS {
        return Err(PdfError::TooLarge("it holds too much evidence"));
    }
    list.iter()
        .filter_map(Object::as_reference)
        .map(|id| match document.get(id)? {
            Indirect::Stream(stream) => document.unpack(&stream),
            Indirect::Value(_) => Err(PdfError::Unsupported("evidence that is no stream")),
        })
        .collect()
}

impl Store {
    /// Whether nothing in it was changed: what names an issuer that is known was signed by it.
    /// What stands behind the last signature is signed by nobody else. What names nobody known
    /// proves nothing and does no harm.
    pub(super) fn is_sound(&self, pool: &[&Certificate]) -> bool {
        self.whole
            && self.certificates.iter().all(|certificate| {
                is_sound(
                    pool,
                    |issuer| certificate.names_as_issuer(issuer),
                    |issuer| certificate.is_signed_by(issuer),
                )
            })
            && self.crls.iter().all(|crl| {
                is_sound(
                    pool,
                    |issuer| crl.names_as_issuer(issuer),
                    |issuer| crl.is_of(issuer),
                )
            })
    }
}

/// Whether one of those that are named signed, if any is.
fn is_sound(
    pool: &[&Certificate],
    is_named: impl Fn(&Certificate) -> bool,
    signed: impl Fn(&Certificate) -> bool,
) -> bool {
    let mut named = pool.iter().filter(|issuer| is_named(issuer)).peekable();
    named.peek().is_none() || named.any(|issuer| signed(issuer))
}
