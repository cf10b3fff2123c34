use std::fmt;
use std::str::FromStr;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::unseen::is_unseen;

/// A person's full name (họ, chữ đệm và tên) as free text in NFC, at most 100 characters.
///
/// Letters of any script, spaces, apostrophes, hyphens, dots and the few other signs that names
/// carry. What cannot be seen (controls, direction marks, zero-width characters), digits and
/// signs that documents and cards use as separators are refused, never silently dropped.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonName(String);

/// Why a text cannot be a person's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PersonNameError {
    /// Nothing but spaces.
    #[error("the name is empty")]
    Empty,
    /// More than 100 characters.
    #[error("the name has more than {} characters", PersonName::MAX_CHARS)]
    TooLong,
    /// No letter in it.
    #[error("the name has no letter")]
    NoLetter,
    /// A digit.
    #[error("the name contains the digit {0}")]
    Digit(char),
    /// A control character, a direction mark or override, or a character of no width.
    #[error("the name contains the invisible character U+{:04X}", u32::from(*.0))]
    Invisible(char),
    /// Marks without a letter below them, or more marks on one letter than any script stacks.
    #[error("the name contains a mark that belongs to no letter")]
    StrayMark,
    /// A sign that no name carries.
    #[error("the name contains the character {0:?}")]
    Character(char),
}

impl PersonName {
    /// The longest name, in characters.
    pub const MAX_CHARS: usize = 100;

    /// Input longer than this is refused before any work is spent on it.
    const MAX_INPUT_BYTES: usize = 4096;

    /// Marks that may follow a letter after composition.
    const MAX_MARKS: usize = 2;

    /// Normalises (NFC, outer spaces off, inner ones single) and checks.
    pub fn new(input: &str) -> Result<Self, PersonNameError> {
        if input.len() > Self::MAX_INPUT_BYTES {
            return Err(PersonNameError::TooLong);
        }
        let mut name = String::with_capacity(input.len());
        for c in input.trim().nfc() {
            if c.is_whitespace() && !c.is_control() {
                if !name.ends_with(' ') {
                    name.push(' ');
                }
            } else {
                name.push(c);
            }
        }
        // Composition can leave a space that `trim` saw as something else.
        let name = name.trim_matches(' ');
        if name.is_empty() {
            return Err(PersonNameError::Empty);
        }
        if name.chars().count() > Self::MAX_CHARS {
            return Err(PersonNameError::TooLong);
        }
        check_characters(name)?;
        Ok(Self(name.to_owned()))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What the name is found by; see [`search_key`](crate::search_key).
    pub fn search_key(&self) -> String {
        crate::search_key(&self.0)
    }

    /// The family name (họ): the first word. Empty if the name is one word.
    pub fn family(&self) -> &str {
        self.0.split_once(' ').map_or("", |(family, _)| family)
    }

    /// The middle name (chữ đệm): what stands between the first and the last word; may be empty.
    pub fn middle(&self) -> &str {
        self.0
            .split_once(' ')
            .and_then(|(_, rest)| rest.rsplit_once(' '))
            .map_or("", |(middle, _)| middle)
    }

    /// The given name (tên): the last word, by which Vietnamese names are sorted and called.
    pub fn given(&self) -> &str {
        self.0.rsplit_once(' ').map_or(&self.0, |(_, given)| given)
    }
}

fn check_characters(name: &str) -> Result<(), PersonNameError> {
    let mut letters = 0_usize;
    // A mark at the very start has no letter below it.
    let mut marks = PersonName::MAX_MARKS;
    for c in name.chars() {
        if is_unseen(c) {
            return Err(PersonNameError::Invisible(c));
        }
        if is_combining_mark(c) {
            marks += 1;
            if marks > PersonName::MAX_MARKS {
                return Err(PersonNameError::StrayMark);
            }
        } else if c.is_alphabetic() {
            letters += 1;
            marks = 0;
        } else if c.is_numeric() {
            return Err(PersonNameError::Digit(c));
        } else if is_name_sign(c) {
            marks = PersonName::MAX_MARKS;
        } else {
            return Err(PersonNameError::Character(c));
        }
    }
    if letters == 0 {
        return Err(PersonNameError::NoLetter);
    }
    Ok(())
}

fn is_name_sign(c: char) -> bool {
    matches!(
        c,
        ' ' | '\''
            | '’'
            | '‘'
            | '`'
            | '´'
            | '-'
            | '‐'
            | '‑'
            | '–'
            | '.'
            | '·'
            | ','
            | '/'
            | '('
            | ')'
    )
}

impl fmt::Display for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for PersonName {
    type Err = PersonNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

impl AsRef<str> for PersonName {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

serde_as_text!(PersonName);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_normalization::is_nfc;

    fn name(text: &str) -> PersonName {
        text.parse().unwrap()
    }

    #[test]
    fn names_of_all_sorts_pass() {
        for text in [
            "Nguyễn Thị Hoa",
            "H'Hen Niê",
            "Y-Blôk Êban",
            "Ksor H’Bơ Khăp",
            "Anne-Marie St. John",
            "Lê A",
            "An",
            "김민수",
            "Jón Þór",
        ] {
            assert_eq!(name(text).as_str(), text);
        }
    }

    #[test]
    fn spaces_and_composition_are_put_right() {
        assert_eq!(name("  Lê   An ").as_str(), "Lê An");
        assert_eq!(name("Le\u{302}\u{a0}\u{3000} An\n").as_str(), "Lê An");
    }

    #[test]
    fn what_no_name_carries_is_named() {
        use PersonNameError as E;
        for (text, error) in [
            ("", E::Empty),
            (" \t\n", E::Empty),
            ("- .", E::NoLetter),
            ("Lê An 2", E::Digit('2')),
            ("Lê An ٣", E::Digit('٣')),
            ("<script>", E::Character('<')),
            ("Lê {{An}}", E::Character('{')),
            ("Lê|An", E::Character('|')),
            ("Lê\u{202e}An", E::Invisible('\u{202e}')),
            ("Lê\u{200f}An", E::Invisible('\u{200f}')),
            ("Lê\u{200b}An", E::Invisible('\u{200b}')),
            ("Lê\tAn", E::Invisible('\t')),
            ("Lê\u{0}An", E::Invisible('\u{0}')),
            ("\u{301}An", E::StrayMark),
            ("Lê \u{301}An", E::StrayMark),
            ("Lx\u{301}\u{301}\u{301}\u{301}", E::StrayMark),
        ] {
            assert_eq!(PersonName::new(text), Err(error), "{text:?}");
        }
        assert_eq!(PersonName::new(&"a".repeat(101)), Err(E::TooLong));
        assert_eq!(PersonName::new(&"a".repeat(10_000_000)), Err(E::TooLong));
        assert!(PersonName::new(&"ễ".repeat(100)).is_ok());
    }

    #[test]
    fn a_name_has_three_parts() {
        let parts = |text| {
            let name = name(text);
            (
                name.family().to_owned(),
                name.middle().to_owned(),
                name.given().to_owned(),
            )
        };
        let expect = |a: &str, b: &str, c: &str| (a.to_owned(), b.to_owned(), c.to_owned());
        assert_eq!(
            parts("Nguyễn Thị Minh Hoa"),
            expect("Nguyễn", "Thị Minh", "Hoa")
        );
        assert_eq!(parts("Lê An"), expect("Lê", "", "An"));
        assert_eq!(parts("Suharto"), expect("", "", "Suharto"));
        assert_eq!(name("Đỗ  Thị Đào").search_key(), "do thi dao");
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_clean(text in "\\PC{0,120}|.{0,40}|[ a-zÀ-ỹ\u{300}-\u{303}\u{200b}'.-]{0,120}") {
            if let Ok(name) = PersonName::new(&text) {
                let text = name.as_str();
                prop_assert!(is_nfc(text));
                prop_assert!(text.chars().count() <= 100);
                prop_assert_eq!(text.trim(), text);
                prop_assert!(!text.contains("  "));
                let separators = ['<', '>', '{', '}', '|'];
                prop_assert!(!text.contains(separators));
                prop_assert!(!text.chars().any(|c| c.is_control() || c.is_numeric()));
                prop_assert_eq!(PersonName::new(text), Ok(name.clone()));
                let json = serde_json::to_string(&name).unwrap();
                prop_assert_eq!(serde_json::from_str::<PersonName>(&json).unwrap(), name);
            }
        }

        #[test]
        fn the_parts_make_the_name(text in "[A-ZĐ][a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]{0,6}( [A-ZĐ][a-zàáâãèéêìíòóôõùúýăđĩũơưạ-ỹ]{0,6}){0,5}") {
            if let Ok(name) = PersonName::new(&text) {
                let parts: Vec<&str> = [name.family(), name.middle(), name.given()]
                    .into_iter().filter(|part| !part.is_empty()).collect();
                prop_assert_eq!(parts.join(" "), name.as_str());
            }
        }
    }
}
