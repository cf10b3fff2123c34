use std::io;

use crate::Finding;

/// Why a version of the content cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// A file or folder cannot be read.
    #[error("{path:?} cannot be read")]
    Read {
        /// Path inside the content folder; empty for the folder itself.
        path: String,
        /// What the system says.
        source: io::Error,
    },
    /// The name of a file is not UTF-8.
    #[error("the file name {0:?} is not UTF-8")]
    Name(String),
    /// A file is too large, there are too many, or folders are nested too deeply.
    #[error("{0:?} is too large, one file too many or nested too deeply")]
    TooLarge(String),
    /// Files that cannot be understood. Never empty.
    #[error("the content has {} mistake(s); the first: {}", .0.len(), .0.first().map(ToString::to_string).unwrap_or_default())]
    Broken(Vec<Finding>),
}
