//! What was declared beside what the registers say.

use askama::Template;

use super::components;
use crate::words::Words;

/// One line of a [`Comparison`].
#[derive(Debug, Clone)]
pub struct ComparedRow {
    label: String,
    declared: String,
    registered: Option<String>,
    source: Option<String>,
    differs: bool,
}

impl ComparedRow {
    /// What is compared, what was declared, and what a register says; `None` when no register
    /// knows it. The two differ when their texts differ.
    pub fn new(
        label: impl Into<String>,
        declared: impl Into<String>,
        registered: Option<String>,
    ) -> Self {
        let declared = declared.into();
        let differs = registered
            .as_ref()
            .is_some_and(|registered| registered.trim() != declared.trim());
        Self {
            label: label.into(),
            declared,
            registered,
            source: None,
            differs,
        }
    }

    /// The register.
    #[must_use]
    pub fn source(mut self, register: impl Into<String>) -> Self {
        self.source = Some(register.into());
        self
    }

    /// Says whether the two differ, where their texts do not tell.
    #[must_use]
    pub fn differs(mut self, differs: bool) -> Self {
        self.differs = differs;
        self
    }
}

/// Declared and registered, side by side, with the differences marked.
#[derive(Debug, Clone, Template)]
#[template(path = "comparison.html")]
pub struct Comparison {
    caption: String,
    field: String,
    declared: String,
    registered: String,
    unknown: String,
    nothing: String,
    different: String,
    rows: Vec<ComparedRow>,
}

impl Comparison {
    /// The lines in their order.
    pub fn new(words: &Words, caption: impl Into<String>, rows: Vec<ComparedRow>) -> Self {
        Self {
            caption: caption.into(),
            field: words.text("ui-compare-field"),
            declared: words.text("ui-compare-declared"),
            registered: words.text("ui-compare-registered"),
            unknown: words.text("ui-compare-unknown"),
            nothing: words.text("ui-nothing"),
            different: words.text("ui-compare-different"),
            rows,
        }
    }

    /// How many lines differ.
    pub fn differences(&self) -> usize {
        self.rows.iter().filter(|row| row.differs).count()
    }
}

components!(Comparison);
