//! Submits an application. The draft is the key: sent twice, it is one dossier.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::FieldProblem;
use dean06_contracts::casework::{Submit, SubmitRequest};
use dean06_ui::{ErrorSummary, Notice, Tone};

use super::{Draft, check};
use crate::frame::{APPLICATION, Answer, Citizen, Posted, Refused, Shell, id};

pub(super) async fn submit(
    citizen: Citizen,
    Path(draft_id): Path<String>,
    Posted(form): Posted,
) -> Answer {
    let draft_id = id(&draft_id).ok_or_else(|| citizen.missing())?;
    let version = form.get("version").and_then(|text| text.parse().ok());
    let request = SubmitRequest {
        draft_id: draft_id.clone(),
        version: version.unwrap_or_default(),
    };
    let submitted = citizen
        .command::<Submit>(APPLICATION, &draft_id, &draft_id, &request)
        .await;
    let error = match submitted {
        Ok(dossier) => {
            let dossier = dossier.dossier_id.unwrap_or_default();
            let page = format!("/dossiers/{dossier}/submitted");
            return Ok(Redirect::to(&page).into_response());
        }
        Err(error) => error,
    };
    let refused = citizen.refused(&error)?;
    let draft = Draft::load(&citizen, &draft_id).await?;
    let shell = &citizen.shell;
    let page = match refused {
        Refused::Fields(problems) => {
            let errors = errors(shell, &problems);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            check::page(shell, &draft, errors, None, status)
        }
        Refused::Said(status, text) => {
            let notice = Notice::new(Tone::Bad, shell.t("portal-not-submitted")).text(&text);
            let none = ErrorSummary::new(&shell.words);
            check::page(shell, &draft, none, Some(notice), status)
        }
    };
    Ok(page.into_response())
}

fn errors(shell: &Shell, problems: &[FieldProblem]) -> ErrorSummary {
    let none = ErrorSummary::new(&shell.words);
    problems.iter().fold(none, |errors, problem| {
        errors.general(shell.words.of(&problem.text))
    })
}
