use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where an interlinked application (nhóm thủ tục liên thông) stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum BundleState {
    /// It is filled in.
    Draft,
    /// It was submitted, and a leg is not at its end.
    Running,
    /// Every leg is at its end.
    Done,
    /// The applicant withdrew it, or threw it away before it was submitted.
    Withdrawn,
}

impl BundleState {
    /// All states.
    pub const ALL: [Self; 4] = [Self::Draft, Self::Running, Self::Done, Self::Withdrawn];

    /// The word used in content, tables and APIs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Running => "running",
            Self::Done => "done",
            Self::Withdrawn => "withdrawn",
        }
    }
}

impl fmt::Display for BundleState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where a leg (thủ tục thành phần) of an interlinked application stands.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum LegState {
    /// Its form is filled in.
    Preparing,
    /// It waits for other legs, or for a register that does not answer.
    Waiting,
    /// It waits for somebody who must agree.
    AwaitingAgreement,
    /// Its dossier is with the organisation.
    Running,
    /// Its result is there.
    Done,
    /// The organisation refused it, or did not accept it.
    Refused,
    /// Whoever had to agree did not.
    Declined,
    /// A leg that it depends on did not come to a result.
    NotPossible,
    /// The applicant does not want it, or it does not apply.
    NotChosen,
    /// The applicant withdrew it.
    Withdrawn,
}

impl LegState {
    /// All states.
    pub const ALL: [Self; 10] = [
        Self::Preparing,
        Self::Waiting,
        Self::AwaitingAgreement,
        Self::Running,
        Self::Done,
        Self::Refused,
        Self::Declined,
        Self::NotPossible,
        Self::NotChosen,
        Self::Withdrawn,
    ];

    /// The word used in content, tables and APIs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Preparing => "preparing",
            Self::Waiting => "waiting",
            Self::AwaitingAgreement => "awaiting-agreement",
            Self::Running => "running",
            Self::Done => "done",
            Self::Refused => "refused",
            Self::Declined => "declined",
            Self::NotPossible => "not-possible",
            Self::NotChosen => "not-chosen",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Nothing more happens to it by itself; a refused one may still be appealed.
    pub const fn is_final(self) -> bool {
        matches!(
            self,
            Self::Done
                | Self::Refused
                | Self::Declined
                | Self::NotPossible
                | Self::NotChosen
                | Self::Withdrawn
        )
    }
}

impl fmt::Display for LegState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Where an interlinked application stands after a step.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct BundleStanding {
    /// The application.
    pub bundle_id: Option<String>,
    /// Where it stands.
    pub state: Option<BundleState>,
    /// Grows by one with every change.
    pub version: Option<i64>,
}
