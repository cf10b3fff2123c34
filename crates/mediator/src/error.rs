use std::{collections::BTreeMap, error::Error};

use dean06_contracts::FieldProblem;

/// Why an owner does not do what was asked, in a code that `content/problems.toml` words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Key in `content/problems.toml`.
    pub code: &'static str,
    /// Values for the placeholders of the wording, for example `name`.
    pub params: BTreeMap<&'static str, String>,
}

/// What an owner answers instead of an answer.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// There is no such thing, or not for this actor.
    #[error("{} not found", .0.code)]
    NotFound(Reason),
    /// A rule forbids it.
    #[error("refused: {}", .0.code)]
    Refused(Reason),
    /// Somebody else was faster.
    #[error("conflict: {}", .0.code)]
    Conflict(Reason),
    /// This actor may not do it.
    #[error("forbidden: {}", .0.code)]
    Forbidden(Reason),
    /// Fields of the request are not right.
    #[error("{} fields are not right", .0.len())]
    Invalid(Vec<FieldProblem>),
    /// Somebody else is awaited, whom the reason names; the same request may succeed later.
    #[error("not now: {}", .0.code)]
    NotNow(Reason),
    /// The database or another room does not answer now; the same request may succeed later.
    #[error("unavailable")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
    /// A fault of ours.
    #[error("internal error")]
    Internal(#[source] Box<dyn Error + Send + Sync>),
}

impl ServiceError {
    /// There is no such thing.
    pub fn not_found(code: &'static str) -> Self {
        Self::NotFound(Reason {
            code,
            params: BTreeMap::new(),
        })
    }

    /// A rule forbids it.
    pub fn refused(code: &'static str) -> Self {
        Self::Refused(Reason {
            code,
            params: BTreeMap::new(),
        })
    }

    /// Somebody else was faster.
    pub fn conflict(code: &'static str) -> Self {
        Self::Conflict(Reason {
            code,
            params: BTreeMap::new(),
        })
    }

    /// This actor may not do it.
    pub fn forbidden(code: &'static str) -> Self {
        Self::Forbidden(Reason {
            code,
            params: BTreeMap::new(),
        })
    }

    /// Somebody else is awaited.
    pub fn not_now(code: &'static str) -> Self {
        Self::NotNow(Reason {
            code,
            params: BTreeMap::new(),
        })
    }

    /// A fault of ours.
    pub fn internal(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Internal(error.into())
    }

    /// Something does not answer now.
    pub fn unavailable(error: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(error.into())
    }

    /// The same error with a value for a placeholder of its wording.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Self::NotFound(reason)
        | Self::Refused(reason)
        | Self::Conflict(reason)
        | Self::Forbidden(reason)
        | Self::NotNow(reason) = &mut self
        {
            reason.params.insert(name, value.into());
        }
        self
    }

    /// The code of the reason, when the owner gave one.
    pub fn code(&self) -> Option<&'static str> {
        match self {
            Self::NotFound(reason)
            | Self::Refused(reason)
            | Self::Conflict(reason)
            | Self::Forbidden(reason)
            | Self::NotNow(reason) => Some(reason.code),
            Self::Invalid(_) | Self::Unavailable(_) | Self::Internal(_) => None,
        }
    }
}

/// Why nothing was released.
#[derive(Debug, thiserror::Error)]
pub enum MediatorError {
    /// Nobody here offers this data service.
    #[error("no data service {0}")]
    UnknownService(String),
    /// A mediator call inside a database write would hold the writer for too long.
    #[error("mediator called inside a database write")]
    InsideWrite,
    /// No policy permits it, or the purpose does not cover this service.
    #[error("not permitted: {service} for {purpose} by {actor}")]
    NotPermitted {
        /// Data service.
        service: String,
        /// Purpose that was named.
        purpose: String,
        /// Kind of actor.
        actor: &'static str,
    },
    /// Somebody must sign in first.
    #[error("sign-in required for {0}")]
    SignInRequired(String),
    /// The request is not what the contract says.
    #[error("the request is not valid")]
    Invalid(Vec<FieldProblem>),
    /// A command came without a key.
    #[error("the command {0} needs an idempotency key")]
    KeyMissing(String),
    /// The owner's answer.
    #[error(transparent)]
    Service(#[from] ServiceError),
    /// The use could not be recorded, so nothing is released.
    #[error("the ledger does not accept entries")]
    NotRecorded(#[source] dean06_ledger::LedgerError),
    /// The owner answered something that its contract does not allow.
    #[error("the answer of {service} does not fit its contract")]
    BadAnswer {
        /// Data service.
        service: String,
        /// What did not fit.
        #[source]
        source: serde_json::Error,
    },
}

/// A room that calls another passes the reason on: the code survives, faults stay faults.
impl From<MediatorError> for ServiceError {
    fn from(error: MediatorError) -> Self {
        match error {
            MediatorError::Service(error) => error,
            MediatorError::Invalid(problems) => Self::Invalid(problems),
            error @ MediatorError::NotRecorded(_) => Self::unavailable(error),
            error => Self::internal(error),
        }
    }
}
