use std::collections::BTreeMap;

use dean06_content::Content;
use dean06_contracts::casework::{BundleState, LegState};
use dean06_kernel::Text;
use serde::Deserialize;

use super::{EditionError, text};

pub(super) const FILE: &str = "casework.toml";

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
    /// Role → the office that a paper names.
    #[serde(default)]
    offices: BTreeMap<String, Text>,
    /// Empty in versions from before there were interlinked applications: what lives under them is
    /// none.
    #[serde(default)]
    pub chain: ChainWords,
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

/// What is said about interlinked applications.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ChainWords {
    /// Where the whole stands.
    #[serde(default)]
    states: BTreeMap<BundleState, Text>,
    /// Where a leg stands.
    #[serde(default)]
    leg_states: BTreeMap<LegState, Text>,
    pub next: NextWords,
    pub why: WhyWords,
    pub obstacle: ObstacleWords,
    pub due: Text,
    pub no_due: Text,
    pub occasion: Text,
    pub occasion_changed: Text,
    pub automatic_office: Text,
    pub stuck: Text,
    pub not_in_register: Text,
    pub no_answer: Text,
    pub doubtful: Text,
}

/// Who acts next on a leg.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct NextWords {
    pub fill: Text,
    pub ready: Text,
    pub after: Text,
    pub begins: Text,
    pub register: Text,
    pub agreement: Text,
    pub agreement_unnamed: Text,
    pub intake: Text,
    pub process: Text,
    pub supplement: Text,
    pub effect: Text,
    pub by_hand: Text,
}

/// Why a leg ended without a result.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct WhyWords {
    pub dependency: Text,
    pub not_applicable: Text,
    pub no_organisation: Text,
    pub declined: Text,
    pub expired: Text,
    pub closed: Text,
    pub withdrawn: Text,
}

/// What speaks against submitting the whole.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct ObstacleWords {
    pub incomplete: Text,
    pub no_organisation: Text,
    pub nothing_chosen: Text,
    pub dependency: Text,
    pub changed: Text,
    pub ended: Text,
}

impl ChainWords {
    /// Where the whole stands, in plain words.
    pub fn state(&self, state: BundleState) -> Text {
        let text = self.states.get(&state).cloned();
        text.unwrap_or_else(|| Text::new(state.as_str(), state.as_str()))
    }

    /// Where a leg stands, in plain words.
    pub fn leg_state(&self, state: LegState) -> Text {
        let text = self.leg_states.get(&state).cloned();
        text.unwrap_or_else(|| Text::new(state.as_str(), state.as_str()))
    }

    /// Whether there are words for every state.
    pub(super) fn is_whole(&self) -> bool {
        BundleState::ALL
            .iter()
            .all(|state| self.states.contains_key(state))
            && LegState::ALL
                .iter()
                .all(|state| self.leg_states.contains_key(state))
    }
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
    #[serde(default)]
    pub exactly_one_name: Text,
    #[serde(default)]
    pub paper_unusable: Text,
}

impl Words {
    pub(super) fn read(content: &Content) -> Result<Self, EditionError> {
        toml::from_str(text(content, FILE)?).map_err(|error| EditionError::File {
            file: FILE,
            problem: error.to_string(),
        })
    }

    /// The office that goes with a role, if there are words for it.
    pub fn office(&self, role: &str) -> Option<&Text> {
        self.offices.get(role)
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
        for kind in [
            "submitted",
            "appealed",
            "decided-automatically",
            "occasion-changed",
        ] {
            assert!(edition.words.steps.contains_key(kind), "{kind}");
        }
        assert!(edition.words.chain.is_whole());
        assert_eq!(edition.words.step("unheard-of").vi, "unheard-of");
    }

    #[test]
    fn a_value_takes_its_place() {
        let text = Text::new("{n} ngày", "{n} days");
        let filled = fill(&text, "n", &Text::new("3", "3"));
        assert_eq!(filled, Text::new("3 ngày", "3 days"));
    }
}
