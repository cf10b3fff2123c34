//! Where a value comes from, and what to do when it is wrong.

use askama::Template;

use super::components;
use crate::words::Words;

/// The line under a value that a register filled in: "Theo Cơ sở dữ liệu quốc gia về dân cư",
/// with a way to say that it is wrong.
#[derive(Debug, Clone, Template)]
#[template(path = "source.html")]
pub struct Source {
    text: String,
    correction: Option<(String, String)>,
    about: String,
}

impl Source {
    /// The register by its name.
    pub fn new(words: &Words, register: &str) -> Self {
        Self {
            text: words.text_with("ui-source", &[("register", register.into())]),
            correction: None,
            about: String::new(),
        }
    }

    /// Adds the link "Thông tin này chưa đúng?" to a page that explains the way to a correction.
    #[must_use]
    pub fn correction(mut self, words: &Words, href: impl Into<String>) -> Self {
        self.correction = Some((words.text("ui-source-wrong"), href.into()));
        self
    }

    /// Which value the link is about, for those who hear it without seeing the line above.
    pub(crate) fn about(mut self, label: &str) -> Self {
        label.clone_into(&mut self.about);
        self
    }
}

/// A value that a register knows, shown in a form instead of an input box.
#[derive(Debug, Clone, Template)]
#[template(path = "filled.html")]
pub struct FilledValue {
    label: String,
    value: String,
    source: Source,
    note: Option<String>,
}

impl FilledValue {
    /// The label, the value and its source.
    pub fn new(label: impl Into<String>, value: impl Into<String>, source: Source) -> Self {
        let label = label.into();
        Self {
            source: source.about(&label),
            label,
            value: value.into(),
            note: None,
        }
    }

    /// A line of explanation under the value.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

components!(Source, FilledValue);
