//! A dossier on one page: what is asked, what the registers say beside what was declared, the
//! clock, the history, and one clear thing to do.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::IntoResponse};
use dean06_contracts::casework::{
    ChainView, ComparedField, DeskDossier, OpenChain, OpenChainRequest, OpenDossier,
    OpenDossierRequest,
};
use dean06_ui::{
    ComparedRow, Comparison, ErrorSummary, KeyHelp, Link, Markup, Notice, PageResponse,
    SummaryList, SummaryRow, Tone,
};

use super::action::{look, named};
use super::forms::Forms;
use super::more;
use super::side::{Side, side};
use crate::frame::{
    Answer, CASE_HANDLING, Officer, Shell, Stop, flag_notice, link, list, quiet, related_notice,
    subheading, written,
};

pub(super) async fn show(officer: Officer, Path(id): Path<String>) -> Answer {
    let desk = Desk::open(&officer, &id).await?;
    let done = officer.query.get("done");
    let done = done.and_then(|done| {
        named(done)
            .map(|look| look.done)
            .or_else(|| more::done(done))
    });
    let number = desk.view.number.clone().unwrap_or_default();
    let notice = done.map(|done| {
        let text = officer.shell.tw(done, &[("number", number.into())]);
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
    /// The interlinked application that it is a leg of.
    pub chain: Option<ChainView>,
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
        // A dossier is worked on also while the rest of its chain cannot be told.
        let chain = if view.bundle_id.is_some() {
            let request = OpenChainRequest {
                dossier_id: id.clone(),
            };
            officer
                .aside_in::<OpenChain>(CASE_HANDLING, &id, &request)
                .await
        } else {
            None
        };
        Ok(Self { id, view, chain })
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
            keys: keys(shell, self),
            news: notice.map(Markup::from).unwrap_or_default(),
            notices: self.notices(shell),
            sections: preview(shell, view)
                .into_iter()
                .chain(sections(shell, view))
                .chain(attached(shell, self))
                .collect(),
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
        let mut notices: Vec<Markup> = vec![appeal(shell, view)];
        notices.push(differences(shell, view).into());
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

/// What the paper will show, before it is decided; nothing where that cannot be told.
fn preview(shell: &Shell, view: &DeskDossier) -> Option<Markup> {
    let fields = view.preview.as_deref().unwrap_or_default();
    if fields.is_empty() {
        return None;
    }
    let rows = fields.iter().map(|field| {
        let label = shell.say(field.label.as_ref());
        SummaryRow::new(label, shell.say(field.value.as_ref()))
    });
    let list = SummaryList::new(&shell.words, rows.collect());
    Some(Markup::join([
        Markup::trusted("<details><summary>"),
        shell.t("desk-preview").into(),
        Markup::trusted("</summary>"),
        list.into(),
        Markup::trusted("</details>"),
    ]))
}

/// The papers of the applicant's store that the form uses, each to be opened.
fn attached(shell: &Shell, desk: &Desk) -> Option<Markup> {
    let papers = desk.view.papers.as_deref().unwrap_or_default();
    if papers.is_empty() {
        return None;
    }
    let rows = papers.iter().map(|paper| {
        let id = paper.paper_id.as_deref().unwrap_or_default();
        let address = format!("/desk/dossiers/{}/papers/{id}", desk.id);
        let open = link(&address, shell.say(paper.title.as_ref()));
        SummaryRow::new(shell.say(paper.label.as_ref()), open)
    });
    let list = SummaryList::new(&shell.words, rows.collect());
    Some(Markup::join([
        subheading(&shell.t("desk-attached")),
        list.into(),
    ]))
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

/// That it is an appeal, with its grounds and what was refused before; nothing where it is none.
fn appeal(shell: &Shell, view: &DeskDossier) -> Markup {
    let Some(appeal) = &view.appeal else {
        return Markup::default();
    };
    let attempt = appeal.attempt.unwrap_or_default();
    let title = shell.tw("desk-appeal", &[("n", attempt.into())]);
    let grounds = appeal.text.as_deref().unwrap_or_default();
    let number = appeal.former_number.as_deref().unwrap_or_default();
    let reason = appeal.former_reason.as_deref().unwrap_or_default();
    let former = shell.tw(
        "desk-appeal-former",
        &[("number", number.into()), ("reason", reason.into())],
    );
    let open = appeal.former_dossier_id.as_deref().map(|former| {
        let open = link(
            &format!("/desk/dossiers/{former}"),
            &shell.t("desk-appeal-open"),
        );
        Markup::join([Markup::trusted("<p>"), open, Markup::trusted("</p>")])
    });
    Notice::new(Tone::Waiting, title)
        .markup(written(grounds))
        .markup(quiet(&former))
        .markup(open.unwrap_or_default())
        .into()
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
fn keys(shell: &Shell, desk: &Desk) -> Markup {
    let actions = desk.view.actions.iter().flatten();
    let actions = actions.map(|action| {
        let look = look(*action);
        (look.key, look.label)
    });
    let keys: Vec<_> = actions
        .chain(more::offered(desk).map(|more| (more.key, more.label)))
        .map(|(key, label)| (key.to_string(), shell.t(label)))
        .collect();
    if keys.is_empty() {
        return Markup::default();
    }
    KeyHelp::empty(&shell.words).keys(keys).into()
}

#[cfg(test)]
mod tests;
