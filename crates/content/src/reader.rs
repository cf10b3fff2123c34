//! Reading files of the content and collecting what is wrong with them.

use serde::de::DeserializeOwned;

use crate::files::Files;
use crate::{ContentError, Finding};

/// Hands out parsed files and keeps the findings, so that one look shows every mistake.
pub(crate) struct Reader<'f> {
    files: &'f Files,
    pub findings: Vec<Finding>,
}

impl<'f> Reader<'f> {
    pub fn new(files: &'f Files) -> Self {
        Self {
            files,
            findings: Vec::new(),
        }
    }

    pub fn paths(&self) -> impl Iterator<Item = &'f str> + use<'f> {
        self.files.keys().map(String::as_str)
    }

    pub fn bytes(&self, path: &str) -> Option<&'f [u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// A file that must be there; nothing stands for its absence, which is noted.
    pub fn required(&mut self, path: &str) -> &'f [u8] {
        let bytes = self.bytes(path);
        if bytes.is_none() {
            self.note(path, "", "the file is missing");
        }
        bytes.unwrap_or_default()
    }

    pub fn note(
        &mut self,
        file: impl Into<String>,
        place: impl Into<String>,
        message: impl std::fmt::Display,
    ) {
        self.findings.push(Finding::new(file, place, message));
    }

    /// Takes the value, or notes the error with its causes.
    pub fn take<T, E: std::error::Error>(
        &mut self,
        file: &str,
        place: &str,
        result: Result<T, E>,
    ) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                let mut message = error.to_string();
                let mut cause = error.source();
                while let Some(inner) = cause {
                    message.push_str(": ");
                    message.push_str(&inner.to_string());
                    cause = inner.source();
                }
                self.note(file, place, message.trim_end());
                None
            }
        }
    }

    /// A TOML file, if it is there and right.
    pub fn toml<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        let bytes = self.bytes(path)?;
        let text = self.take(path, "", std::str::from_utf8(bytes))?;
        self.take(path, "", toml::from_str(text))
    }

    /// A TOML file that must be there.
    pub fn required_toml<T: DeserializeOwned>(&mut self, path: &str) -> Option<T> {
        self.required(path);
        self.toml(path)
    }

    /// The rows of a CSV file, if it is there; wrong rows are noted and left out.
    pub fn csv<T: DeserializeOwned>(&mut self, path: &str) -> Vec<T> {
        let Some(bytes) = self.bytes(path) else {
            return Vec::new();
        };
        let rows: Vec<_> = csv::Reader::from_reader(bytes).deserialize().collect();
        rows.into_iter()
            .filter_map(|row| self.take(path, "", row))
            .collect()
    }

    /// Fails if anything was noted.
    pub fn finish(self) -> Result<(), ContentError> {
        if self.findings.is_empty() {
            Ok(())
        } else {
            Err(ContentError::Broken(self.findings))
        }
    }
}
