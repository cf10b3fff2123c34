use std::time::Duration;

/// Why a paper could not be set.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TypesetError {
    /// The fonts that the program was built with cannot be used.
    #[error("the built-in fonts cannot be used")]
    Fonts,
    /// A part of the paper that no paper can do without is empty.
    #[error("the paper has no {0}")]
    Missing(&'static str),
    /// A part of the paper is beyond its limit.
    #[error("the paper's {part} is beyond its limit of {limit}")]
    TooLarge {
        /// Which part.
        part: &'static str,
        /// The most that is allowed, in characters or in pieces.
        limit: usize,
    },
    /// The template and its library together are larger than
    /// [`MAX_TEMPLATE_BYTES`](crate::MAX_TEMPLATE_BYTES), or a path in it cannot be taken.
    #[error("the template or its library cannot be taken: {0}")]
    Library(String),
    /// The text for the QR code is longer than any code can hold.
    #[error("the text of the QR code is too long for any code")]
    QrTooLong,
    /// The template has a mistake, or cannot do with this paper. What it says names no value of the
    /// paper.
    #[error("the template fails at {at}: {message}")]
    Template {
        /// File and line.
        at: String,
        /// What typst says.
        message: String,
    },
    /// The template does not show all that the paper says.
    #[error("the template leaves out fields: {}", .0.join(", "))]
    LeftOut(Vec<String>),
    /// The paper takes more than [`MAX_PAGES`](crate::MAX_PAGES).
    #[error("the paper takes {0} pages")]
    TooManyPages(usize),
    /// The paper was not ready in time.
    #[error("the paper was not ready within {0:?}")]
    TooSlow(Duration),
    /// As many papers as allowed are being set, or never came to an end.
    #[error("too many papers are being set")]
    Busy,
    /// The work ended without a result.
    #[error("setting the paper ended unexpectedly")]
    Crashed,
}

impl TypesetError {
    /// Whether the same paper may well succeed later.
    pub fn may_pass(&self) -> bool {
        matches!(self, Self::TooSlow(_) | Self::Busy | Self::Crashed)
    }
}
