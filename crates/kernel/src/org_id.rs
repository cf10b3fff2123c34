use std::fmt;
use std::str::FromStr;

/// Our key of an organisation (cơ quan), such as `committee-00004`: 1 to 64 characters of `a`–`z`,
/// `0`–`9` and `-`. The state's own code for it is an [`OrgCode`](crate::OrgCode), which changes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OrgId(String);

/// The text cannot be the key of an organisation.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseOrgIdError {
    /// Nothing there.
    #[error("an organisation key is empty")]
    Empty,
    /// More than 64 characters.
    #[error("an organisation key has more than {} characters", OrgId::MAX_LEN)]
    TooLong,
    /// A character that is not `a`–`z`, `0`–`9` or `-`.
    #[error("an organisation key may not contain {0:?}")]
    Character(char),
}

impl OrgId {
    /// The longest key, in characters.
    pub const MAX_LEN: usize = 64;

    /// Checks and takes a key.
    pub fn new(text: impl Into<String>) -> Result<Self, ParseOrgIdError> {
        let text = text.into();
        if text.is_empty() {
            return Err(ParseOrgIdError::Empty);
        }
        if text.len() > Self::MAX_LEN {
            return Err(ParseOrgIdError::TooLong);
        }
        match text
            .chars()
            .find(|c| !matches!(c, 'a'..='z' | '0'..='9' | '-'))
        {
            Some(wrong) => Err(ParseOrgIdError::Character(wrong)),
            None => Ok(Self(text)),
        }
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrgId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for OrgId {
    type Err = ParseOrgIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

impl AsRef<str> for OrgId {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

serde_as_text!(OrgId);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn wrong_keys_are_named() {
        assert_eq!(OrgId::new(""), Err(ParseOrgIdError::Empty));
        assert_eq!(OrgId::new("a".repeat(65)), Err(ParseOrgIdError::TooLong));
        assert_eq!(OrgId::new("Police"), Err(ParseOrgIdError::Character('P')));
        assert_eq!(OrgId::new("a b"), Err(ParseOrgIdError::Character(' ')));
        assert!(serde_json::from_str::<OrgId>("\"a/b\"").is_err());
    }

    proptest! {
        #[test]
        fn good_keys_lead_back(text in "[a-z0-9-]{1,64}") {
            let id = OrgId::new(text.clone()).unwrap();
            prop_assert_eq!(id.as_str(), &text);
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(serde_json::from_str::<OrgId>(&json).unwrap(), id);
        }

        #[test]
        fn what_is_accepted_is_plain(text in ".{0,80}") {
            if let Ok(id) = OrgId::new(text) {
                prop_assert!(id.as_str().len() <= 64 && id.as_str().is_ascii());
            }
        }
    }
}
