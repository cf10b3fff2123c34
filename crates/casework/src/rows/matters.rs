use dean06_kernel::Text;
use dean06_mediator::ActorRef;
use serde::{Deserialize, Serialize};
use serde_json::Value;

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
    /// Why it ended without a result.
    pub closing: Option<Closing>,
    /// The decision in favour.
    pub approval: Option<Approval>,
    /// Effects that the owner of a register refused.
    pub setbacks: Vec<Setback>,
    /// How the result was handed over.
    pub returned: Option<Return>,
    /// A check came up when it was submitted.
    pub flagged: bool,
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

/// A new appointment.
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
