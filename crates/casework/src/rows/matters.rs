use dean06_kernel::Text;
use dean06_mediator::ActorRef;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::form::PaperTitle;
use crate::registers::Around;

/// What happened to a dossier, as far as later steps and slips need it. The whole story is in the
/// history.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct Matters {
    /// Who works on it.
    pub holder: Option<Held>,
    /// When it was accepted, UTC microseconds.
    pub received_at: Option<i64>,
    /// Who accepted it.
    pub received_by: Option<ActorRef>,
    /// The limit as it stood when the clock was stopped.
    pub stopped_due_at: Option<i64>,
    /// The supplement request, answered or not.
    pub supplement: Option<Supplement>,
    /// The new appointment.
    pub extension: Option<Extension>,
    /// The longer limit, while something is verified outside the registers.
    pub verification: Option<Extension>,
    /// Why it ended without a result.
    pub closing: Option<Closing>,
    /// The decision in favour.
    pub approval: Option<Approval>,
    /// Effects that the owner of a register refused.
    pub setbacks: Vec<Setback>,
    /// How the result was handed over.
    pub returned: Option<Return>,
    /// Something was found when it was submitted that the officer should look at.
    pub flagged: bool,
    /// What the interlinked application gave it.
    pub around: Around,
    /// It is an appeal.
    pub appeal: Option<Appeal>,
    /// Papers of the store that its form uses.
    pub attached: Vec<Attached>,
}

/// A paper of the store that a form uses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attached {
    /// The field that names it.
    pub pointer: String,
    #[serde(flatten)]
    pub paper: PaperTitle,
    /// SHA-256 of the file, in hexadecimal: whether it is still the same.
    #[serde(default)]
    pub sha256: Option<String>,
}

/// An appeal against the refusal of a former dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Appeal {
    /// The grounds, in the applicant's words.
    pub text: String,
    /// Which attempt of the leg it is.
    pub attempt: i64,
    /// The dossier that was refused.
    pub former_dossier: String,
    /// Its number.
    pub former_number: String,
    /// Why it was refused.
    pub former_reason: Option<String>,
}

/// Who works on a dossier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Held {
    pub officer: ActorRef,
    pub since: i64,
}

/// A supplement request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Supplement {
    pub items: Vec<String>,
    pub sections: Vec<String>,
    pub reason: String,
    pub asked_at: i64,
    pub asked_by: ActorRef,
    #[serde(default)]
    pub answered_at: Option<i64>,
}

/// A limit that was moved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Extension {
    pub former_due_at: i64,
    pub due_at: i64,
    pub reason: String,
    pub at: i64,
    pub by: ActorRef,
}

/// Why a dossier ended without a result, as the applicant reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Closing {
    #[serde(default)]
    pub reason_code: Option<String>,
    pub reason: String,
    pub at: i64,
    pub by: ActorRef,
}

/// A decision in favour.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Approval {
    pub officer: ActorRef,
    pub at: i64,
    /// What the owner of the register is asked to do; the same at every attempt.
    pub request: Value,
    /// The effect is under way.
    pub pending: bool,
    /// The role in which the officer decided.
    #[serde(default)]
    pub role: Option<String>,
    /// The machine decided, as the content allows.
    #[serde(default)]
    pub automatic: bool,
    /// The register was not asked any more: an officer did it there by hand.
    #[serde(default)]
    pub by_hand: Option<ByHand>,
    /// What the owner of the register answered.
    #[serde(default)]
    pub answer: Value,
}

impl Approval {
    /// A decision whose effect begins now.
    pub fn of(officer: ActorRef, at: i64, request: Value) -> Self {
        Self {
            officer,
            at,
            request,
            pending: true,
            role: None,
            automatic: false,
            by_hand: None,
            answer: Value::Null,
        }
    }
}

/// The effect of a decision that was done in the register by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ByHand {
    pub officer: ActorRef,
    pub at: i64,
    /// What the register calls the entry.
    pub reference: String,
}

/// An effect that the owner of a register refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Setback {
    pub at: i64,
    pub text: Text,
}

/// How a result was handed over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Return {
    pub channel: String,
    pub at: i64,
    pub by: ActorRef,
}
