//! Takes one leg of an interlinked application back; the others go on.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{WithdrawLeg, WithdrawLegRequest};
use dean06_ui::Button;

use super::Own;
use crate::frame::{
    APPLICATION, Answer, Citizen, Posted, Question, Reasoned, Shell, Stop, paragraph,
};

pub(super) async fn ask(citizen: Citizen, Path((id, leg)): Path<(String, String)>) -> Answer {
    let bundle = Own::load(&citizen, &id).await?;
    let sheet = Reasoned::new(&citizen.web.sources);
    let question = question(&citizen, &bundle, &leg)?;
    Ok(sheet.page(&citizen.shell, question).into_response())
}

pub(super) async fn withdraw(
    citizen: Citizen,
    Path((id, leg)): Path<(String, String)>,
    Posted(posted): Posted,
) -> Answer {
    let bundle_id = crate::frame::id(&id).ok_or_else(|| citizen.missing())?;
    let shell = &citizen.shell;
    let empty = Some("portal-withdraw-reason-empty");
    let mut sheet = Reasoned::read(shell, &citizen.web.sources, &posted, empty);
    if sheet.reason.is_right() {
        let request = WithdrawLegRequest {
            bundle_id: bundle_id.clone(),
            leg_id: leg.clone(),
            reason: sheet.reason.text.clone(),
        };
        let key = sheet.key.as_str();
        let withdrawn = citizen
            .command::<WithdrawLeg>(APPLICATION, &bundle_id, key, &request)
            .await;
        match withdrawn {
            Ok(_) => {
                let page = format!("{}?news=leg-withdrawn", super::address(&bundle_id));
                return Ok(Redirect::to(&page).into_response());
            }
            Err(error) => sheet.refuse(shell, citizen.refused(&error)?),
        }
    }
    let bundle = Own::load(&citizen, &bundle_id).await?;
    let question = question(&citizen, &bundle, &leg)?;
    Ok(sheet.page(shell, question).into_response())
}

fn question(citizen: &Citizen, bundle: &Own, leg: &str) -> Result<Question, Stop> {
    let found = bundle.leg(leg).ok_or_else(|| citizen.missing())?;
    let title = citizen.shell.say(found.title.as_ref());
    Ok(worded(&citizen.shell, bundle, leg, title))
}

fn worded(shell: &Shell, bundle: &Own, leg: &str, title: &str) -> Question {
    let address = bundle.address();
    Question {
        title: shell.tw("bundle-withdraw-leg-title", &[("leg", title.into())]),
        caption: bundle.title(shell),
        text: paragraph(&shell.t("bundle-withdraw-leg-text")),
        label: shell.t("portal-withdraw-reason"),
        hint: None,
        optional: false,
        yes: Button::danger(shell.t("bundle-withdraw-leg-yes")),
        no: shell.t("bundle-withdraw-leg-no"),
        action: format!("{address}/legs/{leg}/withdraw"),
        back: address,
        hidden: Vec::new(),
    }
}
