//! Whether a paper is genuine: for everybody, by its file, by its code or by what its QR holds.

mod evidence;
mod page;
mod told;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Multipart, multipart::MultipartRejection},
    http::StatusCode,
    response::IntoResponse,
    routing::get,
};
use dean06_contracts::casework::{VerifyResult, VerifyResultRequest};
use dean06_contracts::documents::{VerifyPaper, VerifyPaperRequest};
use dean06_mediator::{Ask, MediatorError, ServiceError};

use self::evidence::{Evidence, FILE_LIMIT, Unfit};
use self::told::Told;
use crate::frame::{Answer, PUBLIC, Stop, Uploaded, Visit, Web};

/// The largest form that is read to its end, in bytes.
const FORM_LIMIT: usize = 24 * 1024 * 1024;

pub(crate) fn router() -> Router<Web> {
    Router::new().route(
        "/verify",
        get(show)
            .post(sent)
            .layer(DefaultBodyLimit::max(FORM_LIMIT)),
    )
}

/// The page; with `?code=` or `?qr=`, as a scanned code opens it, the verdict at once.
async fn show(visit: Visit) -> Answer {
    let code = visit.query.text("code").map(Evidence::of_code);
    let qr = visit.query.text("qr").map(Evidence::of_text);
    let check = Check {
        code: visit.query.text("code").unwrap_or_default().to_owned(),
        ..Check::default()
    };
    match code.or(qr) {
        Some(evidence) => check.run(&visit, evidence).await,
        None => Ok(check.page(&visit.shell).into_response()),
    }
}

/// A file, or a text that was pasted.
async fn sent(visit: Visit, form: Result<Multipart, MultipartRejection>) -> Answer {
    let form = Uploaded::read(&visit, form, FILE_LIMIT).await?;
    let text = form.fields.text("qr").unwrap_or_default();
    let check = Check {
        text: text.chars().take(evidence::TEXT_LIMIT).collect(),
        ..Check::default()
    };
    let pasted = form.fields.get("qr").is_some();
    let evidence = match form.file("file") {
        Some(file) => Evidence::of_file(file),
        None if pasted => Evidence::of_text(text),
        None => Err(Unfit::of("file", "verify-nothing")),
    };
    check.run(&visit, evidence).await
}

/// What is to be checked, as it was typed, and what came of it.
#[derive(Default)]
struct Check {
    code: String,
    text: String,
    /// The field that is to be mended, with how.
    error: Option<(&'static str, String)>,
    told: Option<Told>,
}

impl Check {
    /// Checks, and shows the verdict or what is to be mended.
    async fn run(mut self, visit: &Visit, evidence: Result<Evidence, Unfit>) -> Answer {
        match evidence {
            Ok(evidence) => match ask(visit, &evidence).await? {
                Ok(told) => self.told = Some(told),
                Err(text) => self.error = Some((evidence.field(), text)),
            },
            Err(unfit) => self.error = Some((unfit.field, visit.shell.t(unfit.message))),
        }
        Ok(self.page(&visit.shell).into_response())
    }

    fn status(&self) -> StatusCode {
        if self.error.is_some() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        }
    }
}

/// Asks whoever can tell: of a file the store of papers, of anything else who signed it. What cannot
/// be read comes back in words.
async fn ask(visit: &Visit, evidence: &Evidence) -> Result<Result<Told, String>, Stop> {
    let shell = &visit.shell;
    let ask = Ask::new(&visit.actor, PUBLIC);
    let told = match evidence {
        Evidence::Pdf(bytes) => {
            let request = VerifyPaperRequest {
                pdf: Some(bytes.clone()),
                ..VerifyPaperRequest::default()
            };
            let told = visit.ask::<VerifyPaper>(ask, &request).await;
            told.map(|told| Told::of_paper(shell, &told))
        }
        other => {
            let request = match other {
                Evidence::Code(code) => VerifyResultRequest {
                    code: Some(code.clone()),
                    ..VerifyResultRequest::default()
                },
                Evidence::Qr(qr) => VerifyResultRequest {
                    qr: Some(qr.clone()),
                    ..VerifyResultRequest::default()
                },
                Evidence::Signed(jws) | Evidence::Pdf(jws) => VerifyResultRequest {
                    jws: Some(jws.clone()),
                    ..VerifyResultRequest::default()
                },
            };
            let told = visit.ask::<VerifyResult>(ask, &request).await;
            let by_code = matches!(other, Evidence::Code(_));
            told.map(|told| Told::of_result(shell, &told, by_code))
        }
    };
    match told {
        Ok(told) => Ok(Ok(told)),
        Err(MediatorError::Service(ServiceError::Invalid(problems))) => {
            let text = problems.first().map(|p| shell.words.of(&p.text).to_owned());
            Ok(Err(text.unwrap_or_default()))
        }
        Err(error) => Err(visit.stop(&error)),
    }
}
