use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A person's sex as the registers hold it (giới tính). Written `male`, `female`, `unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sex {
    /// Nam.
    Male,
    /// Nữ.
    Female,
    /// Not stated, or not yet determined.
    Unknown,
}

/// The text is none of `male`, `female`, `unknown`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sex is \"male\", \"female\" or \"unknown\"")]
pub struct ParseSexError;

impl Sex {
    /// All values.
    pub const ALL: [Self; 3] = [Self::Male, Self::Female, Self::Unknown];

    /// The word used in tables and JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Sex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Sex {
    type Err = ParseSexError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|sex| sex.as_str() == text)
            .ok_or(ParseSexError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_json_agree() {
        for sex in Sex::ALL {
            assert_eq!(sex.to_string().parse(), Ok(sex));
            assert_eq!(
                serde_json::to_string(&sex).unwrap(),
                format!("\"{}\"", sex.as_str())
            );
            assert_eq!(
                serde_json::from_str::<Sex>(&format!("\"{sex}\"")).unwrap(),
                sex
            );
        }
        assert_eq!("Nam".parse::<Sex>(), Err(ParseSexError));
    }
}
