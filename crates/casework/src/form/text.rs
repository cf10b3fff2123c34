//! Texts as people send them.

use dean06_content::limits::MAX_TEXT_CHARS;
use dean06_kernel::Text;
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::edition::{MendWords, fill};

/// The text composed (NFC) and without white space around it; other line ends become `\n`.
pub(crate) fn clean(text: &str) -> String {
    let text = text.trim();
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    };
    if is_nfc(&text) {
        text
    } else {
        text.nfc().collect()
    }
}

/// Why a text cannot even be kept, and how to mend it.
pub(crate) fn not_keepable(text: &str, words: &MendWords) -> Option<Text> {
    if text.len() > MAX_TEXT_CHARS && text.chars().nth(MAX_TEXT_CHARS).is_some() {
        return Some(too_long(MAX_TEXT_CHARS, words));
    }
    // No database column for JSON holds a zero character.
    text.contains('\0').then(|| words.not_a_character.clone())
}

/// What is wrong with a written text such as a reason, if anything is.
pub(crate) fn problem_of(text: &str, max: usize, words: &MendWords) -> Option<Text> {
    if text.chars().nth(max).is_some() {
        return Some(too_long(max, words));
    }
    if has_hidden(text) {
        return Some(words.hidden_character.clone());
    }
    None
}

fn too_long(max: usize, words: &MendWords) -> Text {
    let limit = max.to_string();
    fill(&words.too_long, "n", &Text::new(limit.clone(), limit))
}

/// Whether a text contains a control character other than tab and line end, or one that turns the
/// direction of writing and makes a text look like another.
pub(crate) fn has_hidden(text: &str) -> bool {
    text.chars().any(|c| match c {
        '\t' | '\n' | '\r' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        other => other.is_control(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_composed_and_trimmed() {
        assert_eq!(clean("  Nguye\u{302}\u{303}n \r\n A\r "), "Nguyễn \n A");
    }

    #[test]
    fn hidden_characters_are_seen() {
        for hidden in ["a\u{202e}b", "\u{200f}", "\u{7}", "\u{0}"] {
            assert!(has_hidden(hidden), "{hidden:?}");
        }
        for plain in ["<script>alert(1)</script>", "đ\u{301}\n\tx", "👩‍👧"] {
            assert!(!has_hidden(plain), "{plain:?}");
        }
    }
}
