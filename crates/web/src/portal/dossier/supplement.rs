//! Answers a supplement request: the pages that were opened again, and a word to it.

use askama::Template;
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect},
};
use dean06_contracts::FieldProblem;
use dean06_contracts::casework::{AnswerSupplement, AnswerSupplementRequest, PageView};
use dean06_ui::{Button, Buttons, ErrorSummary, Field, Hidden, Markup, Notice, PageResponse, Tone};
use serde_json::{Map, Value};

use super::Own;
use crate::frame::{
    APPLICATION, Answer, Citizen, CommandKey, Names, Posted, Reason, Refused, Shell, list, written,
};
use crate::portal::form::{Answers, FormPage, Papers, next_notice};

pub(super) async fn show(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let dossier = Own::load(&citizen, &id).await?;
    if dossier.view.supplement.is_none() {
        return Ok(Redirect::to(&dossier.address()).into_response());
    }
    let sheet = Sheet {
        pages: open_pages(&dossier),
        key: CommandKey::new(&citizen.web.sources),
        answers: Answers::default(),
        answer: Reason::default(),
        notice: None,
        status: StatusCode::OK,
    };
    Ok(sheet.render(&citizen.shell, &dossier).into_response())
}

pub(super) async fn answer(
    citizen: Citizen,
    Path(id): Path<String>,
    Posted(posted): Posted,
) -> Answer {
    let dossier = Own::load(&citizen, &id).await?;
    let shell = &citizen.shell;
    let mut sheet = Sheet {
        pages: open_pages(&dossier),
        key: CommandKey::of(&posted, &citizen.web.sources),
        answers: Answers::read(&posted),
        answer: Reason::optional(shell, &posted, "_answer"),
        notice: None,
        status: StatusCode::UNPROCESSABLE_ENTITY,
    };
    if let Some(name) = sheet.awaited_commune() {
        sheet.put_back(&[]);
        sheet.status = StatusCode::OK;
        sheet.notice = Some(next_notice(shell, &name, "portal-commune-now"));
    } else if sheet.answer.is_right() {
        let version = posted.get("_version").and_then(|text| text.parse().ok());
        let request = AnswerSupplementRequest {
            dossier_id: dossier.id.clone(),
            version: version.unwrap_or_default(),
            data: sheet.data(),
            answer: sheet.answer.some(),
        };
        let key = sheet.key.as_str();
        let answered = citizen
            .command::<AnswerSupplement>(APPLICATION, &dossier.id, key, &request)
            .await;
        match answered {
            Ok(_) => {
                let page = format!("{}?news=answered", dossier.address());
                return Ok(Redirect::to(&page).into_response());
            }
            Err(error) => sheet.refuse(shell, citizen.refused(&error)?),
        }
    } else {
        sheet.put_back(&[]);
    }
    Ok(sheet.render(shell, &dossier).into_response())
}

/// The pages that the request opened.
fn open_pages(dossier: &Own) -> Vec<PageView> {
    let asked = dossier.view.supplement.as_ref();
    let open = asked
        .and_then(|asked| asked.sections.as_deref())
        .unwrap_or_default();
    let pages = dossier.view.pages.iter().flatten();
    pages
        .filter(|page| open.contains(&page.section))
        .cloned()
        .collect()
}

#[derive(Template)]
#[template(path = "supplement.html")]
struct Content {
    notice: Markup,
    asked: Notice,
    action: String,
    key: Hidden,
    version: Hidden,
    pages: Vec<(String, Markup)>,
    answer: Field,
    buttons: Buttons,
}

struct Sheet {
    pages: Vec<PageView>,
    key: CommandKey,
    answers: Answers,
    answer: Reason,
    notice: Option<Notice>,
    status: StatusCode,
}

impl Sheet {
    /// The first commune whose list was not there when the form was sent.
    fn awaited_commune(&self) -> Option<String> {
        let fields = self.pages.iter().flat_map(|page| &page.fields);
        let mut names = fields.map(|field| Names::of(&field.pointer));
        names.find(|name| self.answers.awaits_commune(name))
    }

    /// The answers of the open pages; what else was sent is for casework to refuse.
    fn data(&self) -> Map<String, Value> {
        self.answers.all().clone()
    }

    fn put_back(&mut self, problems: &[FieldProblem]) {
        for page in &mut self.pages {
            self.answers.put_back(page, problems);
        }
    }

    fn refuse(&mut self, shell: &Shell, refused: Refused) {
        match refused {
            Refused::Fields(problems) => {
                self.put_back(&problems);
                let known = |problem: &&FieldProblem| {
                    let mut fields = self.pages.iter().flat_map(|page| &page.fields);
                    fields.any(|field| field.pointer == problem.pointer)
                };
                let other = problems.iter().find(|problem| !known(problem));
                let text = other.map(|problem| shell.words.of(&problem.text).to_owned());
                self.answer = std::mem::take(&mut self.answer).wrong(text);
            }
            Refused::Said(status, text) => {
                self.put_back(&[]);
                self.status = status;
                self.notice = Some(Notice::new(Tone::Bad, shell.t("portal-not-done")).text(&text));
            }
        }
    }

    fn render(self, shell: &Shell, dossier: &Own) -> PageResponse {
        let asked = dossier.view.supplement.clone().unwrap_or_default();
        let items = asked.items.iter().flatten().map(String::as_str);
        let address = dossier.address();
        let papers = Papers::default();
        let forms: Vec<FormPage<'_>> = self
            .pages
            .iter()
            .map(|page| FormPage {
                shell,
                page,
                answers: &self.answers,
                papers: &papers,
                likely_province: None,
                correction: None,
                button: shell.t("portal-supplement-send"),
            })
            .collect();
        let mut errors = ErrorSummary::new(&shell.words);
        for form in &forms {
            errors = form.errors_into(errors);
        }
        let label = shell.t("portal-supplement-word");
        let content = Content {
            notice: self.notice.map(Markup::from).unwrap_or_default(),
            asked: Notice::new(Tone::Waiting, shell.t("portal-supplement-asked"))
                .markup(written(asked.reason.as_deref().unwrap_or_default()))
                .markup(list(items)),
            action: format!("{address}/supplement"),
            key: self.key.field(),
            version: Hidden::new(
                "_version",
                dossier.view.version.unwrap_or_default().to_string(),
            ),
            pages: forms
                .iter()
                .map(|form| (shell.words.of(&form.page.title).to_owned(), form.markup()))
                .collect(),
            answer: self
                .answer
                .field(shell, "_answer", &label)
                .hint(shell.t("portal-supplement-word-hint"))
                .optional(),
            buttons: Buttons::new([
                Button::primary(shell.t("portal-supplement-send")),
                Button::plain(shell.t("portal-not-now")).href(&address),
            ]),
        };
        shell
            .focused(shell.t("portal-supplement-page"))
            .caption(dossier.caption(shell))
            .back(address)
            .errors(self.answer.errors("_answer", errors))
            .status(self.status)
            .body(&content)
    }
}
