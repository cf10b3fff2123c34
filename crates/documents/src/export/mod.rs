//! All papers of a person as one archive.

mod archive;
mod export_papers;

pub(crate) use export_papers::export_papers;
