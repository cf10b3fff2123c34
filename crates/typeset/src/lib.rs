//! Official papers as PDF: a template of the content and a [`Paper`] go in, the bytes of a PDF/A-2a
//! and PDF/UA-1 file come out.
//!
//! A template is typst code that exports a function `sheet(paper)`; `content/papers/official.typ`
//! tells what it gets. The values of a paper reach it as texts and are never read as code. The same
//! input gives the same bytes: the date comes with the paper, fonts are built in, and a template
//! sees no file but those it was given, no network, no package, no clock.

mod error;
mod fonts;
mod left_out;
mod paper;
mod press;
mod printable;
mod qr;
mod typesetter;
mod world;

pub use error::TypesetError;
pub use paper::{Paper, PaperField};
pub use typesetter::Typesetter;

/// The most pages that a paper may have.
pub const MAX_PAGES: usize = 10;
/// The most fields that a paper may have.
pub const MAX_FIELDS: usize = 200;
/// The longest text in a paper, in characters.
pub const MAX_TEXT_CHARS: usize = 2_000;
/// The largest template with its library, in bytes.
pub const MAX_TEMPLATE_BYTES: usize = 256 * 1024;
