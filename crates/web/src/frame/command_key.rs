use dean06_kernel::Sources;
use dean06_ui::Hidden;
use uuid::Uuid;

use super::Pairs;

/// The field in which a form carries the key of its command.
const NAME: &str = "_key";

/// The key of a command. It is made when the form is, so that a form sent twice is one act.
pub(crate) struct CommandKey(String);

impl CommandKey {
    /// A new key.
    pub fn new(sources: &Sources) -> Self {
        Self(sources.uuid().to_string())
    }

    /// The key that a form brought; a new one where it brought none.
    pub fn of(pairs: &Pairs, sources: &Sources) -> Self {
        let brought = pairs.get(NAME).and_then(|text| Uuid::parse_str(text).ok());
        brought.map_or_else(|| Self::new(sources), |key| Self(key.to_string()))
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The field that carries it.
    pub fn field(&self) -> Hidden {
        Hidden::new(NAME, &self.0)
    }
}
