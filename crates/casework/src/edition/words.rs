use std::collections::BTreeMap;

use dean06_content::Content;
use dean06_kernel::Text;
use serde::Deserialize;

use super::{EditionError, text};

const FILE: &str = "casework.toml";

/// What this room says to people, from `casework.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    #[expect(dead_code, reason = "content says of everything where it comes from")]
    source: String,
    #[expect(dead_code, reason = "content says of everything how sure it is")]
    confidence: dean06_kernel::Confidence,
    steps: BTreeMap<String, Text>,
    pub clocks: ClockWords,
    pub values: ValueWords,
    pub registers: RegisterWords,
    pub mend: MendWords,
}

/// Time limits in the catalogue.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ClockWords {
    pub working_hours: Text,
    pub working_days: Text,
    pub same_day: Text,
    pub cut_off: Text,
}

/// Values of yes-or-no questions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ValueWords {
    pub yes: Text,
    pub no: Text,
}

/// What is said about registers that do not answer.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct RegisterWords {
    pub silent_draft: Text,
    pub silent_desk: Text,
}

/// How to mend what was sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct MendWords {
    pub unknown_section: Text,
    pub unknown_field: Text,
    pub not_a_value: Text,
    pub too_long: Text,
    pub hidden_character: Text,
    pub not_a_character: Text,
    pub note_for_takeover: Text,
    pub unknown_code: Text,
    pub item_empty: Text,
    pub reason_empty: Text,
    pub section_not_open: Text,
    pub exactly_one: Text,
}

impl Words {
    pub(super) fn read(content: &Content) -> Result<Self, EditionError> {
        toml::from_str(text(content, FILE)?).map_err(|error| EditionError::File {
            file: FILE,
            problem: error.to_string(),
        })
    }

    /// A kind of step in plain words; the kind itself where there are none.
    pub fn step(&self, kind: &str) -> Text {
        self.steps
            .get(kind)
            .cloned()
            .unwrap_or_else(|| Text::new(kind, kind))
    }
}

/// The text with a value in place of `{name}`.
pub(crate) fn fill(text: &Text, name: &str, value: &Text) -> Text {
    let place = format!("{{{name}}}");
    Text::new(
        text.vi.replace(&place, &value.vi),
        text.en.replace(&place, &value.en),
    )
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::Edition;
    use super::*;
    use crate::course::Step;

    #[test]
    fn every_step_has_words() {
        let edition = Edition::read(Arc::new(Content::embedded().unwrap())).unwrap();
        for step in Step::ALL {
            assert!(edition.words.steps.contains_key(step.kind()), "{step:?}");
        }
        assert!(edition.words.steps.contains_key("submitted"));
        assert_eq!(edition.words.step("unheard-of").vi, "unheard-of");
    }

    #[test]
    fn a_value_takes_its_place() {
        let text = Text::new("{n} ngày", "{n} days");
        let filled = fill(&text, "n", &Text::new("3", "3"));
        assert_eq!(filled, Text::new("3 ngày", "3 days"));
    }
}
