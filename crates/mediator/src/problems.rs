use std::collections::{BTreeMap, HashMap};

use dean06_contracts::Problem;
use dean06_kernel::Text;
use serde::Deserialize;

use crate::{MediatorError, Reason, ServiceError};

/// The wording of problems cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProblemsError {
    /// The content has no `problems.toml`.
    #[error("the content has no problems.toml")]
    Missing,
    /// It is not what it should be.
    #[error("problems.toml: {0}")]
    Malformed(String),
    /// A problem that the mediator itself tells has no wording.
    #[error("problems.toml has no problem {0}")]
    NotWorded(&'static str),
}

#[derive(Deserialize)]
struct File {
    problem: Vec<Wording>,
}

#[derive(Deserialize)]
struct Wording {
    code: String,
    title: String,
    text: Text,
}

/// A field that does not fit the schema of its contract.
const UNFIT: &str = "field-unfit";

/// The problems that the mediator itself can tell.
const OWN: &[(&str, u16)] = &[
    ("unknown-service", 404),
    ("not-found", 404),
    ("not-permitted", 403),
    ("sign-in-required", 401),
    ("invalid-request", 422),
    ("key-missing", 422),
    (UNFIT, 422),
    ("too-large", 413),
    ("unavailable", 503),
    ("internal", 500),
];

/// What is told to people when something cannot be done, by code, from `content/problems.toml`.
pub struct Problems {
    wordings: HashMap<String, Wording>,
}

impl Problems {
    /// Reads `problems.toml`.
    pub fn parse(toml: &str) -> Result<Self, ProblemsError> {
        let file: File =
            toml::from_str(toml).map_err(|e| ProblemsError::Malformed(e.to_string()))?;
        let wordings: HashMap<String, Wording> = file
            .problem
            .into_iter()
            .map(|w| (w.code.clone(), w))
            .collect();
        match OWN.iter().find(|(code, _)| !wordings.contains_key(*code)) {
            Some((code, _)) => Err(ProblemsError::NotWorded(code)),
            None => Ok(Self { wordings }),
        }
    }

    /// The problem to show for `error`.
    pub fn describe(&self, error: &MediatorError) -> Problem {
        match error {
            MediatorError::UnknownService(_) => self.own("unknown-service"),
            MediatorError::NotPermitted { .. } => self.own("not-permitted"),
            MediatorError::SignInRequired(_) => self.own("sign-in-required"),
            MediatorError::KeyMissing(_) => self.own("key-missing"),
            MediatorError::NotRecorded(_)
            | MediatorError::Service(ServiceError::Unavailable(_)) => self.own("unavailable"),
            MediatorError::InsideWrite
            | MediatorError::BadAnswer { .. }
            | MediatorError::Service(ServiceError::Internal(_)) => self.own("internal"),
            MediatorError::Invalid(errors)
            | MediatorError::Service(ServiceError::Invalid(errors)) => {
                let mut problem = self.own("invalid-request");
                problem.errors.clone_from(errors);
                problem
            }
            MediatorError::Service(ServiceError::NotFound(reason)) => self.told(404, reason),
            MediatorError::Service(ServiceError::Refused(reason)) => self.told(422, reason),
            MediatorError::Service(ServiceError::Conflict(reason)) => self.told(409, reason),
            MediatorError::Service(ServiceError::Forbidden(reason)) => self.told(403, reason),
            MediatorError::Service(ServiceError::NotNow(reason)) => self.told(503, reason),
        }
    }

    /// One of the problems that every part of the program may tell, by its code.
    pub fn own(&self, code: &str) -> Problem {
        let status = OWN
            .iter()
            .find(|(own, _)| *own == code)
            .map_or(500, |(_, status)| *status);
        self.worded(status, code, &BTreeMap::new())
    }

    /// A problem of another part of the program, worded in `problems.toml`.
    pub fn tell(&self, status: u16, code: &str) -> Problem {
        self.worded(status, code, &BTreeMap::new())
    }

    /// What is said of a field that does not fit its contract.
    pub(crate) fn unfit(&self, reason: &str) -> Text {
        let params = BTreeMap::from([("reason", reason.to_owned())]);
        self.worded(422, UNFIT, &params).detail
    }

    fn told(&self, status: u16, reason: &Reason) -> Problem {
        self.worded(status, reason.code, &reason.params)
    }

    fn worded(&self, status: u16, code: &str, params: &BTreeMap<&'static str, String>) -> Problem {
        let Some(wording) = self.wordings.get(code) else {
            tracing::error!(code, "a problem has no wording in content/problems.toml");
            return Problem::new(status, code, code, Text::default());
        };
        let fill = |text: &str| {
            params.iter().fold(text.to_owned(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
        };
        let detail = Text {
            vi: fill(&wording.text.vi),
            en: fill(&wording.text.en),
        };
        Problem::new(status, code, &wording.title, detail)
    }
}
