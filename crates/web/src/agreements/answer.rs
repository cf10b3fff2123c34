//! The answer, to be looked at once before it is sent.

use axum::{
    extract::Path,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::casework::{AnswerAgreement, AnswerAgreementRequest};
use dean06_ui::{Button, Hidden, Markup};

use super::{Asked, show};
use crate::frame::{
    APPLICATION, Answer, Citizen, Pairs, Posted, Question, Reasoned, Shell, paragraph,
};

/// The answer that was chosen.
fn chosen(form: &Pairs) -> Option<bool> {
    match form.get("answer") {
        Some("yes") => Some(true),
        Some("no") => Some(false),
        _ => None,
    }
}

pub(super) async fn check(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let asked = Asked::load(&citizen, &id).await?;
    let shell = &citizen.shell;
    if !asked.is_open() {
        return Ok(Redirect::to(&asked.address()).into_response());
    }
    let Some(agreed) = chosen(&citizen.query) else {
        return Ok(show::question(shell, &asked, true).into_response());
    };
    let sheet = Reasoned::new(&citizen.web.sources);
    Ok(sheet
        .page(shell, before(shell, &asked, agreed))
        .into_response())
}

pub(super) async fn send(
    citizen: Citizen,
    Path(id): Path<String>,
    Posted(posted): Posted,
) -> Answer {
    let asked = Asked::load(&citizen, &id).await?;
    let shell = &citizen.shell;
    let Some(agreed) = chosen(&posted) else {
        return Ok(show::question(shell, &asked, true).into_response());
    };
    let mut sheet = Reasoned::read(shell, &citizen.web.sources, &posted, None);
    if sheet.reason.is_right() {
        let request = AnswerAgreementRequest {
            agreement_id: asked.id.clone(),
            agreed,
            reason: sheet.reason.some(),
        };
        let key = sheet.key.as_str();
        let answered = citizen
            .command::<AnswerAgreement>(APPLICATION, &asked.id, key, &request)
            .await;
        match answered {
            Ok(_) => {
                let news = if agreed { "agreed" } else { "declined" };
                let page = format!("{}?news={news}", asked.address());
                return Ok(Redirect::to(&page).into_response());
            }
            Err(error) => sheet.refuse(shell, citizen.refused(&error)?),
        }
    }
    Ok(sheet
        .page(shell, before(shell, &asked, agreed))
        .into_response())
}

/// What will be sent, and what follows from it.
fn before(shell: &Shell, asked: &Asked, agreed: bool) -> Question {
    let view = &asked.view;
    let organisation = shell.say(view.organisation.as_ref());
    let follows = if agreed {
        shell.tw(
            "agree-if-yes-text",
            &[("organisation", organisation.into())],
        )
    } else {
        shell.say(view.declined_text.as_ref()).to_owned()
    };
    let text = [
        show::facts(shell, asked).into(),
        paragraph(&follows),
        paragraph(&shell.t("agree-final")),
    ];
    Question {
        title: shell.t(if agreed {
            "agree-check-yes"
        } else {
            "agree-check-no"
        }),
        caption: shell.say(view.bundle_title.as_ref()).to_owned(),
        text: Markup::join(text),
        label: shell.t(if agreed { "agree-word" } else { "agree-why" }),
        hint: Some(shell.t("agree-why-hint")),
        optional: true,
        yes: Button::primary(shell.t("agree-send")),
        no: shell.t("agree-change"),
        action: format!("{}/answer", asked.address()),
        back: asked.address(),
        hidden: vec![Hidden::new("answer", if agreed { "yes" } else { "no" })],
    }
}

#[cfg(test)]
mod tests {
    use dean06_kernel::{ManualClock, Sources};

    use super::super::asked;
    use super::{before, chosen};
    use crate::frame::testing::{NOW, citizen};
    use crate::frame::{Pairs, Reasoned};

    #[test]
    fn the_answer_is_shown_before_it_is_sent() {
        let shell = citizen();
        let now = jiff::Timestamp::from_microsecond(NOW).unwrap();
        let sources = Sources::manual(std::sync::Arc::new(ManualClock::new(now)), 1);
        for (agreed, value, words) in [
            (true, "yes", "Công an phường Ba Đình tiếp tục"),
            (false, "no", "sẽ dừng lại"),
        ] {
            let question = before(&shell, &asked(), agreed);
            let page = Reasoned::new(&sources).page(&shell, question);
            assert!(page.html().contains(words));
            assert!(page.html().contains("name=\"reason\""));
            let field = format!("name=\"answer\" value=\"{value}\"");
            assert!(page.html().contains(&field));
            let form = format!("answer={value}");
            assert_eq!(chosen(&Pairs::parse(form.as_bytes())), Some(agreed));
        }
        assert_eq!(chosen(&Pairs::parse(b"answer=maybe")), None);
    }
}
