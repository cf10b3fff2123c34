//! Asks for a refused leg to be looked at again.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{AppealLeg, AppealLegRequest, LegView};
use dean06_ui::{Button, Markup, Notice, Tone};

use super::Own;
use crate::frame::{
    APPLICATION, Answer, Citizen, Posted, Question, Reasoned, Shell, Stop, paragraph,
};

pub(super) async fn ask(citizen: Citizen, Path((id, leg)): Path<(String, String)>) -> Answer {
    let bundle = Own::load(&citizen, &id).await?;
    let sheet = Reasoned::new(&citizen.web.sources);
    let question = of_leg(&citizen, &bundle, &leg)?;
    Ok(sheet.page(&citizen.shell, question).into_response())
}

pub(super) async fn appeal(
    citizen: Citizen,
    Path((id, leg)): Path<(String, String)>,
    Posted(posted): Posted,
) -> Answer {
    let bundle_id = crate::frame::id(&id).ok_or_else(|| citizen.missing())?;
    let shell = &citizen.shell;
    let empty = Some("bundle-appeal-empty");
    let mut sheet = Reasoned::read(shell, &citizen.web.sources, &posted, empty);
    if sheet.reason.is_right() {
        let request = AppealLegRequest {
            bundle_id: bundle_id.clone(),
            leg_id: leg.clone(),
            text: sheet.reason.text.clone(),
        };
        let key = sheet.key.as_str();
        let appealed = citizen
            .command::<AppealLeg>(APPLICATION, &bundle_id, key, &request)
            .await;
        match appealed {
            Ok(_) => {
                let page = format!("{}?news=appealed", super::address(&bundle_id));
                return Ok(Redirect::to(&page).into_response());
            }
            Err(error) => sheet.refuse(shell, citizen.refused(&error)?),
        }
    }
    let bundle = Own::load(&citizen, &bundle_id).await?;
    let question = of_leg(&citizen, &bundle, &leg)?;
    Ok(sheet.page(shell, question).into_response())
}

fn of_leg(citizen: &Citizen, bundle: &Own, leg: &str) -> Result<Question, Stop> {
    let found = bundle.leg(leg).ok_or_else(|| citizen.missing())?;
    Ok(question(&citizen.shell, bundle, found))
}

fn question(shell: &Shell, bundle: &Own, leg: &LegView) -> Question {
    let address = bundle.address();
    let id = leg.leg_id.as_deref().unwrap_or_default();
    let title = shell.say(leg.title.as_ref());
    let refused = leg.reason.as_ref().map(|reason| {
        Notice::new(Tone::Info, shell.t("bundle-reason"))
            .text(shell.words.of(reason))
            .into()
    });
    let what = paragraph(&shell.t("bundle-appeal-text"));
    Question {
        title: shell.tw("bundle-appeal-title", &[("leg", title.into())]),
        caption: bundle.title(shell),
        text: Markup::join(refused.into_iter().chain([what])),
        label: shell.t("bundle-appeal-why"),
        hint: Some(shell.t("bundle-appeal-hint")),
        optional: false,
        yes: Button::primary(shell.t("bundle-appeal-send")),
        no: shell.t("portal-not-now"),
        action: format!("{address}/legs/{id}/appeal"),
        back: address,
        hidden: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use dean06_kernel::{ManualClock, Sources};

    use super::super::testing::running;
    use super::question;
    use crate::frame::Reasoned;
    use crate::frame::testing::{NOW, citizen};

    #[test]
    fn the_refusal_stands_beside_the_question() {
        let bundle = running();
        let shell = citizen();
        let now = jiff::Timestamp::from_microsecond(NOW).unwrap();
        let sources = Sources::manual(std::sync::Arc::new(ManualClock::new(now)), 1);
        let leg = bundle.leg("residence").unwrap();
        let page = Reasoned::new(&sources).page(&shell, question(&shell, &bundle, leg));
        for part in [
            "Chỗ ở chưa có giấy tờ.",
            "action=\"/my/bundles/b/legs/residence/appeal\"",
            "name=\"reason\"",
        ] {
            assert!(page.html().contains(part), "{part}");
        }
    }
}
