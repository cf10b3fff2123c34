//! The built-in fonts.

use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontStyle, FontWeight};
use typst::utils::LazyHash;

use crate::TypesetError;

/// The family of all papers: it has every letter of Vietnamese.
const FAMILY: &str = "Libertinus Serif";

/// The faces of it that are used. Bold italic is left out: it has no ơ and no ư.
const FACES: [(FontStyle, FontWeight); 3] = [
    (FontStyle::Normal, FontWeight::REGULAR),
    (FontStyle::Normal, FontWeight::BOLD),
    (FontStyle::Italic, FontWeight::REGULAR),
];

/// The fonts a template can use.
pub(crate) struct Fonts {
    pub book: LazyHash<FontBook>,
    faces: Vec<Font>,
}

impl Fonts {
    pub(crate) fn built_in() -> Result<Self, TypesetError> {
        let faces: Vec<Font> = typst_assets::fonts()
            .filter_map(|data| Font::new(Bytes::new(data), 0))
            .filter(|font| {
                let info = font.info();
                info.family == FAMILY && FACES.contains(&(info.variant.style, info.variant.weight))
            })
            .collect();
        if faces.len() != FACES.len() {
            return Err(TypesetError::Fonts);
        }
        Ok(Self {
            book: LazyHash::new(FontBook::from_fonts(&faces)),
            faces,
        })
    }

    pub(crate) fn get(&self, index: usize) -> Option<Font> {
        self.faces.get(index).cloned()
    }

    /// Whether every face has this character, so that it looks the same in any of them.
    pub(crate) fn have(&self, c: char) -> bool {
        self.faces
            .iter()
            .all(|face| face.info().coverage.contains(c.into()))
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn every_letter_of_vietnamese_is_there() {
        let fonts = Fonts::built_in().unwrap();
        let plain = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY".chars();
        let tones = ["", "\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"];
        let vowels = plain.flat_map(|letter| tones.map(|tone| format!("{letter}{tone}")));
        let letters: String = vowels.collect::<String>().nfc().collect();
        assert_eq!(letters.chars().count(), 2 * 12 * 6);
        for c in letters.chars().chain("đĐ₫–—“”‘’…№²".chars()) {
            assert!(fonts.have(c), "{c}");
        }
        // Marks for the letters of other languages of Vietnam: Ê-đê, Gia-rai, Mnông.
        for c in "ăĕĭŏŭƀčñơư\u{306}\u{302}".chars() {
            assert!(fonts.have(c), "{c}");
        }
    }

    #[test]
    fn there_are_characters_it_does_not_have() {
        let fonts = Fonts::built_in().unwrap();
        assert!(!fonts.have('王') && !fonts.have('😀'));
    }
}
