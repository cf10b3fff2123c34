//! How a paper gets its looks: behind a seam, so that tests need no typesetting.

use std::collections::BTreeMap;

use dean06_typeset::{Paper, TypesetError, Typesetter};

/// What templates share: the text of each file by its name, as `official.typ`.
pub type Library = BTreeMap<String, String>;

/// Why a paper was not set.
#[derive(Debug, thiserror::Error)]
#[error("{text}")]
pub struct PressError {
    /// What happened, without personal data.
    pub text: String,
    /// The same may well succeed later.
    pub may_pass: bool,
}

/// Makes a PDF of a template and a paper. It takes milliseconds and blocks.
pub trait Press: Send + Sync {
    /// The file, without signatures. The template imports what it needs of the library.
    fn print(
        &self,
        template: &str,
        library: &Library,
        paper: &Paper,
    ) -> Result<Vec<u8>, PressError>;
}

/// The typesetter.
pub struct TypstPress {
    typesetter: Typesetter,
}

impl TypstPress {
    /// Fails when the built-in fonts cannot be used.
    pub fn new() -> Result<Self, PressError> {
        Ok(Self {
            typesetter: Typesetter::new().map_err(|error| told(&error))?,
        })
    }
}

impl Press for TypstPress {
    fn print(
        &self,
        template: &str,
        library: &Library,
        paper: &Paper,
    ) -> Result<Vec<u8>, PressError> {
        let named: Vec<(String, &str)> = library
            .iter()
            .map(|(name, text)| (format!("papers/{name}"), text.as_str()))
            .collect();
        let files: Vec<(&str, &str)> = named
            .iter()
            .map(|(path, text)| (path.as_str(), *text))
            .collect();
        self.typesetter
            .render(template, &files, paper)
            .map_err(|error| told(&error))
    }
}

fn told(error: &TypesetError) -> PressError {
    PressError {
        may_pass: error.may_pass(),
        text: error.to_string(),
    }
}
