//! A page that asks for a text before something is done.

use axum::http::StatusCode;
use dean06_kernel::Sources;
use dean06_ui::{Button, Buttons, ErrorSummary, Hidden, Markup, Notice, PageResponse, Tone};

use super::markup::form;
use super::{CommandKey, Pairs, Reason, Refused, Shell};

/// The field of the text.
const REASON: &str = "reason";

/// What is to be done, and which text goes with it.
pub(crate) struct Question {
    pub title: String,
    pub caption: String,
    /// What follows.
    pub text: Markup,
    /// What the text is.
    pub label: String,
    pub hint: Option<String>,
    /// The text may be left out.
    pub optional: bool,
    /// The button that does it.
    pub yes: Button,
    /// What stands on the button that does not.
    pub no: String,
    /// Where the form is posted to.
    pub action: String,
    /// The page before this one.
    pub back: String,
    /// What else the form sends.
    pub hidden: Vec<Hidden>,
}

/// The form as it was sent, or still empty.
pub(crate) struct Reasoned {
    pub key: CommandKey,
    pub reason: Reason,
    notice: Option<Notice>,
    status: StatusCode,
}

impl Reasoned {
    /// A form that nobody has typed in.
    pub fn new(sources: &Sources) -> Self {
        Self {
            key: CommandKey::new(sources),
            reason: Reason::default(),
            notice: None,
            status: StatusCode::OK,
        }
    }

    /// Reads a form; with `empty`, the message that says so, the text must be there.
    pub fn read(shell: &Shell, sources: &Sources, form: &Pairs, empty: Option<&str>) -> Self {
        Self {
            key: CommandKey::of(form, sources),
            reason: match empty {
                Some(empty) => Reason::read(shell, form, REASON, empty),
                None => Reason::optional(shell, form, REASON),
            },
            notice: None,
            status: StatusCode::UNPROCESSABLE_ENTITY,
        }
    }

    /// Puts beside the text, or above it, why it was not done.
    pub fn refuse(&mut self, shell: &Shell, refused: Refused) {
        match refused {
            Refused::Fields(problems) => {
                let text = problems.first().map(|p| shell.words.of(&p.text).to_owned());
                self.reason = std::mem::take(&mut self.reason).wrong(text);
            }
            Refused::Said(status, text) => {
                self.status = status;
                self.notice = Some(Notice::new(Tone::Bad, shell.t("portal-not-done")).text(&text));
            }
        }
    }

    /// The page.
    pub fn page(self, shell: &Shell, question: Question) -> PageResponse {
        let field = self.reason.field(shell, REASON, &question.label);
        let field = match question.hint {
            Some(hint) => field.hint(hint),
            None => field,
        };
        let field = if question.optional {
            field.optional()
        } else {
            field
        };
        let buttons = Buttons::new([
            question.yes,
            Button::secondary(question.no).href(&question.back),
        ]);
        let hidden = question.hidden.into_iter().map(Markup::from);
        let fields = [Markup::from(self.key.field())]
            .into_iter()
            .chain(hidden)
            .chain([field.into(), buttons.into()]);
        let content = [
            self.notice.map(Markup::from).unwrap_or_default(),
            question.text,
            form(&question.action, fields),
        ];
        let errors = ErrorSummary::new(&shell.words);
        shell
            .focused(question.title)
            .caption(question.caption)
            .back(question.back)
            .errors(self.reason.errors(REASON, errors))
            .status(self.status)
            .markup(Markup::join(content))
    }
}

#[cfg(test)]
mod tests {
    use dean06_kernel::{ManualClock, Sources};
    use dean06_ui::{Button, Hidden};

    use super::super::testing::{NOW, citizen};
    use super::super::{Pairs, Refused, paragraph};
    use super::{Question, Reasoned, StatusCode};

    fn question() -> Question {
        Question {
            title: "Rút?".to_owned(),
            caption: "Hồ sơ 1".to_owned(),
            text: paragraph("Hồ sơ dừng lại."),
            label: "Lý do".to_owned(),
            hint: Some("Ngắn gọn".to_owned()),
            optional: false,
            yes: Button::danger("Rút"),
            no: "Giữ".to_owned(),
            action: "/x/withdraw".to_owned(),
            back: "/x".to_owned(),
            hidden: vec![Hidden::new("version", "7")],
        }
    }

    #[test]
    fn a_text_that_is_missing_is_asked_for_and_one_that_is_there_stays() {
        let shell = citizen();
        let now = jiff::Timestamp::from_microsecond(NOW).unwrap();
        let sources = Sources::manual(std::sync::Arc::new(ManualClock::new(now)), 1);
        let read = |form: &str| {
            let form = Pairs::parse(form.as_bytes());
            Reasoned::read(
                &shell,
                &sources,
                &form,
                Some("portal-withdraw-reason-empty"),
            )
        };
        let empty = read("reason=+");
        assert!(!empty.reason.is_right());
        let page = empty.page(&shell, question());
        assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert!(page.html().contains("href=\"#reason\""));
        assert!(page.html().contains("name=\"version\" value=\"7\""));
        let mut told = read("reason=a%3Cb");
        told.refuse(
            &shell,
            Refused::Said(StatusCode::CONFLICT, "Có người nhanh hơn".to_owned()),
        );
        let page = told.page(&shell, question());
        assert_eq!(page.status(), StatusCode::CONFLICT);
        assert!(page.html().contains("Có người nhanh hơn"));
        assert!(page.html().contains("a&#60;b</textarea>"));
    }
}
