//! Takes an interlinked application back; before it was sent, throws it away.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{WithdrawBundle, WithdrawBundleRequest};
use dean06_ui::{Button, Buttons, Hidden, Markup, PageResponse};

use super::Own;
use crate::frame::{
    APPLICATION, Answer, Citizen, CommandKey, Posted, Question, Reasoned, Shell, form, list,
    paragraph,
};

/// The field that says that no reason was asked for.
const DRAFT: &str = "draft";

pub(super) async fn ask(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let bundle = Own::load(&citizen, &id).await?;
    let shell = &citizen.shell;
    if bundle.is_draft() {
        let key = CommandKey::new(&citizen.web.sources);
        return Ok(discard(shell, &bundle, &key).into_response());
    }
    let sheet = Reasoned::new(&citizen.web.sources);
    Ok(sheet.page(shell, question(shell, &bundle)).into_response())
}

pub(super) async fn withdraw(
    citizen: Citizen,
    Path(id): Path<String>,
    Posted(posted): Posted,
) -> Answer {
    let bundle_id = crate::frame::id(&id).ok_or_else(|| citizen.missing())?;
    let shell = &citizen.shell;
    let draft = posted.get(DRAFT).is_some();
    let empty = (!draft).then_some("portal-withdraw-reason-empty");
    let mut sheet = Reasoned::read(shell, &citizen.web.sources, &posted, empty);
    if sheet.reason.is_right() {
        let request = WithdrawBundleRequest {
            bundle_id: bundle_id.clone(),
            reason: sheet.reason.text.clone(),
        };
        let key = sheet.key.as_str();
        let withdrawn = citizen
            .command::<WithdrawBundle>(APPLICATION, &bundle_id, key, &request)
            .await;
        match withdrawn {
            Ok(_) if draft => return Ok(Redirect::to("/dossiers?news=discarded").into_response()),
            Ok(_) => {
                let page = format!("{}?news=bundle-withdrawn", super::address(&bundle_id));
                return Ok(Redirect::to(&page).into_response());
            }
            Err(error) => sheet.refuse(shell, citizen.refused(&error)?),
        }
    }
    let bundle = Own::load(&citizen, &bundle_id).await?;
    Ok(sheet.page(shell, question(shell, &bundle)).into_response())
}

fn question(shell: &Shell, bundle: &Own) -> Question {
    let address = bundle.address();
    let text = [
        shell.t("bundle-withdraw-open"),
        shell.t("bundle-withdraw-done"),
    ];
    Question {
        title: shell.t("bundle-withdraw-title"),
        caption: bundle.caption(shell),
        text: list(text.iter().map(String::as_str)),
        label: shell.t("portal-withdraw-reason"),
        hint: None,
        optional: false,
        yes: Button::danger(shell.t("bundle-withdraw-yes")),
        no: shell.t("portal-withdraw-no"),
        action: format!("{address}/withdraw"),
        back: address,
        hidden: Vec::new(),
    }
}

/// Asks once before a draft is thrown away.
fn discard(shell: &Shell, bundle: &Own, key: &CommandKey) -> PageResponse {
    let address = bundle.address();
    let buttons = Buttons::new([
        Button::danger(shell.t("portal-discard-yes")),
        Button::secondary(shell.t("portal-discard-no")).href(&address),
    ]);
    let content = [
        paragraph(&shell.t("bundle-discard-text")),
        form(
            &format!("{address}/withdraw"),
            [
                key.field().into(),
                Hidden::new(DRAFT, "yes").into(),
                buttons.into(),
            ],
        ),
    ];
    shell
        .focused(shell.t("portal-discard-title"))
        .caption(bundle.title(shell))
        .back(address)
        .markup(Markup::join(content))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{draft, key};
    use super::discard;
    use crate::frame::testing::citizen;

    #[test]
    fn a_draft_is_thrown_away_without_a_reason() {
        let html = discard(&citizen(), &draft(), &key()).html().to_owned();
        assert!(html.contains("action=\"/my/bundles/b/withdraw\""));
        assert!(!html.contains("<textarea"));
    }
}
