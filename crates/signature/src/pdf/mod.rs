//! As much of PDF as signatures need: a strict reader that trusts nothing, and a writer of
//! incremental updates.
//!
//! Only what is asked for is read: the cross-reference sections, then single objects. Damaged
//! files are refused, never repaired, because two programs that repair a file differently can be
//! shown two different documents.

mod document;
mod form;
mod object;
mod parser;
mod stream;
mod strings;
mod update;
mod write;
mod xref;

pub(crate) use document::{Document, Indirect};
pub(crate) use form::{Annotations, Field, Form, first_page, references};
pub(crate) use object::{Dictionary, Object, ObjectId};
pub(crate) use parser::Parser;
pub(crate) use stream::Stream;
pub(crate) use update::Update;
pub(crate) use write::{from_text, text};
pub(crate) use xref::{Entry, Layout, table};

/// Largest file that is read: 64 MiB.
pub const MAX_FILE: usize = 64 << 20;
/// How deep arrays and dictionaries may stand in each other.
const MAX_DEPTH: usize = 40;
/// How many values one object may hold, all levels together.
const MAX_VALUES: usize = 400_000;
/// How many objects a file may have.
const MAX_OBJECTS: usize = 400_000;
/// How many cross-reference sections a file may have, about twice the number of its updates.
const MAX_SECTIONS: usize = 500;
/// How many bytes all streams of a file that are read may unpack to, together.
const MAX_UNPACKED: usize = 64 << 20;

/// Why a file cannot be read as a PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    /// It does not begin as a PDF does.
    #[error("this is not a PDF")]
    NotAPdf,
    /// It is larger than [`MAX_FILE`], or holds more or deeper nested objects than are read.
    #[error("the PDF is too large or too deeply nested: {0}")]
    TooLarge(&'static str),
    /// It is encrypted.
    #[error("the PDF is encrypted")]
    Encrypted,
    /// It breaks a rule of the format.
    #[error("the PDF is damaged at byte {at}: {what}")]
    Damaged {
        /// Which rule.
        what: &'static str,
        /// Where it was noticed.
        at: usize,
    },
    /// It uses something that is allowed but not read here.
    #[error("the PDF uses {0}, which is not supported")]
    Unsupported(&'static str),
}

impl PdfError {
    /// A rule broken in an object whose place in the file does not matter.
    const fn object(what: &'static str) -> Self {
        Self::Damaged { what, at: 0 }
    }
}
