//! A paper that is there already instead of another upload.

mod attach_paper;
mod list_usable;

pub(crate) use attach_paper::attach_paper;
pub(crate) use list_usable::list_usable;
