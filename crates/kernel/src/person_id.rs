use std::fmt;
use std::str::FromStr;

use uuid::Uuid;

/// Our opaque, immutable key of a person, minted before the first fact about them. It says nothing
/// about the person and is never shown to people; the law's number is [`PersonalNumber`].
///
/// Written as a hyphenated lower-case UUID of 36 characters everywhere: in tables, JSON and URLs.
///
/// [`PersonalNumber`]: crate::PersonalNumber
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PersonId(Uuid);

/// The text is not a hyphenated UUID.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a person id is a hyphenated UUID of 36 characters")]
pub struct ParsePersonIdError;

impl PersonId {
    /// The key that this UUID is.
    pub const fn from_uuid(uuid: Uuid) -> Self {
        Self(uuid)
    }

    /// The UUID that this key is.
    pub const fn as_uuid(&self) -> &Uuid {
        &self.0
    }
}

impl fmt::Display for PersonId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.as_hyphenated().fmt(f)
    }
}

impl FromStr for PersonId {
    type Err = ParsePersonIdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        // The uuid crate also reads braces and URNs; one key must have one spelling.
        if text.len() != uuid::fmt::Hyphenated::LENGTH {
            return Err(ParsePersonIdError);
        }
        Uuid::try_parse(text)
            .map(Self)
            .map_err(|_| ParsePersonIdError)
    }
}

serde_as_text!(PersonId);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_hyphenated_form_is_read() {
        let id = PersonId::from_uuid(Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0001));
        let text = "01920000-0000-7000-8000-000000000001";
        assert_eq!(id.to_string(), text);
        assert_eq!(text.parse(), Ok(id));
        for wrong in [
            "",
            "01920000000070008000000000000001",
            "{01920000-0000-7000-8000-000000000001}",
            "urn:uuid:01920000-0000-7000-8000-000000000001",
            "01920000-0000-7000-8000-00000000000g",
        ] {
            assert_eq!(
                wrong.parse::<PersonId>(),
                Err(ParsePersonIdError),
                "{wrong}"
            );
        }
    }

    proptest! {
        #[test]
        fn text_and_json_lead_back(bits: u128) {
            let id = PersonId::from_uuid(Uuid::from_u128(bits));
            prop_assert_eq!(id.to_string().len(), 36);
            prop_assert_eq!(id.to_string().parse(), Ok(id));
            let json = serde_json::to_string(&id).unwrap();
            prop_assert_eq!(serde_json::from_str::<PersonId>(&json).unwrap(), id);
        }

        #[test]
        fn no_text_makes_it_panic(text in ".{0,60}") {
            let _ = text.parse::<PersonId>();
        }
    }
}
