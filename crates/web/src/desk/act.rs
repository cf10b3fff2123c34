//! Takes a step, once for each form that was shown. Where somebody was faster, the page says who
//! and when, and keeps what was typed.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::Contract;
use dean06_contracts::casework::{
    Approve, ApproveRequest, BeginVerification, BeginVerificationRequest, DeclineIntake,
    DeclineIntakeRequest, DeskAction, DossierState, Extend, ExtendRequest, Receive, ReceiveRequest,
    Refuse, RefuseRequest, RequestSupplement, RequestSupplementRequest, ReturnResult,
    ReturnResultRequest, TakeDossier, TakeDossierRequest,
};
use dean06_mediator::MediatorError;
use dean06_ui::{Markup, Notice, Tone};

use super::action::{Look, named};
use super::dossier::Desk;
use super::forms::{Forms, Typed};
use crate::frame::{
    Address, Answer, CASE_HANDLING, CommandKey, Officer, Posted, Refused, Shell, quiet, written,
};

pub(super) async fn act(
    officer: Officer,
    Path((id, action)): Path<(String, String)>,
    Posted(form): Posted,
) -> Answer {
    let dossier_id = crate::frame::id(&id).ok_or_else(|| officer.missing())?;
    let look = named(&action).ok_or_else(|| officer.missing())?;
    let key = CommandKey::of(&form, &officer.web.sources);
    let mut typed = Typed::read(&officer.shell, look, &form);
    let mut notice = None;
    let mut status = StatusCode::UNPROCESSABLE_ENTITY;
    if typed.is_right() {
        match take(&officer, &dossier_id, key.as_str(), &typed).await {
            Ok(state) => {
                let address = next(look, &dossier_id, &state);
                return Ok(Redirect::to(&address.to_string()).into_response());
            }
            Err(error) => match officer.refused(&error)? {
                Refused::Fields(problems) => typed.mend(&officer.shell, &problems),
                Refused::Said(told, text) => {
                    status = told;
                    notice = Some(not_taken(&officer.shell, &text, &typed));
                }
            },
        }
    }
    let desk = Desk::open(&officer, &dossier_id).await?;
    // A key that was refused was used for nothing; what is sent next is another act all the same.
    let forms = Forms::sent(CommandKey::new(&officer.web.sources), typed);
    Ok(desk
        .page(&officer.shell, &forms, notice, status)
        .into_response())
}

/// Where the officer goes on: with the dossier, or with the next one.
fn next(look: &Look, dossier_id: &str, state: &DossierState) -> Address {
    if look.stays {
        return Address::new(format!("/desk/dossiers/{dossier_id}")).with("done", look.name);
    }
    Address::new("/desk")
        .with("done", look.name)
        .with_some("about", state.number.as_deref())
}

/// Why the step was not taken. What was typed is repeated here, since the step may no longer be
/// offered below.
fn not_taken(shell: &Shell, text: &str, typed: &Typed) -> Notice {
    let notice = Notice::new(Tone::Bad, shell.t("portal-not-done")).text(text);
    let typed: Vec<&str> = [&typed.items.text, &typed.reason.text, &typed.note.text]
        .into_iter()
        .map(String::as_str)
        .filter(|text| !text.is_empty())
        .collect();
    if typed.is_empty() {
        return notice;
    }
    let kept = quiet(&shell.t("desk-typed-kept"));
    let lines = typed.into_iter().map(written);
    notice.markup(Markup::join([kept].into_iter().chain(lines)))
}

async fn take(
    officer: &Officer,
    dossier_id: &str,
    key: &str,
    typed: &Typed,
) -> Result<DossierState, MediatorError> {
    let dossier_id = dossier_id.to_owned();
    let version = typed.version;
    let note = typed.note.some();
    let reason = typed.reason.text.clone();
    match typed.action {
        DeskAction::Receive => {
            let request = ReceiveRequest {
                dossier_id,
                version,
                note,
            };
            run::<Receive>(officer, &request.dossier_id, key, &request).await
        }
        DeskAction::Take => {
            let request = TakeDossierRequest {
                dossier_id,
                version,
                note,
            };
            run::<TakeDossier>(officer, &request.dossier_id, key, &request).await
        }
        DeskAction::Approve => {
            let request = ApproveRequest {
                dossier_id,
                version,
                note,
            };
            run::<Approve>(officer, &request.dossier_id, key, &request).await
        }
        DeskAction::DeclineIntake => {
            let request = DeclineIntakeRequest {
                dossier_id,
                version,
                reason,
            };
            run::<DeclineIntake>(officer, &request.dossier_id, key, &request).await
        }
        DeskAction::RequestSupplement => {
            let request = RequestSupplementRequest {
                dossier_id,
                version,
                items: typed.lines(),
                sections: typed.sections.clone(),
                reason,
            };
            run::<RequestSupplement>(officer, &request.dossier_id, key, &request).await
        }
        DeskAction::Refuse => {
            let request = RefuseRequest {
                dossier_id,
                version,
                reason_code: typed.code.clone(),
                reason,
            };
            run::<Refuse>(officer, &request.dossier_id, key, &request).await
        }
        DeskAction::Verify => {
            let request = BeginVerificationRequest {
                dossier_id,
                version,
                reason,
            };
            run::<BeginVerification>(officer, &request.dossier_id, key, &request).await
        }
        DeskAction::Extend => {
            let request = ExtendRequest {
                dossier_id,
                version,
                working_days: typed.working_days().unwrap_or_default(),
                reason,
            };
            run::<Extend>(officer, &request.dossier_id, key, &request).await
        }
        DeskAction::ReturnResult => {
            let request = ReturnResultRequest {
                dossier_id,
                version,
                channel: typed.code.clone(),
            };
            run::<ReturnResult>(officer, &request.dossier_id, key, &request).await
        }
    }
}

async fn run<C: Contract<Response = DossierState>>(
    officer: &Officer,
    case: &str,
    key: &str,
    request: &C::Request,
) -> Result<DossierState, MediatorError> {
    officer
        .command::<C>(CASE_HANDLING, case, key, request)
        .await
}
