//! What can be printed of a text: archival PDF refuses characters that no font has.

use std::fmt::Write;

use dean06_kernel::is_unseen;
use unicode_normalization::UnicodeNormalization;

use crate::fonts::Fonts;
use crate::paper::{Paper, PaperField};

/// The paper with texts that the fonts can print. A character that none of them has is written as
/// its code point, `[U+738B]`, so that nothing is lost or taken for something else.
pub(crate) fn printable(paper: &Paper, fonts: &Fonts) -> Paper {
    let text = |text: &String| printable_text(text, |c| fonts.have(c));
    let option = |option: &Option<String>| option.as_ref().map(text);
    let field = |field: &PaperField| PaperField {
        id: field.id.clone(),
        label: text(&field.label),
        value: text(&field.value),
    };
    Paper {
        kind: paper.kind.clone(),
        title: text(&paper.title),
        issuer: paper.issuer.iter().map(text).collect(),
        number: option(&paper.number),
        place_and_date: text(&paper.place_and_date),
        fields: paper.fields.iter().map(field).collect(),
        office: option(&paper.office),
        signer: option(&paper.signer),
        code: text(&paper.code),
        verify_url: text(&paper.verify_url),
        qr_text: paper.qr_text.clone(),
        issued_at: paper.issued_at,
    }
}

/// Composes letters and marks, makes every white space one space, drops what cannot be seen.
fn printable_text(text: &str, have: impl Fn(char) -> bool) -> String {
    let mut printed = String::with_capacity(text.len());
    for c in text.nfc() {
        if c.is_whitespace() {
            if !printed.ends_with(' ') {
                printed.push(' ');
            }
        } else if is_unseen(c) {
            // Nobody would see it on paper either.
        } else if have(c) && !is_private(c) {
            printed.push(c);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(printed, "[U+{:04X}]", u32::from(c));
        }
    }
    printed.trim_matches(' ').to_owned()
}

/// A character that means what the font says: archival PDF refuses it.
fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn latin(text: &str) -> String {
        printable_text(text, |c| c < '\u{2000}')
    }

    #[test]
    fn what_no_font_has_is_named() {
        assert_eq!(latin("Vương 王 Minh"), "Vương [U+738B] Minh");
        assert_eq!(latin("😀"), "[U+1F600]");
        assert_eq!(printable_text("\u{e000}", |_| true), "[U+E000]");
    }

    #[test]
    fn white_space_is_single_and_the_unseen_goes() {
        assert_eq!(latin("  a\t\n b\u{a0}c\u{3000}"), "a b c");
        assert_eq!(latin("a\u{200b}\u{202e}b\u{0}\u{feff}"), "ab");
        assert_eq!(latin(" \u{200b} "), "");
    }

    #[test]
    fn letters_are_composed() {
        assert_eq!(latin("Nguye\u{302}\u{303}n"), "Nguyễn");
    }

    proptest! {
        #[test]
        fn only_what_the_fonts_have_remains(text: String) {
            let printed = latin(&text);
            let fine = |c: char| c < '\u{2000}' && !is_unseen(c);
            prop_assert!(printed.chars().all(fine), "{:?}", printed);
            prop_assert_eq!(latin(&printed), printed);
        }
    }
}
