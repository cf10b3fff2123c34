//! Whether a paper is genuine: for everybody, by its code or by the signed data themselves.

mod upload;

use askama::Template;
use axum::{
    Router, extract::DefaultBodyLimit, http::StatusCode, response::IntoResponse, routing::get,
};
use dean06_contracts::casework::{
    Verdict, VerifyResult, VerifyResultRequest, VerifyResultResponse,
};
use dean06_mediator::{Ask, MediatorError, ServiceError};
use dean06_ui::{
    Button, Buttons, ErrorSummary, Field, Markup, Notice, PageResponse, SummaryList, SummaryRow,
    Tone,
};

use crate::frame::{Answer, PUBLIC, Shell, Visit, Web};

/// The largest form that is read to its end, in bytes; signed data are far smaller.
const UPLOAD_LIMIT: usize = 16 * 1024 * 1024;
/// The longest code, in characters.
const CODE_LIMIT: usize = 40;
/// The longest signed data, in characters.
const JWS_LIMIT: usize = 32_768;

pub(crate) fn router() -> Router<Web> {
    Router::new().route(
        "/verify",
        get(show)
            .post(upload::upload)
            .layer(DefaultBodyLimit::max(UPLOAD_LIMIT)),
    )
}

async fn show(visit: Visit) -> Answer {
    let Some(code) = visit.query.text("code") else {
        return Ok(Check::default().page(&visit.shell).into_response());
    };
    let code: String = code.chars().filter(|c| !c.is_whitespace()).collect();
    Check {
        code,
        ..Check::default()
    }
    .run(&visit)
    .await
}

/// What is to be checked, and what came of it.
#[derive(Default)]
struct Check {
    code: String,
    jws: String,
    /// The field that is to be mended, with the message that says how.
    error: Option<(&'static str, String)>,
    verdict: Option<VerifyResultResponse>,
}

impl Check {
    /// Checks by what was given, and shows the verdict.
    async fn run(mut self, visit: &Visit) -> Answer {
        let shell = &visit.shell;
        if self.code.chars().count() > CODE_LIMIT {
            self.error = Some(("code", shell.t("verify-code-too-long")));
        } else if self.jws.chars().count() > JWS_LIMIT {
            self.error = Some(("jws", shell.t("verify-jws-too-long")));
        } else if self.code.is_empty() && self.jws.is_empty() {
            self.error = Some(("jws", shell.t("verify-nothing")));
        } else {
            let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            let request = VerifyResultRequest {
                code: some(&self.code),
                jws: some(&self.jws),
            };
            let ask = Ask::new(&visit.actor, PUBLIC);
            match visit.ask::<VerifyResult>(ask, &request).await {
                Ok(told) => self.verdict = Some(told),
                Err(MediatorError::Service(ServiceError::Invalid(problems))) => {
                    let text = problems.first().map(|p| shell.words.of(&p.text).to_owned());
                    let field = if self.jws.is_empty() { "code" } else { "jws" };
                    self.error = Some((field, text.unwrap_or_default()));
                }
                Err(error) => return Err(visit.stop(&error)),
            }
        }
        Ok(self.page(shell).into_response())
    }

    fn page(&self, shell: &Shell) -> PageResponse {
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
        let content = Content {
            verdict: self.verdict.as_ref().map(|told| verdict(shell, told)),
            lead: shell.t("verify-lead"),
            code_title: shell.t("verify-by-code"),
            code: Field::text(words, "code", shell.t("verify-code"))
                .hint(shell.t("verify-code-hint"))
                .value(&self.code)
                .error(error("code")),
            code_button: Buttons::new([Button::primary(shell.t("verify-button"))]),
            data_title: shell.t("verify-by-data"),
            file: Field::file(words, "file", shell.t("verify-file"), ".jws,.txt,.json")
                .hint(shell.t("verify-file-hint")),
            jws: Field::area(words, "jws", shell.t("verify-jws"))
                .value(if self.jws.len() <= JWS_LIMIT {
                    &self.jws
                } else {
                    ""
                })
                .error(error("jws")),
            data_button: Buttons::new([Button::secondary(shell.t("verify-button-data"))]),
            offline: shell.t("verify-offline"),
        };
        let status = if self.error.is_some() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        shell
            .page(shell.t("verify-title"))
            .errors(errors)
            .status(status)
            .body(&content)
    }
}

#[derive(Template)]
#[template(path = "verify.html")]
struct Content {
    verdict: Option<Markup>,
    lead: String,
    code_title: String,
    code: Field,
    code_button: Buttons,
    data_title: String,
    file: Field,
    jws: Field,
    data_button: Buttons,
    offline: String,
}

/// The verdict, and what the paper must show.
fn verdict(shell: &Shell, told: &VerifyResultResponse) -> Markup {
    let (tone, title, text) = match told.verdict {
        Some(Verdict::Valid) => (Tone::Good, "verify-valid", "verify-valid-text"),
        Some(Verdict::Invalid) => (Tone::Bad, "verify-invalid", "verify-invalid-text"),
        Some(Verdict::Revoked) => (Tone::Bad, "verify-revoked", "verify-revoked-text"),
        Some(Verdict::Unknown) | None => (Tone::Waiting, "verify-unknown", "verify-unknown-text"),
    };
    let notice = Notice::new(tone, shell.t(title))
        .text(&shell.t(text))
        .live();
    let row = |label: &str, value: &str| SummaryRow::new(shell.t(label), value);
    let signed = shell.moment(told.issued_at);
    let mut rows: Vec<SummaryRow> = [
        ("verify-paper", shell.say(told.title.as_ref())),
        ("verify-issuer", shell.say(told.issuer.as_ref())),
        ("verify-signed", signed.as_str()),
        ("verify-number", told.number.as_deref().unwrap_or_default()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(label, value)| row(label, value))
    .collect();
    rows.extend(told.fields.iter().flatten().map(|field| {
        SummaryRow::new(
            shell.say(field.label.as_ref()),
            shell.say(field.value.as_ref()),
        )
    }));
    let list = if rows.is_empty() {
        Markup::default()
    } else {
        SummaryList::new(&shell.words, rows).into()
    };
    Markup::join([notice.into(), list])
}

#[cfg(test)]
mod tests {
    use dean06_contracts::casework::{ResultField, Verdict, VerifyResultResponse};
    use dean06_kernel::Text;

    use super::Check;
    use crate::frame::testing::anybody;

    fn html(verdict: Verdict) -> String {
        let field = ResultField {
            id: Some("name".to_owned()),
            label: Some(Text::new("Họ tên", "Name")),
            value: Some(Text::new("Lò <Ánh>", "Lò <Ánh>")),
        };
        let check = Check {
            code: "AB-12".to_owned(),
            verdict: Some(VerifyResultResponse {
                verdict: Some(verdict),
                title: Some(Text::new("Giấy khai sinh", "Birth certificate")),
                fields: Some(vec![field]),
                ..VerifyResultResponse::default()
            }),
            ..Check::default()
        };
        check.page(&anybody()).html().to_owned()
    }

    #[test]
    fn a_verdict_says_what_to_do() {
        for (verdict, tone, words) in [
            (Verdict::Valid, "good", "Giấy có thật và còn nguyên vẹn"),
            (Verdict::Invalid, "bad", "Đừng dùng giấy này"),
            (Verdict::Revoked, "bad", "không còn hiệu lực"),
            (Verdict::Unknown, "waiting", "Không có giấy nào mang mã này"),
        ] {
            let html = html(verdict);
            assert!(html.contains(&format!("class=\"notice {tone}\" role=\"status\"")));
            assert!(html.contains(words), "{words}");
            assert!(html.contains("Lò &#60;Ánh&#62;"));
            assert!(html.contains("value=\"AB-12\""));
        }
    }

    #[test]
    fn what_is_missing_is_said_beside_the_field() {
        let check = Check {
            error: Some(("jws", "Chọn tệp".to_owned())),
            ..Check::default()
        };
        let html = check.page(&anybody()).html().to_owned();
        assert!(html.contains("href=\"#jws\">Chọn tệp"));
        assert!(html.contains("id=\"jws-error\""));
    }
}
