/// Whether nobody can see this character: controls, direction marks and overrides, characters of
/// no width, tags. Such a character makes two different texts look the same, or one text look like
/// another; it has no place in names and addresses.
pub fn is_unseen(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn marks_of_direction_and_no_width_are_unseen() {
        for c in "\u{0}\t\n\u{7f}\u{85}\u{ad}\u{200b}\u{200d}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}\u{feff}\u{e0041}".chars() {
            assert!(is_unseen(c), "U+{:04X}", u32::from(c));
        }
    }

    proptest! {
        #[test]
        fn letters_digits_and_spaces_are_seen(text in "[ !-~À-ɏẠ-ỹ\u{300}-\u{323}]{0,60}") {
            prop_assert!(!text.chars().any(is_unseen));
        }
    }
}
