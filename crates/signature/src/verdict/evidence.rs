//! Evidence that was added to a file.

use std::collections::BTreeSet;

use super::comparison::Comparison;
use crate::pdf::{Dictionary, Document, Indirect, Object, PdfError};

/// How deep evidence may be nested.
const MAX_EVIDENCE_DEPTH: usize = 8;
/// What a store of evidence may have.
const STORE_KEYS: [&str; 5] = ["Type", "Certs", "CRLs", "OCSPs", "VRI"];

impl Comparison<'_, '_, '_> {
    /// Whether the store of evidence is one still, and leads to nothing but evidence.
    pub(super) fn compare_stores(
        &mut self,
        before: &Dictionary,
        after: &Dictionary,
    ) -> Result<bool, PdfError> {
        let Some(store) = after.get("DSS") else {
            return Ok(before.get("DSS").is_none());
        };
        let Object::Dictionary(content) = self.newer.resolve(store)? else {
            return Ok(false);
        };
        let known = content
            .iter()
            .all(|(key, _)| STORE_KEYS.iter().any(|known| known.as_bytes() == key));
        let mut containers = BTreeSet::new();
        if let Some(store) = before.get("DSS") {
            collect_containers(self.older, store, 0, &mut containers)?;
        }
        let mut seen = BTreeSet::new();
        Ok(known && self.explain_evidence(store, &containers, 0, &mut seen)?)
    }

    /// Explains everything that the store leads to and that is new, or was a part of it before.
    fn explain_evidence(
        &mut self,
        value: &Object,
        containers: &BTreeSet<u32>,
        depth: usize,
        seen: &mut BTreeSet<u32>,
    ) -> Result<bool, PdfError> {
        if depth > MAX_EVIDENCE_DEPTH {
            return Ok(false);
        }
        let below: Vec<Object> = match value {
            Object::Reference(id) => {
                if !self.is_new(*id) && !containers.contains(&id.number) || !seen.insert(id.number)
                {
                    return Ok(true);
                }
                self.explained.insert(id.number);
                self.serves |= self.changed.contains(&id.number);
                match self.newer.get(*id)? {
                    Indirect::Stream(_) => return Ok(true),
                    Indirect::Value(value) => vec![value],
                }
            }
            Object::Array(values) => values.clone(),
            Object::Dictionary(dictionary) => {
                dictionary.iter().map(|(_, value)| value.clone()).collect()
            }
            _ => return Ok(true),
        };
        for value in &below {
            if !self.explain_evidence(value, containers, depth + 1, seen)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

/// The numbers of all dictionaries and lists that a store is made of.
fn collect_containers(
    document: &Document<'_>,
    value: &Object,
    depth: usize,
    containers: &mut BTreeSet<u32>,
) -> Result<(), PdfError> {
    if depth > MAX_EVIDENCE_DEPTH {
        return Ok(());
    }
    match value {
        Object::Reference(id) => {
            if let Indirect::Value(value) = document.get(*id)?
                && containers.insert(id.number)
            {
                collect_containers(document, &value, depth + 1, containers)?;
            }
        }
        Object::Array(values) => {
            for value in values {
                collect_containers(document, value, depth + 1, containers)?;
            }
        }
        Object::Dictionary(dictionary) => {
            for (_, value) in dictionary.iter() {
                collect_containers(document, value, depth + 1, containers)?;
            }
        }
        _ => {}
    }
    Ok(())
}
