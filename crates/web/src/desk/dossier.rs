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
    Ok(desk.page(&officer.shell, &forms, notice, StatusCode::OK).into_response())
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
                ("applicant", view.applicant.clone().unwrap_or_default().into()),
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
    let tone = if differ == 0 { Tone::Good } else { Tone::Waiting };
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
