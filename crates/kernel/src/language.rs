use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language people read here. Vietnamese unless somebody chose otherwise.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

/// The text is neither `vi` nor `en`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the language is \"vi\" or \"en\"")]
pub struct ParseLanguageError;

impl Language {
    /// All languages, the default first.
    pub const ALL: [Self; 2] = [Self::Vi, Self::En];

    /// The language tag, as in `<html lang>`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Language {
    type Err = ParseLanguageError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|language| language.as_str() == text)
            .ok_or(ParseLanguageError)
    }
}

/// One text in both languages, as content and answers carry it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Text {
    /// Puts both languages together.
    pub fn new(vi: impl Into<String>, en: impl Into<String>) -> Self {
        Self {
            vi: vi.into(),
            en: en.into(),
        }
    }

    /// The text in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn vietnamese_is_the_default() {
        assert_eq!(Language::default(), Language::Vi);
        for language in Language::ALL {
            assert_eq!(language.to_string().parse(), Ok(language));
            assert_eq!(
                serde_json::to_string(&language).unwrap(),
                format!("\"{language}\"")
            );
        }
        assert_eq!("fr".parse::<Language>(), Err(ParseLanguageError));
    }

    #[test]
    fn a_text_needs_both_languages_and_nothing_else() {
        assert!(serde_json::from_str::<Text>(r#"{"vi":"Có"}"#).is_err());
        assert!(serde_json::from_str::<Text>(r#"{"vi":"Có","en":"Yes","fr":"Oui"}"#).is_err());
    }

    proptest! {
        #[test]
        fn a_text_leads_back(vi: String, en: String) {
            let text = Text::new(vi.clone(), en.clone());
            prop_assert_eq!(text.get(Language::Vi), &vi);
            prop_assert_eq!(text.get(Language::En), &en);
            let json = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(serde_json::from_str::<Text>(&json).unwrap(), text);
        }
    }
}
