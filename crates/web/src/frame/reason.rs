//! A reason in writing, which the law wants with some steps.

use dean06_ui::{ErrorSummary, Field};

use super::{Pairs, Shell};

/// The longest reason, in characters.
const MOST: usize = 2_000;

/// A text that must be there, as it was typed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reason {
    /// The text without white space around it.
    pub text: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

impl Reason {
    /// Reads a field that must not be empty.
    pub fn read(shell: &Shell, form: &Pairs, name: &str, empty: &str) -> Self {
        let reason = Self::optional(shell, form, name);
        if reason.text.is_empty() {
            let error = Some(shell.t(empty));
            return Self { error, ..reason };
        }
        reason
    }

    /// Reads a field that may be empty.
    pub fn optional(shell: &Shell, form: &Pairs, name: &str) -> Self {
        let text = form.text(name).unwrap_or_default().to_owned();
        let error = (text.chars().count() > MOST)
            .then(|| shell.tw("portal-text-too-long", &[("n", MOST.into())]));
        Self { text, error }
    }

    /// The text where there is one.
    pub fn some(&self) -> Option<String> {
        (!self.text.is_empty()).then(|| self.text.clone())
    }

    /// Whether it can be sent.
    pub fn is_right(&self) -> bool {
        self.error.is_none()
    }

    /// The same with another problem.
    #[must_use]
    pub fn wrong(mut self, error: Option<String>) -> Self {
        self.error = error.or(self.error);
        self
    }

    /// Its field.
    pub fn field(&self, shell: &Shell, name: &str, label: &str) -> Field {
        Field::area(&shell.words, name, label)
            .value(&self.text)
            .error(self.error.clone())
    }

    /// Its line in the list of what is wrong.
    pub fn errors(&self, name: &str, errors: ErrorSummary) -> ErrorSummary {
        match &self.error {
            Some(error) => errors.field(name, error),
            None => errors,
        }
    }
}
