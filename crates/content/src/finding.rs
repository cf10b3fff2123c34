use std::fmt;

/// One thing that is wrong with a piece of content, or worth knowing about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Path of the file inside the content folder.
    pub file: String,
    /// Where in the file: a table, a key, a JSON pointer; empty for the whole file.
    pub place: String,
    /// What is wrong and, where it can be told, how to mend it.
    pub message: String,
}

impl Finding {
    pub(crate) fn new(
        file: impl Into<String>,
        place: impl Into<String>,
        message: impl fmt::Display,
    ) -> Self {
        Self {
            file: file.into(),
            place: place.into(),
            message: message.to_string(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if !self.place.is_empty() {
            write!(f, " at {}", self.place)?;
        }
        write!(f, ": {}", self.message)
    }
}
