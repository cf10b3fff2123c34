//! Writes an incremental update: new objects behind a file whose bytes stay as they are.

use std::collections::BTreeMap;

use super::write::{write, write_dictionary};
use super::{Dictionary, Document, Layout, Object, ObjectId, PdfError};
use crate::digest::sha256;

/// New and changed objects that are not written yet.
pub(crate) struct Update<'d, 'a> {
    document: &'d Document<'a>,
    next: u32,
    /// By number: the generation and what stands between `obj` and `endobj`.
    objects: BTreeMap<u32, (u16, Vec<u8>)>,
}

/// A file with its update.
pub(crate) struct Updated {
    pub bytes: Vec<u8>,
    /// Where the content of each object of the update begins.
    pub contents: BTreeMap<ObjectId, usize>,
}

impl<'d, 'a> Update<'d, 'a> {
    pub(crate) fn new(document: &'d Document<'a>) -> Self {
        Self {
            document,
            next: document.next_number().max(1),
            objects: BTreeMap::new(),
        }
    }

    /// A name for a new object.
    pub(crate) fn reserve(&mut self) -> ObjectId {
        let id = ObjectId::new(self.next);
        self.next = self.next.saturating_add(1);
        id
    }

    /// What stands between `obj` and `endobj`, as it is.
    pub(crate) fn put_bytes(&mut self, id: ObjectId, content: Vec<u8>) {
        self.objects.insert(id.number, (id.generation, content));
    }

    pub(crate) fn put(&mut self, id: ObjectId, value: &Object) {
        let mut content = Vec::new();
        write(value, &mut content);
        self.put_bytes(id, content);
    }

    pub(crate) fn put_dictionary(&mut self, id: ObjectId, dictionary: &Dictionary) {
        let mut content = Vec::new();
        write_dictionary(dictionary, &mut content);
        self.put_bytes(id, content);
    }

    /// Adds a stream that is not packed.
    pub(crate) fn add_stream(&mut self, bytes: &[u8]) -> ObjectId {
        let id = self.reserve();
        let mut content = format!("<</Length {}>>\nstream\n", bytes.len()).into_bytes();
        content.extend_from_slice(bytes);
        content.extend_from_slice(b"\nendstream");
        self.put_bytes(id, content);
        id
    }

    /// Writes the file with everything behind it, in the layout that its cross-references have.
    pub(crate) fn finish(mut self) -> Result<Updated, PdfError> {
        let before = self.document.bytes();
        let added: usize = self
            .objects
            .values()
            .map(|(_, content)| content.len() + 64)
            .sum();
        let mut bytes = Vec::with_capacity(before.len() + added + 1024);
        bytes.extend_from_slice(before);
        if !before.ends_with(b"\n") {
            bytes.push(b'\n');
        }
        let mut contents = BTreeMap::new();
        let mut rows = Vec::with_capacity(self.objects.len() + 1);
        for (&number, (generation, content)) in &self.objects {
            rows.push((number, *generation, bytes.len()));
            bytes.extend_from_slice(format!("{number} {generation} obj\n").as_bytes());
            let id = ObjectId {
                number,
                generation: *generation,
            };
            contents.insert(id, bytes.len());
            bytes.extend_from_slice(content);
            bytes.extend_from_slice(b"\nendobj\n");
        }
        let section = bytes.len();
        let new_id = sha256(bytes.get(before.len()..).unwrap_or_default());
        match self.document.layout() {
            Layout::Table => {
                write_table(&rows, &mut bytes);
                bytes.extend_from_slice(b"trailer\n");
                write_dictionary(&self.trailer(&new_id), &mut bytes);
                bytes.push(b'\n');
            }
            Layout::Stream => {
                let id = self.reserve();
                rows.push((id.number, 0, section));
                self.write_stream(id, &rows, &new_id, &mut bytes)?;
            }
        }
        bytes.extend_from_slice(format!("startxref\n{section}\n%%EOF\n").as_bytes());
        Ok(Updated { bytes, contents })
    }

    /// What the newest trailer says, with the numbers of this update.
    fn trailer(&self, new_id: &[u8; 32]) -> Dictionary {
        let old = self.document.trailer();
        let mut trailer = Dictionary::default();
        trailer.set("Size", Object::Integer(i64::from(self.next)));
        for name in ["Root", "Info"] {
            if let Some(value) = old.get(name) {
                trailer.set(name, value.clone());
            }
        }
        // The first half names the document, the second this version of it.
        if let Some([document, _]) = old.get("ID").and_then(Object::as_array) {
            let version = new_id.iter().take(16).copied().collect();
            trailer.set(
                "ID",
                Object::Array(vec![document.clone(), Object::String(version)]),
            );
        }
        let previous = i64::try_from(self.document.last_section()).unwrap_or(i64::MAX);
        trailer.with("Prev", Object::Integer(previous))
    }

    fn write_stream(
        &self,
        id: ObjectId,
        rows: &[(u32, u16, usize)],
        new_id: &[u8; 32],
        bytes: &mut Vec<u8>,
    ) -> Result<(), PdfError> {
        let mut packed = Vec::with_capacity(rows.len() * 7);
        for (_, generation, offset) in rows {
            let offset =
                u32::try_from(*offset).map_err(|_| PdfError::TooLarge("it has too many bytes"))?;
            packed.push(1);
            packed.extend_from_slice(&offset.to_be_bytes());
            packed.extend_from_slice(&generation.to_be_bytes());
        }
        let mut index = Vec::new();
        for run in runs(rows) {
            index.push(Object::Integer(
                run.first().map_or(0, |row| i64::from(row.0)),
            ));
            index.push(Object::Integer(i64::try_from(run.len()).unwrap_or(0)));
        }
        let dictionary = self
            .trailer(new_id)
            .with("Type", Object::name("XRef"))
            .with("W", Object::Array([1, 4, 2].map(Object::Integer).to_vec()))
            .with("Index", Object::Array(index))
            .with(
                "Length",
                Object::Integer(i64::try_from(packed.len()).unwrap_or(0)),
            );
        bytes.extend_from_slice(format!("{} 0 obj\n", id.number).as_bytes());
        write_dictionary(&dictionary, bytes);
        bytes.extend_from_slice(b"\nstream\n");
        bytes.extend_from_slice(&packed);
        bytes.extend_from_slice(b"\nendstream\nendobj\n");
        Ok(())
    }
}

fn write_table(rows: &[(u32, u16, usize)], bytes: &mut Vec<u8>) {
    bytes.extend_from_slice(b"xref\n");
    for run in runs(rows) {
        let first = run.first().map_or(0, |row| row.0);
        bytes.extend_from_slice(format!("{first} {}\n", run.len()).as_bytes());
        for (_, generation, offset) in run {
            bytes.extend_from_slice(format!("{offset:010} {generation:05} n \n").as_bytes());
        }
    }
}

/// Objects with consecutive numbers stand together.
fn runs(rows: &[(u32, u16, usize)]) -> impl Iterator<Item = &[(u32, u16, usize)]> {
    rows.chunk_by(|one, next| one.0.checked_add(1) == Some(next.0))
}
