/// The check digit of machine-readable zones: values (`0`–`9`, `A` = 10 … `Z` = 35, `<` = 0) times
/// 7, 3, 1, 7, 3, 1 …, summed, modulo 10.
pub(super) fn check_digit(parts: &[&str]) -> char {
    let sum: u32 = parts
        .iter()
        .flat_map(|part| part.chars())
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(c, weight)| c.to_digit(36).unwrap_or(0) * weight)
        .sum();
    char::from_digit(sum % 10, 10).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_digits() {
        // The examples of ICAO Doc 9303 part 3 and part 5.
        assert_eq!(check_digit(&["520727"]), '3');
        assert_eq!(check_digit(&["AB2134<<<"]), '5');
        assert_eq!(check_digit(&["AB21", "34<<<"]), '5');
        assert_eq!(check_digit(&["D23145890"]), '7');
    }

    proptest! {
        #[test]
        fn one_wrong_digit_is_always_seen(text in "[0-9]{1,30}", at: prop::sample::Index, by in 1_u8..10) {
            let at = at.index(text.len());
            let mut wrong = text.clone().into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
            prop_assert_ne!(check_digit(&[&text]), check_digit(&[std::str::from_utf8(&wrong).unwrap()]));
        }
    }
}
