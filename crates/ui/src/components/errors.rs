//! The list of what has to be mended, at the top of a page.

use askama::Template;

use super::components;
use crate::words::Words;

/// What is wrong on the page, as a list whose lines jump to the fields. The cursor starts here.
#[derive(Debug, Clone, Template)]
#[template(path = "error_summary.html")]
pub struct ErrorSummary {
    title: String,
    lines: Vec<(Option<String>, String)>,
}

impl ErrorSummary {
    /// An empty list.
    pub fn new(words: &Words) -> Self {
        Self {
            title: words.text("ui-errors-title"),
            lines: Vec::new(),
        }
    }

    /// A line about the field with this name: how to mend it.
    #[must_use]
    pub fn field(mut self, name: impl Into<String>, message: impl Into<String>) -> Self {
        self.lines.push((Some(name.into()), message.into()));
        self
    }

    /// A line about the page as a whole.
    #[must_use]
    pub fn general(mut self, message: impl Into<String>) -> Self {
        self.lines.push((None, message.into()));
        self
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

components!(ErrorSummary);
