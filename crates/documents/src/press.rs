//! How a paper gets its looks: behind a seam, so that tests need no typesetting.

use std::sync::Arc;

use dean06_content::Content;
use dean06_typeset::{Paper, TypesetError, Typesetter};

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
    /// The file, without signatures.
    fn print(&self, template: &str, paper: &Paper) -> Result<Vec<u8>, PressError>;
}

/// The typesetter, with the shared functions of the content in force.
pub struct TypstPress {
    typesetter: Typesetter,
    content: Arc<Content>,
}

impl TypstPress {
    /// Fails when the built-in fonts cannot be used.
    pub fn new(content: Arc<Content>) -> Result<Self, PressError> {
        Ok(Self {
            typesetter: Typesetter::new().map_err(|error| told(&error))?,
            content,
        })
    }
}

impl Press for TypstPress {
    fn print(&self, template: &str, paper: &Paper) -> Result<Vec<u8>, PressError> {
        let library: Vec<(String, &str)> = self
            .content
            .paper_library()
            .map(|(name, text)| (format!("papers/{name}"), text))
            .collect();
        let library: Vec<(&str, &str)> = library
            .iter()
            .map(|(path, text)| (path.as_str(), *text))
            .collect();
        self.typesetter
            .render(template, &library, paper)
            .map_err(|error| told(&error))
    }
}

fn told(error: &TypesetError) -> PressError {
    PressError {
        may_pass: error.may_pass(),
        text: error.to_string(),
    }
}
