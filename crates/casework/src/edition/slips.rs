use dean06_content::Content;
use dean06_contracts::casework::SlipKind;
use dean06_kernel::Text;
use serde::Deserialize;

use super::{EditionError, text};

const FILE: &str = "slips.toml";

/// How slips are worded, from `slips.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Slips {
    #[expect(dead_code, reason = "content says of everything where it comes from")]
    source: String,
    #[expect(dead_code, reason = "content says of everything how sure it is")]
    confidence: dean06_kernel::Confidence,
    pub place_and_date: Text,
    #[serde(rename = "slip")]
    rules: Vec<SlipRule>,
}

/// One kind of slip.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SlipRule {
    kind: SlipKind,
    pub title: Text,
    #[serde(rename = "line")]
    pub lines: Vec<LineRule>,
}

/// A line: `{…}` in the value stands for what the dossier has.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LineRule {
    pub label: Text,
    pub value: Text,
    /// Repeats the line for every item of this list.
    #[serde(default)]
    pub each: Option<String>,
}

const KINDS: [SlipKind; 4] = [
    SlipKind::Appointment,
    SlipKind::Supplement,
    SlipKind::Refusal,
    SlipKind::Apology,
];

impl Slips {
    pub(super) fn read(content: &Content) -> Result<Self, EditionError> {
        let problem = |problem: String| EditionError::File {
            file: FILE,
            problem,
        };
        let slips: Self =
            toml::from_str(text(content, FILE)?).map_err(|error| problem(error.to_string()))?;
        match KINDS.iter().find(|kind| slips.get(**kind).is_none()) {
            Some(kind) => Err(problem(format!("has no slip {kind:?}"))),
            None => Ok(slips),
        }
    }

    /// The wording of a slip.
    pub fn get(&self, kind: SlipKind) -> Option<&SlipRule> {
        self.rules.iter().find(|slip| slip.kind == kind)
    }
}
