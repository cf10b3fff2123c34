//! Submits an interlinked application. The application is the key: sent twice, it is one.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{SubmitBundle, SubmitBundleRequest};
use dean06_ui::{ErrorSummary, Notice, Tone};

use super::check::{Check, DRAFT, Forms, elsewhere};
use super::{Own, address};
use crate::frame::{APPLICATION, Answer, Citizen, CommandKey, Posted, Refused, id};

pub(super) async fn submit(
    citizen: Citizen,
    Path(bundle_id): Path<String>,
    Posted(posted): Posted,
) -> Answer {
    let bundle_id = id(&bundle_id).ok_or_else(|| citizen.missing())?;
    let version = posted.get("version").and_then(|text| text.parse().ok());
    let drafts = posted.iter().filter_map(|(name, value)| {
        let leg = name.strip_prefix(DRAFT)?;
        Some((leg.to_owned(), value.parse().ok()?))
    });
    let request = SubmitBundleRequest {
        bundle_id: bundle_id.clone(),
        version: version.unwrap_or_default(),
        drafts: drafts.collect(),
    };
    let submitted = citizen
        .command::<SubmitBundle>(APPLICATION, &bundle_id, &bundle_id, &request)
        .await;
    let Err(error) = submitted else {
        let page = format!("{}/submitted", address(&bundle_id));
        return Ok(Redirect::to(&page).into_response());
    };
    let refused = citizen.refused(&error)?;
    let shell = &citizen.shell;
    let bundle = Own::load(&citizen, &bundle_id).await?;
    if !bundle.is_draft() {
        return Err(elsewhere(&bundle));
    }
    let forms = Forms::load(&citizen, &bundle).await?;
    let none = ErrorSummary::new(&shell.words);
    let (errors, notice, status) = match refused {
        Refused::Fields(problems) => {
            let errors = problems.iter().fold(none, |errors, problem| {
                errors.general(shell.words.of(&problem.text))
            });
            (errors, None, StatusCode::UNPROCESSABLE_ENTITY)
        }
        Refused::Said(status, text) => {
            let notice = Notice::new(Tone::Bad, shell.t("portal-not-submitted")).text(&text);
            (none, Some(notice), status)
        }
    };
    let check = Check {
        key: CommandKey::new(&citizen.web.sources),
        errors,
        notice,
        status,
    };
    Ok(check.page(shell, &bundle, &forms).into_response())
}
