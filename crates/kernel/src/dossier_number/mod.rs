//! Dossier numbers and the templates that make them.

mod template;
#[cfg(test)]
mod tests;

use std::fmt;
use std::str::FromStr;

pub use template::{DossierNumberError, DossierTemplate, DossierTemplateError};

/// The number of a dossier (mã số hồ sơ), as `G09.20-20260609-0092637`: 1 to 64 characters of
/// `A`–`Z`, `0`–`9`, `.` and `-`. How it is made says the [`DossierTemplate`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DossierNumber(String);

/// The text cannot be a dossier number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "a dossier number has 1 to {} characters of A–Z, 0–9, \".\" and \"-\"",
    DossierNumber::MAX_LEN
)]
pub struct ParseDossierNumberError;

impl DossierNumber {
    /// The longest number, in characters.
    pub const MAX_LEN: usize = 64;

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_plain(b: u8) -> bool {
    b.is_ascii_uppercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-')
}

impl fmt::Display for DossierNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for DossierNumber {
    type Err = ParseDossierNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if (1..=Self::MAX_LEN).contains(&text.len()) && text.bytes().all(is_plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(ParseDossierNumberError)
        }
    }
}

serde_as_text!(DossierNumber);
