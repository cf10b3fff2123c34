//! The page with its three ways.

use askama::Template;
use dean06_ui::{Button, Buttons, ErrorSummary, Field, Markup, PageResponse};

use super::Check;
use crate::frame::Shell;

/// What a browser offers to choose from; what counts is the content of the file.
const ACCEPT: &str = ".pdf,.jws,.txt,.json,application/pdf";

/// A way to check: a heading, its field and its button.
struct Way {
    title: String,
    field: Field,
    buttons: Buttons,
}

#[derive(Template)]
#[template(path = "verify.html")]
struct Content {
    told: Option<Markup>,
    lead: String,
    file: Way,
    code: Way,
    text: Way,
    offline: String,
}

impl Check {
    /// The verdict if there is one, and the ways to check another paper.
    pub(super) fn page(&self, shell: &Shell) -> PageResponse {
        let words = &shell.words;
        let error = |field: &str| {
            let error = self.error.as_ref().filter(|(wrong, _)| *wrong == field);
            error.map(|(_, text)| text.clone())
        };
        let errors = self
            .error
            .iter()
            .fold(ErrorSummary::new(words), |errors, (field, text)| {
                errors.field(*field, text)
            });
        let button = |primary: bool, label: &str| {
            let label = shell.t(label);
            Buttons::new([if primary {
                Button::primary(label)
            } else {
                Button::secondary(label)
            }])
        };
        let content = Content {
            told: self.told.as_ref().map(|told| told.markup(shell)),
            lead: shell.t("verify-lead"),
            file: Way {
                title: shell.t("verify-by-file"),
                field: Field::file(words, "file", shell.t("verify-file"), ACCEPT)
                    .hint(shell.t("verify-file-hint"))
                    .error(error("file")),
                buttons: button(true, "verify-button-file"),
            },
            code: Way {
                title: shell.t("verify-by-code"),
                field: Field::text(words, "code", shell.t("verify-code"))
                    .hint(shell.t("verify-code-hint"))
                    .value(&self.code)
                    .error(error("code")),
                buttons: button(false, "verify-button"),
            },
            text: Way {
                title: shell.t("verify-by-qr"),
                field: Field::area(words, "qr", shell.t("verify-qr"))
                    .hint(shell.t("verify-qr-hint"))
                    .value(&self.text)
                    .error(error("qr")),
                buttons: button(false, "verify-button-qr"),
            },
            offline: shell.t("verify-offline"),
        };
        shell
            .page(shell.t("verify-title"))
            .errors(errors)
            .status(self.status())
            .body(&content)
    }
}

#[cfg(test)]
mod tests {
    use super::Check;
    use crate::frame::testing::anybody;

    #[test]
    fn there_are_three_ways() {
        let html = Check::default().page(&anybody()).html().to_owned();
        for name in ["file", "code", "qr"] {
            assert!(html.contains(&format!("name=\"{name}\"")), "{name}");
        }
        assert_eq!(html.matches("<form").count(), 3);
        assert_eq!(html.matches("class=\"button\"").count(), 1);
    }

    #[test]
    fn what_is_missing_is_said_beside_the_field() {
        let check = Check {
            code: "AB-12".to_owned(),
            error: Some(("qr", "Dán lại".to_owned())),
            ..Check::default()
        };
        let html = check.page(&anybody()).html().to_owned();
        assert!(html.contains("href=\"#qr\">Dán lại"));
        assert!(html.contains("id=\"qr-error\""));
        assert!(html.contains("value=\"AB-12\""));
    }
}
