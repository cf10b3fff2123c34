//! What people put into their stores themselves.

mod active;
mod clamd;
mod discard_upload;
mod file_name;
mod media;
mod scanner;
mod upload_paper;

pub use clamd::Clamd;
pub(crate) use discard_upload::discard_upload;
pub(crate) use file_name::file_name_for;
pub use scanner::{AcceptAll, Scan, ScanError, Scanner};
pub(crate) use upload_paper::{decoded, upload_paper};
