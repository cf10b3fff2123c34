//! What is shown when data are not given or something cannot be done.

use std::error::Error;

use axum::{
    http::StatusCode,
    response::{IntoResponse, Response},
};
use dean06_contracts::FieldProblem;
use dean06_mediator::{MediatorError, ServiceError};
use dean06_ui::{Button, Buttons, ErrorSummary, Markup};

use super::guests::sign_in;
use super::{Stop, Visit, paragraph};

/// Why a command was not carried out, as far as its form can say it.
pub(crate) enum Refused {
    /// These fields are to be mended.
    Fields(Vec<FieldProblem>),
    /// A rule forbids it, or somebody was faster; in words.
    Said(StatusCode, String),
}

impl Visit {
    /// The page for an address that does not exist.
    pub fn not_found(&self) -> Response {
        self.shell
            .page(String::new())
            .failure(StatusCode::NOT_FOUND, None)
            .into_response()
    }

    /// [`Visit::not_found`] from within a handler.
    pub fn missing(&self) -> Stop {
        Stop::with(self.not_found())
    }

    /// The page for a status that needs no words of its own.
    pub fn failure(&self, status: StatusCode) -> Stop {
        Stop::with(self.shell.page(String::new()).failure(status, None))
    }

    /// The page that says why `error` came.
    pub fn stop(&self, error: &MediatorError) -> Stop {
        log(error);
        if matches!(error, MediatorError::SignInRequired(_)) {
            return sign_in(&self.shell.address());
        }
        let problem = self.web.mediator.problems().describe(error);
        let shell = &self.shell;
        let text = shell.words.of(&problem.detail).to_owned();
        let status = status(problem.status);
        if status == StatusCode::UNPROCESSABLE_ENTITY {
            let errors = worded(error)
                .iter()
                .fold(ErrorSummary::new(&shell.words), |errors, problem| {
                    errors.general(shell.words.of(&problem.text))
                });
            let home = Button::secondary(shell.t("ui-home")).href(shell.home());
            let content = [paragraph(&text), Buttons::new([home]).into()];
            return Stop::with(
                shell
                    .page(shell.t("portal-not-done"))
                    .errors(errors)
                    .status(status)
                    .markup(Markup::join(content)),
            );
        }
        let told = (!text.is_empty()).then_some(text.as_str());
        Stop::with(shell.page(String::new()).failure(status, told))
    }

    /// Tells what a form can say itself from what ends on a page of its own.
    pub fn refused(&self, error: &MediatorError) -> Result<Refused, Stop> {
        match error {
            MediatorError::Service(ServiceError::Invalid(problems)) => {
                Ok(Refused::Fields(problems.clone()))
            }
            MediatorError::Service(ServiceError::Refused(_) | ServiceError::Conflict(_)) => {
                let problem = self.web.mediator.problems().describe(error);
                let text = self.shell.words.of(&problem.detail).to_owned();
                Ok(Refused::Said(status(problem.status), text))
            }
            _ => Err(self.stop(error)),
        }
    }
}

fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Field problems that an owner worded for people; those of a schema are for programs.
fn worded(error: &MediatorError) -> &[FieldProblem] {
    match error {
        MediatorError::Service(ServiceError::Invalid(problems)) => problems,
        _ => &[],
    }
}

/// Faults of ours are logged once, here, with their whole chain and without personal data.
fn log(error: &MediatorError) {
    let ours = matches!(
        error,
        MediatorError::InsideWrite
            | MediatorError::UnknownService(_)
            | MediatorError::KeyMissing(_)
            | MediatorError::BadAnswer { .. }
            | MediatorError::NotRecorded(_)
            | MediatorError::Service(ServiceError::Internal(_) | ServiceError::Unavailable(_))
    );
    if ours {
        let first: &(dyn Error + 'static) = error;
        let chain = std::iter::successors(Some(first), |&error| error.source());
        let chain: Vec<String> = chain.map(ToString::to_string).collect();
        tracing::error!(error = chain.join(": "), "a page got no answer");
    }
}
