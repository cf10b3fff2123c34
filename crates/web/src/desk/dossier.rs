//! A dossier on one page: what is asked, what the registers say beside what was declared, the
//! clock, the history, and one clear thing to do.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::IntoResponse};
use dean06_contracts::casework::{ComparedField, DeskDossier, OpenDossier, OpenDossierRequest};
use dean06_ui::{
    ComparedRow, Comparison, ErrorSummary, KeyHelp, Link, Markup, Notice, PageResponse,
    SummaryList, SummaryRow, Tone,
};

use super::action::{look, named};
use super::forms::Forms;
use super::side::{Side, side};
use crate::frame::{
    Answer, CASE_HANDLING, Officer, Shell, Stop, flag_notice, list, related_notice, subheading,
    written,
};

pub(super) async fn show(officer: Officer, Path(id): Path<String>) -> Answer {
    let desk = Desk::open(&officer, &id).await?;
    let done = officer.query.get("done").and_then(named);
    let number = desk.view.number.clone().unwrap_or_default();
    let notice = done.map(|look| {
        let text = officer.shell.tw(look.done, &[("number", number.into())]);
        Notice::new(Tone::Good, text).live()
    });
    let forms = Forms::new(&officer.web.sources);
    Ok(desk
        .page(&officer.shell, &forms, notice, StatusCode::OK)
        .into_response())
}

/// A dossier on the desk.
pub(super) struct Desk {
    pub id: String,
    pub view: DeskDossier,
}

#[derive(Template)]
#[template(path = "desk_dossier.html")]
struct Content {
    keys: Markup,
    news: Markup,
    notices: Markup,
    sections: Vec<Markup>,
    side: Side,
}

impl Desk {
    pub async fn open(officer: &Officer, id: &str) -> Result<Self, Stop> {
        let id = crate::frame::id(id).ok_or_else(|| officer.missing())?;
        let request = OpenDossierRequest {
            dossier_id: id.clone(),
        };
        let view = officer
            .call_in::<OpenDossier>(CASE_HANDLING, &id, &request)
            .await?;
        Ok(Self { id, view })
    }

    /// The page, with what was typed in its forms and what is to be said first.
    pub fn page(
        &self,
        shell: &Shell,
        forms: &Forms,
        notice: Option<Notice>,
        status: StatusCode,
    ) -> PageResponse {
        let view = &self.view;
        let content = Content {
            keys: keys(shell, view),
            news: notice.map(Markup::from).unwrap_or_default(),
            notices: self.notices(shell),
            sections: sections(shell, view),
            side: side(shell, self, forms),
        };
        let title = shell.say(view.title.as_ref());
        let about = view.about.as_deref().unwrap_or_default();
        let title = if about.is_empty() {
            title.to_owned()
        } else {
            shell.tw(
                "portal-title-about",
                &[("title", title.into()), ("about", about.into())],
            )
        };
        shell
            .page(title)
            .wide()
            .caption(self.caption(shell))
            .crumbs(vec![Link::new(shell.t("desk-nav-queue"), "/desk")])
            .errors(forms.errors(ErrorSummary::new(&shell.words)))
            .status(status)
            .body(&content)
    }

    fn caption(&self, shell: &Shell) -> String {
        let view = &self.view;
        shell.tw(
            "desk-caption",
            &[
                ("number", view.number.clone().unwrap_or_default().into()),
                (
                    "applicant",
                    view.applicant.clone().unwrap_or_default().into(),
                ),
                ("at", shell.moment(view.submitted_at).into()),
            ],
        )
    }

    fn notices(&self, shell: &Shell) -> Markup {
        let view = &self.view;
        let mut notices: Vec<Markup> = vec![differences(shell, view).into()];
        if let Some(silent) = &view.unavailable {
            let notice = Notice::new(Tone::Waiting, shell.t("desk-registers-silent"));
            notices.push(notice.text(shell.words.of(silent)).into());
        }
        notices.extend(
            view.flags
                .iter()
                .flatten()
                .map(|flag| Markup::from(flag_notice(shell, flag))),
        );
        if let Some(asked) = &view.supplement {
            let items = asked.items.iter().flatten().map(String::as_str);
            let at = shell.moment(asked.asked_at);
            let title = shell.tw("desk-supplement-asked", &[("at", at.into())]);
            let notice = Notice::new(Tone::Info, title)
                .markup(written(asked.reason.as_deref().unwrap_or_default()))
                .markup(list(items));
            notices.push(notice.into());
        }
        let related = view.related.as_deref().unwrap_or_default();
        notices.push(related_notice(shell, related));
        Markup::join(notices)
    }
}

/// What was declared, page by page of the form; beside what the registers say where they know it.
fn sections(shell: &Shell, view: &DeskDossier) -> Vec<Markup> {
    let fields = view.fields.as_deref().unwrap_or_default();
    let pages = fields.chunk_by(|one, other| one.section == other.section);
    let tables = pages.map(|page| {
        let title = page.first().and_then(|field| field.section_title.as_ref());
        let title = shell.say(title);
        if page.iter().all(|field| field.registered.is_none()) {
            let rows = page.iter().map(|field| {
                let label = shell.say(field.label.as_ref());
                SummaryRow::new(label, shell.say(field.declared.as_ref()))
            });
            let list = SummaryList::new(&shell.words, rows.collect());
            return Markup::join([subheading(title), list.into()]);
        }
        let rows = page.iter().map(|field| compared(shell, field));
        Comparison::new(&shell.words, title, rows.collect()).into()
    });
    tables.collect()
}

fn compared(shell: &Shell, field: &ComparedField) -> ComparedRow {
    let registered = field.registered.as_ref();
    let row = ComparedRow::new(
        shell.say(field.label.as_ref()),
        shell.say(field.declared.as_ref()),
        registered.map(|text| shell.words.of(text).to_owned()),
    );
    let row = row.differs(field.differs == Some(true));
    match (&field.register, registered) {
        (Some(register), Some(_)) => row.source(shell.words.of(register)),
        _ => row,
    }
}

/// How many lines differ, before the tables.
fn differences(shell: &Shell, view: &DeskDossier) -> Notice {
    let fields = view.fields.iter().flatten();
    let differ = fields.filter(|field| field.differs == Some(true)).count();
    let text = shell.tw("desk-differences", &[("n", differ.into())]);
    let tone = if differ == 0 {
        Tone::Good
    } else {
        Tone::Waiting
    };
    Notice::new(tone, text)
}

/// The keys of this page, of the steps that may be taken now.
fn keys(shell: &Shell, view: &DeskDossier) -> Markup {
    let actions = view.actions.as_deref().unwrap_or_default();
    if actions.is_empty() {
        return Markup::default();
    }
    let keys = actions.iter().map(|action| {
        let look = look(*action);
        (look.key.to_string(), shell.t(look.label))
    });
    KeyHelp::empty(&shell.words).keys(keys).into()
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use dean06_contracts::casework::{ComparedField, DeskAction, DeskDossier, Holder, OptionView};
    use dean06_kernel::{ManualClock, Sources, Text};

    use super::super::action::named;
    use super::super::forms::{Forms, Typed};
    use super::Desk;
    use crate::frame::testing::{NOW, officer};
    use crate::frame::{CommandKey, Pairs};

    fn text(text: &str) -> Text {
        Text::new(text, text)
    }

    fn sources() -> Sources {
        let now = jiff::Timestamp::from_microsecond(NOW).unwrap();
        Sources::manual(std::sync::Arc::new(ManualClock::new(now)), 1)
    }

    fn desk(actions: Vec<DeskAction>, holder: Option<Holder>) -> Desk {
        let field = |label: &str, declared: &str, registered: Option<&str>| ComparedField {
            section: Some("child".to_owned()),
            section_title: Some(text("Trẻ em")),
            label: Some(text(label)),
            declared: Some(text(declared)),
            registered: registered.map(text),
            register: Some(text("Cơ sở dữ liệu")),
            differs: Some(registered.is_some_and(|registered| registered != declared)),
            ..ComparedField::default()
        };
        Desk {
            id: "018f0000-0000-7000-8000-000000000001".to_owned(),
            view: DeskDossier {
                number: Some("H26-1".to_owned()),
                title: Some(text("Đăng ký khai sinh")),
                about: Some("Lò Ngọc Ánh".to_owned()),
                applicant: Some("Lò Thị Mai".to_owned()),
                version: Some(3),
                submitted_at: Some(NOW),
                fields: Some(vec![
                    field("Họ tên", "Mai", Some("Mai")),
                    field("Ngày sinh", "07/03/1994", Some("03/07/1994")),
                    field("Tên trẻ", "Ánh", None),
                ]),
                sections: Some(vec![OptionView {
                    value: "child".to_owned(),
                    label: Text::new("Trẻ em", "Child"),
                }]),
                actions: Some(actions),
                holder,
                ..DeskDossier::default()
            },
        }
    }

    fn html(desk: &Desk, forms: &Forms) -> String {
        let page = desk.page(&officer(), forms, None, StatusCode::OK);
        page.html().to_owned()
    }

    #[test]
    fn differences_are_marked_and_counted() {
        let html = html(&desk(Vec::new(), None), &Forms::new(&sources()));
        assert!(html.contains("1 điểm khác với cơ sở dữ liệu"));
        assert_eq!(html.matches("Khác nhau").count(), 1);
        assert!(html.contains("Hiện không có việc gì bạn cần làm"));
        assert!(!html.contains("/approve"));
    }

    #[test]
    fn a_decision_needs_one_button_and_a_refusal_a_reason() {
        let actions = vec![
            DeskAction::Approve,
            DeskAction::RequestSupplement,
            DeskAction::Refuse,
        ];
        let html = html(&desk(actions, None), &Forms::new(&sources()));
        for part in [
            "class=\"button\" data-key=\"a\"",
            "action=\"/desk/dossiers/018f0000-0000-7000-8000-000000000001/approve\"",
            "name=\"version\" value=\"3\"",
            "<summary data-key=\"s\"",
            "name=\"refuse.reason\"",
            "name=\"refuse.code\"",
            "name=\"request-supplement.sections\" value=\"child\"",
        ] {
            assert!(html.contains(part), "{part}");
        }
        assert!(!html.contains("<details open>"));
    }

    #[test]
    fn a_colleagues_dossier_is_taken_with_a_note() {
        let mine = desk(vec![DeskAction::Take], None);
        assert!(!html(&mine, &Forms::new(&sources())).contains("take.note"));
        let holder = Holder {
            name: Some("Tòng Thị Phương".to_owned()),
            since: Some(NOW),
            me: Some(false),
        };
        let other = html(
            &desk(vec![DeskAction::Take], Some(holder)),
            &Forms::new(&sources()),
        );
        assert!(other.contains("Tòng Thị Phương giữ hồ sơ này từ 09:00, 23/11/2026"));
        assert!(other.contains("name=\"take.note\""));
    }

    #[test]
    fn what_was_typed_stays_with_what_is_missing() {
        let form = Pairs::parse("refuse.reason=&refuse.code=&version=3".as_bytes());
        let typed = Typed::read(&officer(), named("refuse").unwrap(), &form);
        assert!(!typed.is_right());
        let forms = Forms::sent(CommandKey::new(&sources()), typed);
        let refused = html(&desk(vec![DeskAction::Refuse], None), &forms);
        assert!(refused.contains("<details open>"));
        assert!(refused.contains("href=\"#refuse.code\""));
        assert!(refused.contains("href=\"#refuse.reason\""));

        let form = "request-supplement.items=a%0D%0A%0D%0Ab&request-supplement.reason=x&\
                    request-supplement.sections=child";
        let look = named("request-supplement").unwrap();
        let typed = Typed::read(&officer(), look, &Pairs::parse(form.as_bytes()));
        assert!(typed.is_right());
        assert_eq!(typed.lines(), ["a", "b"]);
        let long = format!("{form}&request-supplement.items={}", "x".repeat(501));
        let long = long.replacen("request-supplement.items=a%0D%0A%0D%0Ab&", "", 1);
        assert!(!Typed::read(&officer(), look, &Pairs::parse(long.as_bytes())).is_right());
    }

    #[test]
    fn an_appointment_moves_by_a_number_of_days() {
        let read = |days: &str| {
            let form = format!("extend.days={days}&extend.reason=x");
            let typed = Typed::read(
                &officer(),
                named("extend").unwrap(),
                &Pairs::parse(form.as_bytes()),
            );
            (typed.working_days(), typed.is_right())
        };
        assert_eq!(read("3"), (Some(3), true));
        for wrong in ["", "0", "61", "-1", "x", "99999999999"] {
            assert_eq!(read(wrong), (None, false), "{wrong}");
        }
    }
}
