use std::fmt;

use dean06_mediator::ServiceError;

/// Where a page of rows ended: an order by a number, then by a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub at: i64,
    pub id: String,
}

impl Cursor {
    /// After the row with these.
    pub fn at(at: i64, id: &str) -> Self {
        Self {
            at,
            id: id.to_owned(),
        }
    }

    /// What a request brought; nothing for the first page.
    pub fn parse(text: Option<&str>) -> Result<Option<Self>, ServiceError> {
        let Some(text) = text else { return Ok(None) };
        let parsed = text.split_once('_').and_then(|(at, id)| {
            let plain = id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            (plain && !id.is_empty()).then_some(Self::at(at.parse().ok()?, id))
        });
        parsed
            .map(Some)
            .ok_or_else(|| ServiceError::refused("cursor-invalid"))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}_{}", self.at, self.id)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_leads_back(at: i64, id in "[a-z0-9-]{1,40}") {
            let cursor = Cursor::at(at, &id);
            prop_assert_eq!(Cursor::parse(Some(&cursor.to_string())).unwrap(), Some(cursor));
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,40}") {
            let _ = Cursor::parse(Some(&text));
        }
    }

    #[test]
    fn what_we_did_not_write_is_refused() {
        for text in ["", "1", "_x", "1_", "1_a b", "x_1"] {
            assert!(Cursor::parse(Some(text)).is_err(), "{text:?}");
        }
        assert_eq!(Cursor::parse(None).unwrap(), None);
    }
}
