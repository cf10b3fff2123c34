//! Takes a dossier back, with a reason.

use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{Withdraw, WithdrawRequest};
use dean06_ui::{Button, Buttons, ErrorSummary, Hidden, Markup, Notice, PageResponse, Tone};

use super::{Own, Reason};
use crate::frame::{
    APPLICATION, Answer, Citizen, CommandKey, Posted, Refused, Shell, form, paragraph,
};

pub(super) async fn ask(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let dossier = Own::load(&citizen, &id).await?;
    let sheet = Sheet {
        key: CommandKey::new(&citizen.web.sources),
        reason: Reason::default(),
        notice: None,
        status: StatusCode::OK,
    };
    Ok(sheet.render(&citizen.shell, &dossier).into_response())
}

pub(super) async fn withdraw(
    citizen: Citizen,
    Path(id): Path<String>,
    Posted(posted): Posted,
) -> Answer {
    let dossier_id = crate::frame::id(&id).ok_or_else(|| citizen.missing())?;
    let shell = &citizen.shell;
    let mut sheet = Sheet {
        key: CommandKey::of(&posted, &citizen.web.sources),
        reason: Reason::read(shell, &posted, "reason", "portal-withdraw-reason-empty"),
        notice: None,
        status: StatusCode::UNPROCESSABLE_ENTITY,
    };
    if sheet.reason.is_right() {
        let version = posted.get("version").and_then(|text| text.parse().ok());
        let request = WithdrawRequest {
            dossier_id: dossier_id.clone(),
            version: version.unwrap_or_default(),
            reason: sheet.reason.text.clone(),
        };
        let key = sheet.key.as_str();
        match citizen
            .command::<Withdraw>(APPLICATION, &dossier_id, key, &request)
            .await
        {
            Ok(_) => {
                let page = format!("/dossiers/{dossier_id}?news=withdrawn");
                return Ok(Redirect::to(&page).into_response());
            }
            Err(error) => match citizen.refused(&error)? {
                Refused::Fields(problems) => {
                    let text = problems.first().map(|p| shell.words.of(&p.text).to_owned());
                    sheet.reason = sheet.reason.wrong(text);
                }
                Refused::Said(status, text) => {
                    sheet.status = status;
                    sheet.notice =
                        Some(Notice::new(Tone::Bad, shell.t("portal-not-done")).text(&text));
                }
            },
        }
    }
    let dossier = Own::load(&citizen, &dossier_id).await?;
    Ok(sheet.render(shell, &dossier).into_response())
}

struct Sheet {
    key: CommandKey,
    reason: Reason,
    notice: Option<Notice>,
    status: StatusCode,
}

impl Sheet {
    fn render(self, shell: &Shell, dossier: &Own) -> PageResponse {
        let address = dossier.address();
        let version = dossier.view.version.unwrap_or_default().to_string();
        let label = shell.t("portal-withdraw-reason");
        let buttons = Buttons::new([
            Button::danger(shell.t("portal-withdraw-yes")),
            Button::secondary(shell.t("portal-withdraw-no")).href(&address),
        ]);
        let content = [
            self.notice.map(Markup::from).unwrap_or_default(),
            paragraph(&shell.t("portal-withdraw-text")),
            form(
                &format!("{address}/withdraw"),
                [
                    self.key.field().into(),
                    Hidden::new("version", version).into(),
                    self.reason.field(shell, "reason", &label).into(),
                    buttons.into(),
                ],
            ),
        ];
        shell
            .focused(shell.t("portal-withdraw-title"))
            .caption(dossier.caption(shell))
            .back(address)
            .errors(
                self.reason
                    .errors("reason", ErrorSummary::new(&shell.words)),
            )
            .status(self.status)
            .markup(Markup::join(content))
    }
}
