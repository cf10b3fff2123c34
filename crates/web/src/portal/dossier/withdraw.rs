//! Takes a dossier back, with a reason.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{Withdraw, WithdrawRequest};
use dean06_ui::{Button, Hidden};

use super::Own;
use crate::frame::{APPLICATION, Answer, Citizen, Posted, Question, Reasoned, Shell, paragraph};

pub(super) async fn ask(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let dossier = Own::load(&citizen, &id).await?;
    let sheet = Reasoned::new(&citizen.web.sources);
    let shell = &citizen.shell;
    Ok(sheet.page(shell, question(shell, &dossier)).into_response())
}

pub(super) async fn withdraw(
    citizen: Citizen,
    Path(id): Path<String>,
    Posted(posted): Posted,
) -> Answer {
    let dossier_id = crate::frame::id(&id).ok_or_else(|| citizen.missing())?;
    let shell = &citizen.shell;
    let empty = Some("portal-withdraw-reason-empty");
    let mut sheet = Reasoned::read(shell, &citizen.web.sources, &posted, empty);
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
            Err(error) => sheet.refuse(shell, citizen.refused(&error)?),
        }
    }
    let dossier = Own::load(&citizen, &dossier_id).await?;
    Ok(sheet.page(shell, question(shell, &dossier)).into_response())
}

fn question(shell: &Shell, dossier: &Own) -> Question {
    let address = dossier.address();
    let version = dossier.view.version.unwrap_or_default().to_string();
    Question {
        title: shell.t("portal-withdraw-title"),
        caption: dossier.caption(shell),
        text: paragraph(&shell.t("portal-withdraw-text")),
        label: shell.t("portal-withdraw-reason"),
        hint: None,
        optional: false,
        yes: Button::danger(shell.t("portal-withdraw-yes")),
        no: shell.t("portal-withdraw-no"),
        action: format!("{address}/withdraw"),
        back: address,
        hidden: vec![Hidden::new("version", version)],
    }
}
