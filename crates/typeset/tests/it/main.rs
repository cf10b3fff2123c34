//! Papers by the templates of the content.

#![expect(clippy::unwrap_used, reason = "tests")]

mod common;
mod file;
mod hostile;
mod templates;
mod wording;
