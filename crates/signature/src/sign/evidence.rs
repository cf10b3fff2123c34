//! What is needed to verify signatures later, kept in the file (`DSS`, EN 319 142-1, 5.4).

use std::collections::BTreeSet;

use super::SignError;
use super::place::extended;
use crate::certificate::Certificate;
use crate::crl::Crl;
use crate::digest::sha256;
use crate::pdf::{Dictionary, Document, Indirect, Object, PdfError, Update};

/// Adds certificates and revocation lists to a PDF, by an incremental update. What the file holds
/// already is not added again; if that is everything, the file comes back as it was.
pub fn add_evidence(
    pdf: &[u8],
    certificates: &[Certificate],
    crls: &[Crl],
) -> Result<Vec<u8>, SignError> {
    let document = Document::open(pdf)?;
    let catalog = document.catalog()?;
    let store = catalog.get("DSS");
    let mut dictionary = match store.map(|store| document.resolve(store)).transpose()? {
        None => Dictionary::default().with("Type", Object::name("DSS")),
        Some(Object::Dictionary(dictionary)) => dictionary,
        Some(_) => return Err(PdfError::Unsupported("a broken store of evidence").into()),
    };
    let mut update = Update::new(&document);
    let certificates = certificates.iter().map(Certificate::der);
    let crls = crls.iter().map(Crl::der);
    let more_certificates = add(
        &document,
        &mut update,
        &mut dictionary,
        "Certs",
        certificates,
    )?;
    let more_crls = add(&document, &mut update, &mut dictionary, "CRLs", crls)?;
    if !more_certificates && !more_crls {
        return Ok(pdf.to_vec());
    }
    if let Some(Object::Reference(id)) = store {
        update.put_dictionary(*id, &dictionary);
    } else {
        let id = update.reserve();
        update.put_dictionary(id, &dictionary);
        let catalog = catalog.clone().with("DSS", Object::Reference(id));
        update.put_dictionary(document.root(), &extended(catalog));
    }
    Ok(update.finish()?.bytes)
}

/// Adds streams to one of the lists; tells whether there were any new ones.
fn add<'c>(
    document: &Document<'_>,
    update: &mut Update<'_, '_>,
    dictionary: &mut Dictionary,
    name: &str,
    contents: impl Iterator<Item = &'c [u8]>,
) -> Result<bool, PdfError> {
    let mut list = match dictionary
        .get(name)
        .map(|list| document.resolve(list))
        .transpose()?
    {
        None => Vec::new(),
        Some(Object::Array(list)) => list,
        Some(_) => return Err(PdfError::Unsupported("a broken store of evidence")),
    };
    let mut held = BTreeSet::new();
    for id in list.iter().filter_map(Object::as_reference) {
        if let Indirect::Stream(stream) = document.get(id)? {
            held.insert(sha256(&document.unpack(&stream)?));
        }
    }
    let before = list.len();
    for content in contents {
        if held.insert(sha256(content)) {
            list.push(Object::Reference(update.add_stream(content)));
        }
    }
    let is_more = list.len() > before;
    if is_more {
        dictionary.set(name, Object::Array(list));
    }
    Ok(is_more)
}
