//! A file, of which objects are read when they are asked for.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use super::xref::{self, Section};
use super::{
    Dictionary, Entry, Layout, MAX_FILE, MAX_OBJECTS, MAX_SECTIONS, MAX_UNPACKED, Object, ObjectId,
    Parser, PdfError, Stream,
};

/// How far from the end `startxref` may stand.
const TAIL: usize = 1024;
/// How many references may lead to each other.
const MAX_HOPS: usize = 16;

/// An indirect object.
#[derive(Debug, Clone)]
pub(crate) enum Indirect<'a> {
    Value(Object),
    Stream(Stream<'a>),
}

/// An object stream, unpacked.
struct Packed {
    bytes: Vec<u8>,
    /// Number and place of each object.
    objects: Vec<(u32, usize)>,
}

/// A file, or the first part of one up to the end of an update.
pub(crate) struct Document<'a> {
    bytes: &'a [u8],
    entries: BTreeMap<u32, Entry>,
    trailer: Dictionary,
    layout: Layout,
    last_section: usize,
    root: ObjectId,
    packed: RefCell<HashMap<u32, Rc<Packed>>>,
    /// How many more bytes streams may unpack to.
    unpack_left: Cell<usize>,
}

impl<'a> Document<'a> {
    /// Reads the cross-references of a file.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, PdfError> {
        if bytes.len() > MAX_FILE {
            return Err(PdfError::TooLarge("it has too many bytes"));
        }
        if !bytes.starts_with(b"%PDF-") {
            return Err(PdfError::NotAPdf);
        }
        let last_section = last_section(bytes)?;
        let mut document = Self {
            bytes,
            entries: BTreeMap::new(),
            trailer: Dictionary::default(),
            layout: Layout::Table,
            last_section,
            root: ObjectId::new(0),
            packed: RefCell::default(),
            unpack_left: Cell::new(MAX_UNPACKED),
        };
        document.load_sections()?;
        if document.trailer.get("Encrypt").is_some() {
            return Err(PdfError::Encrypted);
        }
        document.root = document
            .trailer
            .get("Root")
            .and_then(Object::as_reference)
            .ok_or(PdfError::object("it has no catalog"))?;
        Ok(document)
    }

    /// From the newest section to the oldest: what a newer one says about an object counts.
    fn load_sections(&mut self) -> Result<(), PdfError> {
        let mut seen = BTreeSet::new();
        let mut next = Some(self.last_section);
        while let Some(at) = next {
            if !seen.insert(at) {
                return Err(PdfError::object("its cross-references go in a circle"));
            }
            if seen.len() > MAX_SECTIONS {
                return Err(PdfError::TooLarge("it has too many updates"));
            }
            let section = self.section(at)?;
            next = section_offset(&section.trailer, "Prev")?;
            let hybrid = section_offset(&section.trailer, "XRefStm")?;
            if seen.len() == 1 {
                self.trailer = section.trailer;
                self.layout = section.layout;
            }
            self.add(section.entries)?;
            // A file for old and new readers at once: the stream adds to the table beside it.
            if let Some(at) = hybrid {
                let beside = self.section(at)?;
                self.add(beside.entries)?;
            }
        }
        Ok(())
    }

    fn add(&mut self, entries: Vec<(u32, Entry)>) -> Result<(), PdfError> {
        for (number, entry) in entries {
            self.entries.entry(number).or_insert(entry);
        }
        if self.entries.len() > MAX_OBJECTS {
            return Err(PdfError::TooLarge("it has too many objects"));
        }
        Ok(())
    }

    fn section(&self, at: usize) -> Result<Section, PdfError> {
        let mut parser = Parser::new(self.bytes, at);
        parser.skip_white();
        if parser.take(b"xref") {
            return xref::table(&mut parser);
        }
        match self.indirect_at(at, false)?.1 {
            Indirect::Stream(stream) => {
                let (section, unpacked) = xref::stream(&stream, self.unpack_left.get())?;
                self.unpack_left
                    .set(self.unpack_left.get().saturating_sub(unpacked));
                Ok(section)
            }
            Indirect::Value(_) => Err(parser.damaged("there are no cross-references here")),
        }
    }

    pub(crate) fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The newest trailer.
    pub(crate) fn trailer(&self) -> &Dictionary {
        &self.trailer
    }

    /// How the newest cross-references are written.
    pub(crate) fn layout(&self) -> Layout {
        self.layout
    }

    /// Where the newest cross-references begin.
    pub(crate) fn last_section(&self) -> usize {
        self.last_section
    }

    /// The catalog's name.
    pub(crate) fn root(&self) -> ObjectId {
        self.root
    }

    pub(crate) fn entry(&self, number: u32) -> Option<Entry> {
        self.entries.get(&number).copied()
    }

    pub(crate) fn entries(&self) -> impl Iterator<Item = (u32, Entry)> {
        self.entries.iter().map(|(number, entry)| (*number, *entry))
    }

    /// The first number that no object has.
    pub(crate) fn next_number(&self) -> u32 {
        let after_last = self
            .entries
            .last_key_value()
            .map_or(1, |(number, _)| number.saturating_add(1));
        let size = self.trailer.get("Size").and_then(Object::as_size);
        let size = size.and_then(|size| u32::try_from(size).ok());
        after_last.max(size.unwrap_or(0))
    }

    /// An object by its name.
    pub(crate) fn get(&self, id: ObjectId) -> Result<Indirect<'a>, PdfError> {
        match self.entry(id.number) {
            Some(Entry::At { offset, generation }) if generation == id.generation => {
                let (found, object, _) = self.indirect_at(offset, true)?;
                if found == id {
                    Ok(object)
                } else {
                    Err(PdfError::Damaged {
                        what: "another object stands here",
                        at: offset,
                    })
                }
            }
            Some(Entry::Within { stream, index }) if id.generation == 0 => self
                .packed_object(id.number, stream, index)
                .map(Indirect::Value),
            _ => Ok(Indirect::Value(Object::Null)),
        }
    }

    /// The value of an object; a stream has none.
    pub(crate) fn value(&self, id: ObjectId) -> Result<Object, PdfError> {
        match self.get(id)? {
            Indirect::Value(value) => Ok(value),
            Indirect::Stream(_) => Err(PdfError::object("a stream stands where a value should")),
        }
    }

    /// The dictionary that is the value of an object.
    pub(crate) fn dictionary(&self, id: ObjectId) -> Result<Dictionary, PdfError> {
        match self.value(id)? {
            Object::Dictionary(dictionary) => Ok(dictionary),
            _ => Err(PdfError::object("a dictionary is missing")),
        }
    }

    /// The catalog.
    pub(crate) fn catalog(&self) -> Result<Dictionary, PdfError> {
        self.dictionary(self.root)
    }

    /// What a value means: itself, or where its references lead.
    pub(crate) fn resolve(&self, value: &Object) -> Result<Object, PdfError> {
        let mut value = value.clone();
        for _ in 0..MAX_HOPS {
            match value.as_reference() {
                Some(id) => value = self.value(id)?,
                None => return Ok(value),
            }
        }
        Err(PdfError::object("references go in a circle"))
    }

    /// The bytes that a stream stands for.
    pub(crate) fn unpack(&self, stream: &Stream<'_>) -> Result<Vec<u8>, PdfError> {
        let bytes = stream.unpack(self.unpack_left.get())?;
        self.unpack_left
            .set(self.unpack_left.get().saturating_sub(bytes.len()));
        Ok(bytes)
    }

    /// The object that stands at a byte, its name, and where it ends. The length of a stream may
    /// stand elsewhere only if `elsewhere` allows it.
    pub(crate) fn indirect_at(
        &self,
        at: usize,
        elsewhere: bool,
    ) -> Result<(ObjectId, Indirect<'a>, usize), PdfError> {
        let mut parser = Parser::new(self.bytes, at);
        let id = parser.object_header()?;
        let value = parser.object()?;
        parser.skip_space();
        let object = match value {
            Object::Dictionary(dictionary) if parser.take(b"stream") => {
                if !parser.take(b"\r\n") && !parser.take(b"\n") {
                    return Err(parser.damaged("a stream does not begin on a line"));
                }
                let length = match dictionary.get("Length") {
                    Some(Object::Reference(id)) if elsewhere => self.plain_integer(*id)?,
                    length => length.and_then(Object::as_size),
                }
                .ok_or_else(|| parser.damaged("a stream has no length"))?;
                let start = parser.position();
                let raw = start
                    .checked_add(length)
                    .and_then(|end| self.bytes.get(start..end))
                    .ok_or_else(|| parser.damaged("a stream is cut off"))?;
                parser = Parser::new(self.bytes, start + length);
                parser.word(b"endstream", "a stream does not end where it should")?;
                Indirect::Stream(Stream { dictionary, raw })
            }
            value => Indirect::Value(value),
        };
        parser.word(b"endobj", "an object does not end where it should")?;
        Ok((id, object, parser.position()))
    }

    /// An integer that stands by itself in the file. It is not looked for in object streams, whose
    /// own lengths are found here.
    fn plain_integer(&self, id: ObjectId) -> Result<Option<usize>, PdfError> {
        match self.entry(id.number) {
            Some(Entry::At { offset, .. }) => {
                let mut parser = Parser::new(self.bytes, offset);
                let found = parser.object_header()?;
                Ok(parser.object()?.as_size().filter(|_| found == id))
            }
            _ => Ok(None),
        }
    }

    fn packed_object(&self, number: u32, stream: u32, index: usize) -> Result<Object, PdfError> {
        let packed = self.object_stream(stream)?;
        let (found, offset) = packed
            .objects
            .get(index)
            .ok_or(PdfError::object("an object stream lacks an object"))?;
        if *found != number {
            return Err(PdfError::object("an object stream holds another object"));
        }
        Parser::new(&packed.bytes, *offset).object()
    }

    fn object_stream(&self, number: u32) -> Result<Rc<Packed>, PdfError> {
        if let Some(packed) = self.packed.borrow().get(&number) {
            return Ok(Rc::clone(packed));
        }
        // An object stream stands in no other: that ends all recursion.
        let Some(Entry::At { offset, .. }) = self.entry(number) else {
            return Err(PdfError::object("an object stream is missing"));
        };
        let (found, Indirect::Stream(stream), _) = self.indirect_at(offset, true)? else {
            return Err(PdfError::object("an object stream is missing"));
        };
        if found.number != number || !stream.dictionary.is_type("ObjStm") {
            return Err(PdfError::object("an object stream is missing"));
        }
        let size = |name| stream.dictionary.get(name).and_then(Object::as_size);
        let (Some(count), Some(first)) = (size("N"), size("First")) else {
            return Err(PdfError::object("an object stream has no head"));
        };
        let bytes = self.unpack(&stream)?;
        if count > MAX_OBJECTS {
            return Err(PdfError::TooLarge("it has too many objects"));
        }
        let mut head = Parser::new(&bytes, 0);
        let mut objects = Vec::new();
        for _ in 0..count {
            let number = u32::try_from(head.unsigned()?)
                .map_err(|_| PdfError::object("an object number is too large"))?;
            objects.push((number, head.unsigned()?.saturating_add(first)));
        }
        let packed = Rc::new(Packed { bytes, objects });
        self.packed.borrow_mut().insert(number, Rc::clone(&packed));
        Ok(packed)
    }
}

/// Where the last `startxref` leads.
fn last_section(bytes: &[u8]) -> Result<usize, PdfError> {
    const WORD: &[u8] = b"startxref";
    let from = bytes.len().saturating_sub(TAIL);
    let tail = bytes.get(from..).unwrap_or_default();
    let at = tail
        .windows(WORD.len())
        .rposition(|window| window == WORD)
        .ok_or(PdfError::Damaged {
            what: "it has no end",
            at: bytes.len(),
        })?;
    Parser::new(bytes, from + at + WORD.len()).unsigned()
}

fn section_offset(trailer: &Dictionary, name: &str) -> Result<Option<usize>, PdfError> {
    match trailer.get(name) {
        None => Ok(None),
        Some(value) => value
            .as_size()
            .map(Some)
            .ok_or(PdfError::object("a trailer leads nowhere")),
    }
}
