//! What was added to a file: every byte of it must belong to an object, to cross-references or to
//! an end.

use std::collections::{BTreeMap, BTreeSet};

use crate::pdf::{Document, ObjectId, Parser, PdfError, table};

/// The objects in a later part of a file.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// By number, all places where it stands.
    pub objects: BTreeMap<u32, BTreeSet<usize>>,
}

impl Tail {
    /// Reads everything behind the first `from` bytes of a file.
    pub(super) fn read(document: &Document<'_>, from: usize) -> Result<Self, PdfError> {
        let bytes = document.bytes();
        let mut tail = Self::default();
        let mut parser = Parser::new(bytes, from);
        let mut ended = false;
        loop {
            // Behind the end of an update stands at most the end of its line.
            if ended
                && matches!(
                    bytes.get(parser.position()..),
                    Some([] | b"\n" | b"\r" | b"\r\n")
                )
            {
                return Ok(tail);
            }
            parser.skip_white();
            ended = false;
            match parser.peek() {
                Some(b'0'..=b'9') => {
                    let at = parser.position();
                    let (ObjectId { number, .. }, _, end) = document.indirect_at(at, false)?;
                    tail.objects.entry(number).or_default().insert(at);
                    parser = Parser::new(bytes, end);
                }
                Some(b'x') if parser.take(b"xref") => {
                    table(&mut parser)?;
                }
                Some(b's') if parser.take(b"startxref") => {
                    parser.unsigned()?;
                    parser.skip_white();
                    if !parser.take(b"%%EOF") {
                        return Err(parser.damaged("an update has no end"));
                    }
                    ended = true;
                }
                _ => return Err(parser.damaged("something stands between the objects")),
            }
        }
    }
}
