//! One question: who asks, what follows from a yes, what does not, and after the answer what
//! happens now.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::IntoResponse};
use dean06_ui::{
    Button, Buttons, Choice, ErrorSummary, Field, Link, Markup, Notice, PageResponse, SummaryList,
    SummaryRow, Tone,
};

use super::Asked;
use crate::frame::{Answer, Citizen, Shell, law, local, news, paragraph, written};

/// What may just have been done, as the address of this page says it.
const NEWS: &[&str] = &["agreed", "declined"];

pub(super) async fn show(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let asked = Asked::load(&citizen, &id).await?;
    let shell = &citizen.shell;
    if asked.is_open() {
        return Ok(question(shell, &asked, false).into_response());
    }
    let news = news(&citizen, NEWS);
    Ok(closed(shell, &asked, news).into_response())
}

#[derive(Template)]
#[template(path = "agreement.html")]
struct Content {
    facts: SummaryList,
    parts: [(String, Vec<String>); 3],
    action: String,
    choice: Field,
    buttons: Buttons,
    law: Markup,
}

/// The question with its two answers; `missing` when none was chosen.
pub(super) fn question(shell: &Shell, asked: &Asked, missing: bool) -> PageResponse {
    let view = &asked.view;
    let missing = missing.then(|| shell.t("agree-choose"));
    let choice = Field::radios(
        &shell.words,
        "answer",
        shell.say(view.question.as_ref()),
        vec![
            Choice::new("yes", shell.t("agree-yes")),
            Choice::new("no", shell.t("agree-no")),
        ],
    )
    .error(missing.clone());
    let organisation = [("organisation", shell.say(view.organisation.as_ref()).into())];
    let declined = shell.say(view.declined_text.as_ref()).to_owned();
    let content = Content {
        facts: facts(shell, asked),
        parts: [
            (
                shell.t("agree-if-yes"),
                vec![shell.tw("agree-if-yes-text", &organisation)],
            ),
            (
                shell.t("agree-if-no"),
                vec![declined, shell.t("agree-others-go-on")],
            ),
            (
                shell.t("agree-unchanged"),
                vec![
                    shell.t("agree-unchanged-papers"),
                    shell.t("agree-unchanged-free"),
                ],
            ),
        ],
        action: format!("{}/answer", asked.address()),
        choice,
        buttons: Buttons::new([
            Button::primary(shell.t("portal-continue")),
            Button::plain(shell.t("portal-not-now")).href("/my/agreements"),
        ]),
        law: law(shell, view.acts.as_ref(), view.confidence.as_deref()),
    };
    let errors = ErrorSummary::new(&shell.words);
    let (errors, status) = match missing {
        Some(error) => (
            errors.field("answer", error),
            StatusCode::UNPROCESSABLE_ENTITY,
        ),
        None => (errors, StatusCode::OK),
    };
    shell
        .page(shell.t("agree-page"))
        .caption(shell.say(view.bundle_title.as_ref()))
        .crumbs(crumbs(shell))
        .errors(errors)
        .status(status)
        .body(&content)
}

fn crumbs(shell: &Shell) -> Vec<Link> {
    vec![Link::new(shell.t("agree-title"), "/my/agreements")]
}

/// Who asks, for whom, who will handle it, and until when an answer is awaited.
pub(super) fn facts(shell: &Shell, asked: &Asked) -> SummaryList {
    let view = &asked.view;
    let row = |label: &str, value: &str| SummaryRow::new(shell.t(label), value);
    let mut rows = vec![
        row(
            "agree-applicant",
            view.applicant.as_deref().unwrap_or_default(),
        ),
        row("agree-matter", shell.say(view.title.as_ref())),
    ];
    if let Some(about) = view.about.as_deref() {
        rows.push(row("agree-about", about));
    }
    rows.push(row(
        "bundle-organisation",
        shell.say(view.organisation.as_ref()),
    ));
    rows.push(row("agree-asked", &shell.moment(view.asked_at)));
    let due = view.due_at.filter(|_| asked.is_open()).and_then(local);
    if let Some(due) = due {
        rows.push(row("agree-due", &shell.words.full_date_time(due)));
    }
    SummaryList::new(&shell.words, rows)
}

/// What was answered, or why nobody can any more, and what happens now.
fn closed(shell: &Shell, asked: &Asked, news: Markup) -> PageResponse {
    let view = &asked.view;
    let organisation = [("organisation", shell.say(view.organisation.as_ref()).into())];
    let told = match view.agreed {
        Some(true) => Notice::new(Tone::Good, shell.t("agree-said-yes"))
            .text(&shell.tw("agree-now-yes", &organisation)),
        Some(false) => Notice::new(Tone::Info, shell.t("agree-said-no"))
            .text(shell.say(view.declined_text.as_ref()))
            .markup(written(view.reason.as_deref().unwrap_or_default()))
            .text(&shell.t("agree-others-go-on")),
        None => Notice::new(Tone::Info, shell.t("agree-state-closed"))
            .text(shell.say(view.closed_text.as_ref())),
    };
    let at = view.answered_at.map(|at| {
        let at = shell.moment(Some(at));
        paragraph(&shell.tw("agree-answered", &[("at", at.into())]))
    });
    let content = [
        news,
        told.into(),
        at.unwrap_or_default(),
        facts(shell, asked).into(),
        Buttons::new([Button::secondary(shell.t("agree-back")).href("/my/agreements")]).into(),
    ];
    shell
        .page(shell.t("agree-page"))
        .caption(shell.say(view.bundle_title.as_ref()))
        .crumbs(crumbs(shell))
        .markup(Markup::join(content))
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use dean06_ui::Markup;

    use super::super::asked;
    use super::{closed, question};
    use crate::frame::testing::{HOUR, NOW, citizen};

    #[test]
    fn the_question_says_who_asks_and_what_follows() {
        let page = question(&citizen(), &asked(), false);
        assert_eq!(page.status(), StatusCode::OK);
        for part in [
            "Lò Thị &#60;Mai&#62;",
            "Bạn có đồng ý cho cháu Ánh",
            "Công an phường Ba Đình tiếp tục",
            "sẽ dừng lại",
            "trước 09:00 thứ Năm, 26/11/2026",
            "action=\"/my/agreements/a/answer\"",
            "Theo nguồn tham khảo",
        ] {
            let part = part.trim_start_matches("trước ");
            assert!(page.html().contains(part), "{part} in {}", page.html());
        }
        assert_eq!(page.html().matches("<h1>").count(), 1);
    }

    #[test]
    fn an_answer_must_be_chosen() {
        let page = question(&citizen(), &asked(), true);
        assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html().contains("href=\"#answer\""));
    }

    #[test]
    fn after_the_answer_it_says_what_happens_now() {
        let mut answered = asked();
        answered.view.open = Some(false);
        answered.view.agreed = Some(false);
        answered.view.answered_at = Some(NOW + HOUR);
        answered.view.reason = Some("Nhà chật".to_owned());
        let html = closed(&citizen(), &answered, Markup::default())
            .html()
            .to_owned();
        assert!(html.contains("Bạn đã không đồng ý"));
        assert!(html.contains("Nhà chật") && html.contains("10:00, 23/11/2026"));
        assert!(!html.contains("name=\"answer\""));
    }
}
