use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How surely a piece of content is the law. Ordered from the surest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Read in the text of the law, or published by the body that decides it.
    Official,
    /// Told by somebody else: a newspaper, an open data set, another program.
    ThirdParty,
    /// Believed, not checked; never to be presented as law.
    Unconfirmed,
}

/// The text is none of `official`, `third-party`, `unconfirmed`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("confidence is \"official\", \"third-party\" or \"unconfirmed\"")]
pub struct ParseConfidenceError;

impl Confidence {
    /// All values, the surest first.
    pub const ALL: [Self; 3] = [Self::Official, Self::ThirdParty, Self::Unconfirmed];

    /// The word used in content files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Official => "official",
            Self::ThirdParty => "third-party",
            Self::Unconfirmed => "unconfirmed",
        }
    }

    /// Whether it may be presented as law.
    pub const fn is_official(self) -> bool {
        matches!(self, Self::Official)
    }
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Confidence {
    type Err = ParseConfidenceError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|confidence| confidence.as_str() == text)
            .ok_or(ParseConfidenceError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_json_agree_and_the_surest_is_first() {
        assert!(Confidence::ALL.is_sorted());
        for confidence in Confidence::ALL {
            assert_eq!(confidence.to_string().parse(), Ok(confidence));
            assert_eq!(
                serde_json::to_string(&confidence).unwrap(),
                format!("\"{confidence}\"")
            );
        }
        assert!(Confidence::Official.is_official());
        assert!("law".parse::<Confidence>().is_err());
    }
}
