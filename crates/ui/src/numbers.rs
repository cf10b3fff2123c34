//! How the two languages write numbers.

use dean06_kernel::Language;

/// Groups the digits of a decimal number written with a point: `12345.5` becomes `12.345,5` in
/// Vietnamese and `12,345.5` in English. Text that is not such a number is returned as it is.
pub(crate) fn grouped(language: Language, number: &str) -> String {
    let (group, decimal) = match language {
        Language::Vi => ('.', ','),
        Language::En => (',', '.'),
    };
    let (sign, digits) = match number.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", number),
    };
    let (whole, fraction) = match digits.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (digits, None),
    };
    if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
        return number.to_owned();
    }
    let mut text = String::from(sign);
    for (position, digit) in whole.chars().enumerate() {
        if position > 0 && (whole.len() - position).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    if let Some(fraction) = fraction {
        text.push(decimal);
        text.push_str(fraction);
    }
    text
}

#[cfg(test)]
mod tests {
    use dean06_kernel::Language;

    use super::grouped;

    #[test]
    fn digits_are_grouped_by_three() {
        for (number, vi, en) in [
            ("0", "0", "0"),
            ("999", "999", "999"),
            ("1000", "1.000", "1,000"),
            ("-1234567", "-1.234.567", "-1,234,567"),
            ("12345.25", "12.345,25", "12,345.25"),
            ("inf", "inf", "inf"),
        ] {
            assert_eq!(grouped(Language::Vi, number), vi);
            assert_eq!(grouped(Language::En, number), en);
        }
    }
}
