//! Compares a file as it was signed with the file as it is, object by object: only further
//! signatures that do not show, and evidence, may have come. Each object that is new or different
//! must be explained; what nothing explains makes the update one that the signer did not agree to.

use std::collections::BTreeSet;

use super::tail::Tail;
use crate::pdf::{
    Annotations, Dictionary, Document, Entry, Form, Indirect, Object, ObjectId, PdfError,
    references,
};

/// What a new signature field may have.
const FIELD_KEYS: [&str; 12] = [
    "Type", "Subtype", "FT", "T", "TU", "V", "F", "Ff", "Rect", "P", "Lock", "SV",
];

/// Whether what stands between these two places of a file may come after a signature.
pub(super) fn is_harmless(
    document: &Document<'_>,
    from: usize,
    to: usize,
) -> Result<bool, PdfError> {
    let part = |end: usize| document.bytes().get(..end).unwrap_or_default();
    let (older, newer) = (Document::open(part(from))?, Document::open(part(to))?);
    let mut comparison = Comparison {
        changed: BTreeSet::new(),
        explained: BTreeSet::new(),
        new_fields: Vec::new(),
        serves: false,
        older: &older,
        newer: &newer,
    };
    comparison.is_harmless()
}

/// Two versions of a file.
pub(super) struct Comparison<'d, 'o, 'n> {
    pub(super) older: &'d Document<'o>,
    pub(super) newer: &'d Document<'n>,
    /// Numbers of all objects that are new or different.
    pub(super) changed: BTreeSet<u32>,
    /// Those of which is known why.
    pub(super) explained: BTreeSet<u32>,
    new_fields: Vec<ObjectId>,
    /// Whether the update brings a signature field, a signature or evidence.
    pub(super) serves: bool,
}

impl Comparison<'_, '_, '_> {
    fn is_harmless(&mut self) -> Result<bool, PdfError> {
        let tail = Tail::read(self.newer, self.older.bytes().len())?;
        Ok(self.collect(&tail)
            && self.same_trailer()
            && self.compare_catalogs()?
            && self.explain_the_rest()?
            && self.serves
            && self.changed.is_subset(&self.explained))
    }

    /// Finds what is new or different. It must all stand in the later part, and all that stands
    /// there must be among it.
    fn collect(&mut self, tail: &Tail) -> bool {
        for (number, entry) in self.newer.entries() {
            if self.older.entry(number) == Some(entry) {
                continue;
            }
            let stands_in_tail = match entry {
                Entry::At { offset, .. } => tail
                    .objects
                    .get(&number)
                    .is_some_and(|places| places.contains(&offset)),
                Entry::Within { stream, .. } => tail.objects.contains_key(&stream),
                // A number that was never used may be named as free.
                Entry::Free if self.older.entry(number).is_none() => continue,
                Entry::Free => false,
            };
            if !stands_in_tail {
                return false;
            }
            self.changed.insert(number);
        }
        let all_kept = self
            .older
            .entries()
            .all(|(number, _)| self.newer.entry(number).is_some());
        all_kept
            && tail
                .objects
                .keys()
                .all(|number| self.changed.contains(number))
    }

    fn same_trailer(&self) -> bool {
        let same = |name| self.older.trailer().get(name) == self.newer.trailer().get(name);
        self.older.root() == self.newer.root() && same("Info")
    }

    pub(super) fn is_new(&self, id: ObjectId) -> bool {
        matches!(self.older.entry(id.number), None | Some(Entry::Free))
    }

    /// Explains an object that is new, or that stood in the same place before.
    fn explain(&mut self, id: Option<ObjectId>, before: Option<ObjectId>) {
        if let Some(id) = id
            && (self.is_new(id) || before == Some(id))
        {
            self.explained.insert(id.number);
        }
    }

    fn compare_catalogs(&mut self) -> Result<bool, PdfError> {
        let (before, after) = (self.older.catalog()?, self.newer.catalog()?);
        if !before.same_but(&after, &["AcroForm", "DSS", "Extensions"])
            || !matches!(after.get("Extensions"), None | Some(Object::Dictionary(_)))
        {
            return Ok(false);
        }
        self.explained.insert(self.newer.root().number);
        Ok(self.compare_forms(&before, &after)? && self.compare_stores(&before, &after)?)
    }

    fn compare_forms(&mut self, before: &Dictionary, after: &Dictionary) -> Result<bool, PdfError> {
        let form_before = Form::read(self.older, before)?;
        let Some(form) = Form::read(self.newer, after)? else {
            return Ok(form_before.is_none());
        };
        let nothing = Dictionary::default();
        let dictionary_before = form_before
            .as_ref()
            .map_or(&nothing, |form| &form.dictionary);
        let roots_before = form_before.as_ref().map_or(&[][..], |form| &form.roots);
        if !dictionary_before.same_but(&form.dictionary, &["Fields", "SigFlags"])
            || !form.roots.starts_with(roots_before)
        {
            return Ok(false);
        }
        self.explain(form.id, form_before.as_ref().and_then(|form| form.id));
        self.explain(form.list, form_before.as_ref().and_then(|form| form.list));
        for &id in form.roots.iter().skip(roots_before.len()) {
            if !self.is_new(id) || !self.is_invisible_signature(id)? {
                return Ok(false);
            }
            self.explained.insert(id.number);
            self.new_fields.push(id);
            self.serves = true;
        }
        Ok(true)
    }

    /// Whether this is a signature field that shows nothing and does nothing.
    fn is_invisible_signature(&mut self, id: ObjectId) -> Result<bool, PdfError> {
        let field = self.newer.dictionary(id)?;
        let known = field
            .iter()
            .all(|(key, _)| FIELD_KEYS.iter().any(|known| known.as_bytes() == key));
        let is_signature = field.get("FT").is_some_and(|kind| kind.is_name("Sig"));
        if !known || !is_signature || !has_no_extent(&field) {
            return Ok(false);
        }
        match field.get("V") {
            None => Ok(true),
            Some(Object::Reference(value)) => self.explain_signature(*value),
            Some(_) => Ok(false),
        }
    }

    fn explain_signature(&mut self, id: ObjectId) -> Result<bool, PdfError> {
        let signature = self.newer.dictionary(id)?;
        let is_signature = self.is_new(id)
            && (signature.is_type("Sig") || signature.is_type("DocTimeStamp"))
            && signature.get("ByteRange").is_some();
        if is_signature {
            self.explained.insert(id.number);
            self.serves = true;
        }
        Ok(is_signature)
    }

    /// Pages to which new fields are attached, fields that were signed, and the containers in which
    /// all this is written.
    fn explain_the_rest(&mut self) -> Result<bool, PdfError> {
        let rest: Vec<u32> = self.changed.difference(&self.explained).copied().collect();
        for number in rest {
            let id = ObjectId::new(number);
            let is_explained = match self.newer.get(id)? {
                Indirect::Stream(stream) => {
                    self.is_new(id)
                        && (stream.dictionary.is_type("XRef")
                            || stream.dictionary.is_type("ObjStm"))
                }
                Indirect::Value(Object::Dictionary(after)) if !self.is_new(id) => {
                    match self.older.get(id)? {
                        Indirect::Value(Object::Dictionary(before)) => {
                            self.is_page_with_more(&before, &after)?
                                || self.is_field_that_was_signed(&before, &after)?
                        }
                        _ => false,
                    }
                }
                Indirect::Value(after @ Object::Array(_)) if !self.is_new(id) => {
                    let before = self.older.value(id)?;
                    self.has_only_new_fields_more(&before, &after)
                }
                Indirect::Value(_) => false,
            };
            if is_explained {
                self.explained.insert(number);
            }
        }
        Ok(true)
    }

    fn is_page_with_more(
        &mut self,
        before: &Dictionary,
        after: &Dictionary,
    ) -> Result<bool, PdfError> {
        if !before.is_type("Page") || !before.same_but(after, &["Annots"]) {
            return Ok(false);
        }
        let annotations_before = Annotations::read(self.older, before)?;
        let annotations = Annotations::read(self.newer, after)?;
        self.explain(annotations.list, annotations_before.list);
        Ok(self.has_only_new_fields_more(
            &Object::Array(annotations_before.values),
            &Object::Array(annotations.values),
        ))
    }

    fn is_field_that_was_signed(
        &mut self,
        before: &Dictionary,
        after: &Dictionary,
    ) -> Result<bool, PdfError> {
        let was_empty = before.get("FT").is_some_and(|kind| kind.is_name("Sig"))
            && before.get("V").is_none()
            && before.same_but(after, &["V"]);
        match after.get("V") {
            Some(Object::Reference(value)) if was_empty => self.explain_signature(*value),
            _ => Ok(false),
        }
    }

    /// Whether a list is as it was, with new signature fields behind.
    fn has_only_new_fields_more(&self, before: &Object, after: &Object) -> bool {
        let (Some(before), Some(after)) = (before.as_array(), after.as_array()) else {
            return false;
        };
        after
            .strip_prefix(before)
            .and_then(|more| references(&Object::Array(more.to_vec())))
            .is_some_and(|more| more.iter().all(|id| self.new_fields.contains(id)))
    }
}

fn has_no_extent(field: &Dictionary) -> bool {
    let Some(place) = field.get("Rect") else {
        return true;
    };
    let numbers: Option<Vec<f64>> = place
        .as_array()
        .and_then(|place| place.iter().map(Object::number).collect());
    matches!(
        numbers.as_deref(),
        Some([left, bottom, right, top]) if left.total_cmp(right).is_eq() || bottom.total_cmp(top).is_eq()
    )
}
