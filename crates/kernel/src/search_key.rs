use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a name is found by: lower case, without diacritics, đ as d, words parted by single spaces.
/// `Nguyễn  Thị Đào` and `nguyen thi dao` have the same key; a key is its own key.
pub fn search_key(text: &str) -> String {
    let plain: String = without_marks(&without_marks(text).to_lowercase())
        .chars()
        .map(|c| match c {
            // Eth and the African d look like đ and are typed in its place.
            'đ' | 'ð' | 'ɖ' => 'd',
            other => other,
        })
        .nfc()
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_marks(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn vietnamese_names_lose_their_marks() {
        assert_eq!(search_key("  Nguyễn  Thị\u{a0}Đào "), "nguyen thi dao");
        assert_eq!(search_key("ƯƠNG Ỷ NHƯ Quỳnh"), "uong y nhu quynh");
        assert_eq!(search_key("Ðỗ Ɖặng"), "do dang");
        assert_eq!(search_key("H'Hen Niê"), "h'hen nie");
        assert_eq!(search_key(""), "");
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text: String) {
            let key = search_key(&text);
            prop_assert_eq!(&search_key(&key), &key);
        }

        #[test]
        fn composed_and_decomposed_meet(text in "[a-zA-ZÀ-ỹĐđ ]{0,40}") {
            let apart: String = text.nfd().collect();
            prop_assert_eq!(search_key(&text), search_key(&apart));
        }

        #[test]
        fn vietnamese_becomes_plain_letters(text in "[a-zA-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯưẠ-ỹ ]{0,40}") {
            prop_assert!(search_key(&text).chars().all(|c| matches!(c, 'a'..='z' | ' ')));
        }
    }
}
