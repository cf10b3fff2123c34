//! The limits of every JSON value that comes from outside, checked before anything else looks at it.

use serde_json::Value;

/// How deep objects and lists may be nested.
pub const MAX_DEPTH: usize = 8;
/// How many values there may be altogether.
pub const MAX_VALUES: usize = 2_000;
/// How many bytes all texts and names together may have.
pub const MAX_BYTES: usize = 256 * 1024;
/// How many characters one text may have.
pub const MAX_TEXT_CHARS: usize = 4_000;
/// How many characters the name of a field may have.
pub const MAX_NAME_CHARS: usize = 100;

/// Which limit a value exceeds. Holds no part of the value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LimitError {
    /// Nested deeper than [`MAX_DEPTH`].
    #[error("nested more than {MAX_DEPTH} levels deep")]
    Depth,
    /// More than [`MAX_VALUES`] values.
    #[error("more than {MAX_VALUES} values")]
    Values,
    /// More than [`MAX_BYTES`] bytes of text.
    #[error("more than {MAX_BYTES} bytes of text")]
    Bytes,
    /// A text of more than [`MAX_TEXT_CHARS`] characters.
    #[error("a text of more than {MAX_TEXT_CHARS} characters")]
    Text,
    /// A field name of more than [`MAX_NAME_CHARS`] characters.
    #[error("a field name of more than {MAX_NAME_CHARS} characters")]
    Name,
    /// A control character other than tab and line breaks, or one that turns the direction of
    /// writing and makes a text look like another.
    #[error("a character that cannot be seen and changes how a text is read")]
    Character,
}

/// Checks a value against all limits.
pub fn check(value: &Value) -> Result<(), LimitError> {
    let mut waiting = vec![(value, 1)];
    let mut values = 0;
    let mut bytes = 0;
    while let Some((value, depth)) = waiting.pop() {
        values += 1;
        if values > MAX_VALUES {
            return Err(LimitError::Values);
        }
        match value {
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
            Value::String(text) => {
                bytes += text.len();
                check_text(text, MAX_TEXT_CHARS, LimitError::Text)?;
            }
            Value::Array(_) | Value::Object(_) if depth > MAX_DEPTH => {
                return Err(LimitError::Depth);
            }
            Value::Array(items) => {
                // A list too long to be looked at must not be queued either.
                if items.len() > MAX_VALUES {
                    return Err(LimitError::Values);
                }
                waiting.extend(items.iter().map(|item| (item, depth + 1)));
            }
            Value::Object(fields) => {
                if fields.len() > MAX_VALUES {
                    return Err(LimitError::Values);
                }
                for (name, field) in fields {
                    bytes += name.len();
                    check_text(name, MAX_NAME_CHARS, LimitError::Name)?;
                    waiting.push((field, depth + 1));
                }
            }
        }
        if bytes > MAX_BYTES {
            return Err(LimitError::Bytes);
        }
    }
    Ok(())
}

fn check_text(text: &str, max: usize, too_long: LimitError) -> Result<(), LimitError> {
    if text.len() > max && text.chars().nth(max).is_some() {
        return Err(too_long);
    }
    if text.chars().any(is_hidden) {
        return Err(LimitError::Character);
    }
    Ok(())
}

fn is_hidden(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' => false,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            true
        }
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::any_json;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn each_limit_holds_and_not_one_earlier() {
        let nested = |depth| (1..depth).fold(json!([]), |inner, _| json!([inner]));
        assert_eq!(check(&nested(MAX_DEPTH)), Ok(()));
        assert_eq!(check(&nested(MAX_DEPTH + 1)), Err(LimitError::Depth));
        assert_eq!(check(&json!("ư".repeat(MAX_TEXT_CHARS))), Ok(()));
        assert_eq!(
            check(&json!("ư".repeat(MAX_TEXT_CHARS + 1))),
            Err(LimitError::Text)
        );
        assert_eq!(check(&json!("x".repeat(10_000_000))), Err(LimitError::Text));
        assert_eq!(check(&json!(vec![0; MAX_VALUES - 1])), Ok(()));
        assert_eq!(check(&json!(vec![0; MAX_VALUES])), Err(LimitError::Values));
        assert_eq!(
            check(&json!(vec![0; MAX_VALUES + 1])),
            Err(LimitError::Values)
        );
        assert_eq!(
            check(&json!(vec!["x".repeat(4_000); 66])),
            Err(LimitError::Bytes)
        );
        assert_eq!(check(&json!({ "x".repeat(101): 1 })), Err(LimitError::Name));
        assert_eq!(
            check(&json!({ "x".repeat(100): "<script>\n\tđ\u{301}" })),
            Ok(())
        );
        for hidden in [
            "a\u{0}",
            "a\u{202e}b",
            "\u{200f}",
            "\u{2066}",
            "\u{7f}",
            "\u{85}",
        ] {
            assert_eq!(
                check(&json!(hidden)),
                Err(LimitError::Character),
                "{hidden:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn any_value_is_judged(value in any_json()) {
            let _ = check(&value);
        }
    }
}
