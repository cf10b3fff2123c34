//! Names of files, made harmless.

use unicode_normalization::UnicodeNormalization as _;

/// The most characters of a name before its ending.
const LONGEST: usize = 80;
/// What a name is called of which nothing is left.
const NAMELESS: &str = "giay-to";

/// The last part of a path as people typed it, without what could hide its ending, leave its folder
/// or mean something to a program; its ending is that of its content.
pub(super) fn clean(name: &str, ending: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = match last.rsplit_once('.') {
        Some((stem, old)) if is_ending(old) => stem,
        _ => last,
    };
    let kept: String = stem
        .nfc()
        .map(|letter| if is_harmless(letter) { letter } else { ' ' })
        .collect();
    let words: Vec<&str> = kept.split_whitespace().collect();
    let stem: String = words.join(" ").chars().take(LONGEST).collect();
    let stem = stem.trim_matches(['.', ' ', '-']);
    let stem = if stem.is_empty() { NAMELESS } else { stem };
    format!("{stem}.{ending}")
}

/// The name under which an issued paper is saved.
pub(crate) fn file_name_for(kind: &str, number: &str, ending: &str) -> String {
    clean(&format!("{kind} {number}.{ending}"), ending)
}

fn is_ending(text: &str) -> bool {
    (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn is_harmless(letter: char) -> bool {
    letter.is_alphanumeric()
        || matches!(letter, ' ' | '-' | '_' | '.' | '(' | ')' | ',')
        // Marks that stay alone after normalisation.
        || ('\u{300}'..='\u{36f}').contains(&letter)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_name_stays_a_name() {
        assert_eq!(
            clean("Giấy khai sinh (bản chính).PDF", "pdf"),
            "Giấy khai sinh (bản chính).pdf"
        );
        assert_eq!(clean("C:\\Ảnh\\scan.jpeg", "jpg"), "scan.jpg");
        assert_eq!(clean("../../etc/passwd", "pdf"), "passwd.pdf");
        assert_eq!(clean("ảnh.png.exe", "png"), "ảnh.png.png");
        assert_eq!(clean("gpj.\u{202e}fdp", "pdf"), "gpj. fdp.pdf");
        assert_eq!(
            clean("a\r\nSet-Cookie: x\".pdf", "pdf"),
            "a Set-Cookie x.pdf"
        );
        for empty in ["", "...", "///", "\u{0}", ".pdf"] {
            assert_eq!(clean(empty, "pdf"), "giay-to.pdf", "{empty:?}");
        }
        assert_eq!(
            file_name_for("birth-certificate", "H26.4-20261122-0001", "pdf"),
            "birth-certificate H26.4-20261122-0001.pdf"
        );
    }

    proptest! {
        #[test]
        fn no_name_leaves_its_folder_or_hides_its_ending(name in "\\PC{0,300}|.{0,300}") {
            let clean = clean(&name, "pdf");
            let bad = |c: char| c.is_control() || "/\\:*?\"<>|\u{202e}\u{200f}".contains(c);
            prop_assert!(!clean.chars().any(bad));
            prop_assert!(clean.to_ascii_lowercase().ends_with(".pdf"));
            prop_assert!(!clean.starts_with('.'));
            prop_assert!(clean.chars().count() <= LONGEST + 4);
        }
    }
}
