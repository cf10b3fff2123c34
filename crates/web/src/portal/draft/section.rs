//! One page of an application. Each "Continue" saves, also what is not right yet.

use askama::Template;
use axum::{
    Json,
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Redirect, Response},
};
use dean06_contracts::casework::{
    Flag, PageView, SaveDraft, SaveDraftRequest, SaveDraftResponse, Widget,
};
use dean06_ui::{Button, Buttons, Markup, Notice, PageResponse, SaveStatus, Tone};
use serde_json::json;

use super::Draft;
use crate::frame::{
    APPLICATION, Address, Answer, Citizen, Names, Posted, Refused, Shell, flag_notice, id,
};
use crate::portal::form::{Answers, FormPage, next_notice};

/// The query that says that the page was opened from the check page, and leads back there.
const FROM: (&str, &str) = ("from", "check");

pub(super) async fn show(citizen: Citizen, Path((id, section)): Path<(String, String)>) -> Answer {
    let draft = Draft::load(&citizen, &id).await?;
    let position = position(&draft, &section).ok_or_else(|| citizen.missing())?;
    let sheet = Sheet {
        draft: &draft,
        position,
        page: draft.pages()[position].clone(),
        answers: &Answers::default(),
        notice: None,
        status: StatusCode::OK,
        from_check: citizen.query.get(FROM.0) == Some(FROM.1),
    };
    Ok(sheet.render(&citizen.shell).into_response())
}

pub(super) async fn save(
    citizen: Citizen,
    Path((draft_id, section)): Path<(String, String)>,
    headers: HeaderMap,
    Posted(form): Posted,
) -> Answer {
    let draft_id = id(&draft_id).ok_or_else(|| citizen.missing())?;
    let answers = Answers::read(&form);
    let request = SaveDraftRequest {
        draft_id: draft_id.clone(),
        version: None,
        section: section.clone(),
        data: answers.section(&section),
    };
    // Saving the same page again is harmless, and what is typed last counts: each save is an act of
    // its own, unlike the other commands of these pages.
    let key = citizen.web.sources.uuid().to_string();
    let saved = citizen
        .command::<SaveDraft>(APPLICATION, &draft_id, &key, &request)
        .await;
    if by_script(&headers) {
        return Ok(told_to_script(&citizen.shell, saved.is_ok()));
    }
    match saved {
        Ok(saved) => {
            if form.get("later").is_some() {
                return Ok(Redirect::to("/dossiers?news=saved").into_response());
            }
            go_on(&citizen, &draft_id, &section, &saved, &answers).await
        }
        Err(error) => {
            let refused = citizen.refused(&error)?;
            not_saved(&citizen, &draft_id, &section, &answers, refused).await
        }
    }
}

/// The next page, or this one again with what is to be mended.
async fn go_on(
    citizen: &Citizen,
    draft_id: &str,
    section: &str,
    saved: &SaveDraftResponse,
    answers: &Answers,
) -> Answer {
    let from_check = citizen.query.get(FROM.0) == Some(FROM.1);
    let wrong = saved.errors.as_deref().unwrap_or_default();
    let next = saved.next_section.as_deref().filter(|_| !from_check);
    let awaits = |page: &PageView| {
        let mut communes = page.fields.iter().filter(|f| f.widget == Widget::Commune);
        communes.any(|field| answers.awaits_commune(&Names::of(&field.pointer)))
    };
    let draft = Draft::load(citizen, draft_id).await?;
    let position = position(&draft, section);
    match position.map(|position| (position, draft.pages()[position].clone())) {
        Some((position, mut page)) if !wrong.is_empty() || awaits(&page) => {
            let notice = ease(&citizen.shell, &mut page, answers);
            let status = if notice.is_some() {
                StatusCode::OK
            } else {
                StatusCode::UNPROCESSABLE_ENTITY
            };
            let sheet = Sheet {
                draft: &draft,
                position,
                page,
                answers,
                notice,
                status,
                from_check,
            };
            Ok(sheet.render(&citizen.shell).into_response())
        }
        _ => Ok(Redirect::to(&draft.address(next)).into_response()),
    }
}

/// Takes errors away that nobody could have avoided: of fields that an answer only just opened, and
/// of a commune whose list was not there yet. When nothing else is wrong, says what comes now.
fn ease(shell: &Shell, page: &mut PageView, answers: &Answers) -> Option<Notice> {
    let mut opened = None;
    let mut listed = None;
    let mut wrong = false;
    for field in page.fields.iter_mut().filter(|field| field.editable) {
        let name = Names::of(&field.pointer);
        if answers.awaits_commune(&name) {
            field.error = None;
            listed.get_or_insert(name);
        } else if field.error.is_some() && !answers.showed(&name) {
            field.error = None;
            opened.get_or_insert(name);
        }
        wrong |= field.error.is_some();
    }
    match (listed, opened) {
        _ if wrong => None,
        (Some(name), _) => Some(next_notice(shell, &name, "portal-commune-now")),
        (None, Some(name)) => Some(next_notice(shell, &name, "portal-fields-opened")),
        (None, None) => None,
    }
}

/// The page again, with everything that was typed and the reason why it could not be kept.
async fn not_saved(
    citizen: &Citizen,
    draft_id: &str,
    section: &str,
    answers: &Answers,
    refused: Refused,
) -> Answer {
    let draft = Draft::load(citizen, draft_id).await?;
    let position = position(&draft, section).ok_or_else(|| citizen.missing())?;
    let mut page = draft.pages()[position].clone();
    let shell = &citizen.shell;
    let (status, notice) = match refused {
        Refused::Fields(problems) => {
            answers.put_back(&mut page, &problems);
            let elsewhere = problems
                .iter()
                .find(|problem| page.fields.iter().all(|f| f.pointer != problem.pointer));
            let notice = elsewhere.map(|problem| {
                Notice::new(Tone::Bad, shell.t("portal-not-saved"))
                    .text(shell.words.of(&problem.text))
            });
            (StatusCode::UNPROCESSABLE_ENTITY, notice)
        }
        Refused::Said(status, text) => {
            answers.put_back(&mut page, &[]);
            let notice = Notice::new(Tone::Bad, shell.t("portal-not-saved")).text(&text);
            (status, Some(notice))
        }
    };
    let sheet = Sheet {
        draft: &draft,
        position,
        page,
        answers,
        notice,
        status,
        from_check: citizen.query.get(FROM.0) == Some(FROM.1),
    };
    Ok(sheet.render(shell).into_response())
}

fn position(draft: &Draft, section: &str) -> Option<usize> {
    draft
        .pages()
        .iter()
        .position(|page| page.section == section)
}

fn by_script(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|a| a.to_str().ok());
    accept.is_some_and(|accept| accept.starts_with("application/json"))
}

/// What the script shows beside the form that it saved.
fn told_to_script(shell: &Shell, saved: bool) -> Response {
    if !saved {
        return StatusCode::UNPROCESSABLE_ENTITY.into_response();
    }
    let now = shell.moment(Some(shell.now.as_microsecond()));
    let message = shell.tw("portal-saved-at", &[("at", now.into())]);
    Json(json!({ "message": message })).into_response()
}

#[derive(Template)]
#[template(path = "section.html")]
struct Content {
    notices: Markup,
    hint: Option<String>,
    action: String,
    fields: Markup,
    status: SaveStatus,
    buttons: Buttons,
}

/// One page of a draft, to be shown.
struct Sheet<'s> {
    draft: &'s Draft,
    position: usize,
    page: PageView,
    answers: &'s Answers,
    notice: Option<Notice>,
    status: StatusCode,
    from_check: bool,
}

impl Sheet<'_> {
    fn render(self, shell: &Shell) -> PageResponse {
        let draft = self.draft;
        let address = draft.address(Some(&self.page.section));
        let form = FormPage {
            shell,
            page: &self.page,
            answers: self.answers,
            likely_province: likely_province(shell, draft),
            correction: Some(format!("{address}/correction")),
            button: shell.t("portal-continue"),
        };
        let from = self.from_check.then_some(FROM.1);
        let saved = draft.view.saved_at.map(|at| {
            let at = shell.moment(Some(at));
            shell.tw("portal-saved-at", &[("at", at.into())])
        });
        let content = Content {
            notices: self.notices(shell),
            hint: self
                .page
                .hint
                .as_ref()
                .map(|hint| shell.words.of(hint).to_owned()),
            action: Address::new(address).with_some(FROM.0, from).into(),
            fields: form.markup(),
            status: SaveStatus::new(&shell.words, saved),
            buttons: Buttons::new([
                Button::primary(shell.t("portal-continue")),
                Button::plain(shell.t("portal-later")).value("later", "yes"),
            ]),
        };
        shell
            .focused(shell.words.of(&self.page.title))
            .caption(self.caption(shell))
            .back(self.back())
            .errors(form.errors())
            .status(self.status)
            .body(&content)
    }

    fn caption(&self, shell: &Shell) -> String {
        shell.tw(
            "portal-page-of",
            &[
                ("title", shell.say(self.draft.view.title.as_ref()).into()),
                ("page", (self.position + 1).into()),
                ("pages", self.draft.pages().len().into()),
            ],
        )
    }

    fn back(&self) -> String {
        let before = self.position.checked_sub(1);
        match before.and_then(|before| self.draft.pages().get(before)) {
            _ if self.from_check => self.draft.address(None),
            Some(page) => self.draft.address(Some(&page.section)),
            None => "/dossiers".to_owned(),
        }
    }

    /// What this page has to say, and the checks that matter on it.
    fn notices(&self, shell: &Shell) -> Markup {
        let checks = self.draft.view.notices.iter().flatten();
        let notices = checks
            .filter(|flag| self.concerns(flag))
            .map(|flag| flag_notice(shell, flag).into());
        let own = self.notice.clone().map(Markup::from);
        Markup::join(own.into_iter().chain(notices))
    }

    /// A note to an answer stands beside that answer once it is given; what leads to another
    /// procedure, or tells that a register is silent, on every page from there on.
    fn concerns(&self, flag: &Flag) -> bool {
        let pages = self.draft.pages();
        let Some(section) = flag.pointer.as_deref().map(Names::section) else {
            return true;
        };
        let answered = pages
            .iter()
            .position(|page| page.section == section)
            .filter(|at| pages[*at].complete);
        match flag.effect.as_deref() {
            Some("refuse" | "redirect") => answered.is_some_and(|at| at <= self.position),
            _ => answered == Some(self.position),
        }
    }
}

/// The province of the first commune that the form knows: most families stay in one.
fn likely_province(shell: &Shell, draft: &Draft) -> Option<String> {
    let view = shell.content.admin_units().on(shell.today);
    let mut fields = draft.pages().iter().flat_map(|page| &page.fields);
    fields.find_map(|field| {
        let commune = field
            .value
            .as_str()
            .filter(|_| field.widget == Widget::Commune)?;
        view.province_of(commune).map(|unit| unit.code.clone())
    })
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use dean06_contracts::casework::{DraftView, FieldView, Flag, PageView, Widget};
    use dean06_kernel::Text;

    use super::{Answers, Draft, Sheet, ease};
    use crate::frame::Pairs;
    use crate::frame::testing::citizen;

    fn text(text: &str) -> Text {
        Text::new(text, text)
    }

    fn field(pointer: &str, widget: Widget) -> FieldView {
        FieldView {
            pointer: pointer.to_owned(),
            label: text(pointer),
            hint: None,
            widget,
            options: Vec::new(),
            required: true,
            max_length: None,
            value: serde_json::Value::Null,
            display: None,
            source: None,
            editable: true,
            error: Some(text("Nhập mục này")),
        }
    }

    fn page(section: &str, complete: bool, fields: Vec<FieldView>) -> PageView {
        PageView {
            section: section.to_owned(),
            title: text(section),
            hint: None,
            complete,
            fields,
        }
    }

    fn read(form: &str) -> Answers {
        Answers::read(&Pairs::parse(form.as_bytes()))
    }

    #[test]
    fn nobody_is_blamed_for_a_field_that_just_appeared() {
        let shell = citizen();
        let kite = || page("kite", false, vec![field("/kite/tail", Widget::Text)]);
        let mut opened = kite();
        assert!(ease(&shell, &mut opened, &read("_shown=kite.kind&kite.kind=x")).is_some());
        assert_eq!(opened.fields[0].error, None);
        let mut empty = kite();
        assert!(ease(&shell, &mut empty, &read("_shown=kite.tail&kite.tail=")).is_none());
        assert!(empty.fields[0].error.is_some());
    }

    #[test]
    fn nobody_is_blamed_for_a_list_that_was_not_there() {
        let shell = citizen();
        let mut kite = page("kite", false, vec![field("/kite/at", Widget::Commune)]);
        let sent = read("_shown=kite.at&_province.kite.at=01&_listed.kite.at=");
        assert!(ease(&shell, &mut kite, &sent).is_some());
        assert_eq!(kite.fields[0].error, None);
        let mut both = page(
            "kite",
            false,
            vec![
                field("/kite/at", Widget::Commune),
                field("/kite/name", Widget::Text),
            ],
        );
        let sent = read("_shown=kite.at+kite.name&_province.kite.at=01&_listed.kite.at=");
        assert!(ease(&shell, &mut both, &sent).is_none());
        assert!(both.fields[1].error.is_some());
    }

    fn draft(notices: Vec<Flag>) -> Draft {
        let done = FieldView {
            error: None,
            ..field("/who/role", Widget::Text)
        };
        Draft {
            id: "d".to_owned(),
            view: DraftView {
                title: Some(text("Thả diều")),
                pages: Some(vec![
                    page("who", true, vec![done]),
                    page("kite", false, vec![field("/kite/name", Widget::Text)]),
                ]),
                notices: Some(notices),
                saved_at: Some(crate::frame::testing::NOW),
                ..DraftView::default()
            },
        }
    }

    fn shown(draft: &Draft, position: usize) -> String {
        let sheet = Sheet {
            draft,
            position,
            page: draft.pages()[position].clone(),
            answers: &Answers::default(),
            notice: None,
            status: StatusCode::OK,
            from_check: false,
        };
        sheet.render(&citizen()).html().to_owned()
    }

    #[test]
    fn a_page_says_where_it_stands_and_what_is_wrong() {
        let html = shown(&draft(Vec::new()), 1);
        assert!(html.contains("Thả diều · trang 2 trên 2"));
        assert!(html.contains("href=\"/drafts/d/who\""));
        assert!(html.contains("href=\"#kite.name\""));
        assert!(html.contains("data-autosave=\"/drafts/d/kite\""));
        assert!(html.contains("Đã lưu bản nháp lúc"));
    }

    #[test]
    fn checks_are_told_where_they_matter() {
        let flag = |effect: &str, pointer: &str| Flag {
            effect: Some(effect.to_owned()),
            message: Some(text(&format!("{effect} của {pointer}"))),
            pointer: Some(pointer.to_owned()),
            ..Flag::default()
        };
        let draft = draft(vec![
            flag("flag", "/who/role"),
            flag("redirect", "/who/role"),
            flag("flag", "/kite/name"),
        ]);
        let first = shown(&draft, 0);
        assert!(first.contains("flag của /who/role"));
        assert!(first.contains("redirect của /who/role"));
        let second = shown(&draft, 1);
        assert!(!second.contains("flag của /who/role"));
        assert!(second.contains("redirect của /who/role"));
        assert!(!second.contains("flag của /kite/name"), "not answered yet");
    }
}
