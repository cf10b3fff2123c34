//! One page of an application as HTML.

use askama::Template;
use axum::http::StatusCode;
use dean06_contracts::casework::{Flag, PageView, Widget};
use dean06_ui::{Button, Buttons, Markup, Notice, PageResponse, SaveStatus};

use super::{Draft, Origin};
use crate::frame::{Address, Names, Shell, flag_notice};
use crate::portal::form::{Answers, FormPage, Papers};
use crate::portal::progress::kept;

#[derive(Template)]
#[template(path = "section.html")]
struct Content {
    notices: Markup,
    kept: Option<String>,
    hint: Option<String>,
    action: String,
    fields: Markup,
    status: SaveStatus,
    buttons: Buttons,
}

/// One page of a draft, to be shown.
pub(super) struct Sheet<'s> {
    pub draft: &'s Draft,
    pub position: usize,
    pub page: PageView,
    pub answers: &'s Answers,
    pub notice: Option<Notice>,
    pub status: StatusCode,
    pub origin: Origin,
    pub papers: &'s Papers,
}

impl Sheet<'_> {
    /// The whole page.
    pub fn render(self, shell: &Shell) -> PageResponse {
        let draft = self.draft;
        let address = draft.address(Some(&self.page.section));
        let form = FormPage {
            shell,
            page: &self.page,
            answers: self.answers,
            papers: self.papers,
            likely_province: likely_province(shell, draft),
            correction: Some(format!("{address}/correction")),
            button: shell.t("portal-continue"),
        };
        let saved = draft.view.saved_at.map(|at| {
            let at = shell.moment(Some(at));
            shell.tw("portal-saved-at", &[("at", at.into())])
        });
        let content = Content {
            notices: self.notices(shell),
            kept: kept(shell, draft.view.kept_until),
            hint: self
                .page
                .hint
                .as_ref()
                .map(|hint| shell.words.of(hint).to_owned()),
            action: Address::new(address)
                .with_some(Origin::NAME, self.origin.value())
                .into(),
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
        if let Some(back) = self.draft.back_to(self.origin) {
            return back;
        }
        let before = self.position.checked_sub(1);
        match before.and_then(|before| self.draft.pages().get(before)) {
            Some(page) => self.draft.address(Some(&page.section)),
            None => self.draft.home(),
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
pub(super) mod testing {
    use dean06_contracts::casework::{FieldView, PageView, Widget};
    use dean06_kernel::Text;

    pub fn text(text: &str) -> Text {
        Text::new(text, text)
    }

    pub fn field(pointer: &str, widget: Widget) -> FieldView {
        FieldView {
            pointer: pointer.to_owned(),
            label: text(pointer),
            hint: None,
            widget,
            options: Vec::new(),
            required: true,
            max_length: None,
            paper_kind: None,
            value: serde_json::Value::Null,
            display: None,
            source: None,
            editable: true,
            error: Some(text("Nhập mục này")),
        }
    }

    pub fn page(section: &str, complete: bool, fields: Vec<FieldView>) -> PageView {
        PageView {
            section: section.to_owned(),
            title: text(section),
            hint: None,
            complete,
            fields,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use dean06_contracts::casework::{DraftView, FieldView, Flag, Widget};

    use super::testing::{field, page, text};
    use super::{Answers, Draft, Origin, Papers, Sheet};
    use crate::frame::testing::citizen;

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
                kept_until: Some(jiff::civil::date(2027, 2, 20)),
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
            origin: Origin::Series,
            papers: &Papers::default(),
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
        assert!(html.contains("giữ đến hết ngày thứ Bảy, 20/02/2027"));
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
