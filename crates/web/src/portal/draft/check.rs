//! What will be sent, before it is sent.

use askama::Template;
use axum::{extract::Path, http::StatusCode, response::IntoResponse};
use dean06_contracts::casework::PageView;
use dean06_ui::{
    Button, Buttons, ErrorSummary, Hidden, Markup, Notice, PageResponse, SummaryList, Tag,
    TaskItem, TaskList, Tone,
};

use super::Draft;
use crate::frame::{Answer, Citizen, Shell, flag_notice, related_notice};
use crate::portal::form::summary;

pub(super) async fn show(citizen: Citizen, Path(id): Path<String>) -> Answer {
    let draft = Draft::load(&citizen, &id).await?;
    let errors = ErrorSummary::new(&citizen.shell.words);
    Ok(page(&citizen.shell, &draft, errors, None, StatusCode::OK).into_response())
}

#[derive(Template)]
#[template(path = "check.html")]
struct Content {
    notice: Markup,
    sections: Vec<(String, SummaryList)>,
    missing: Option<(String, TaskList)>,
    organisation: Option<String>,
    before: String,
    /// Where it is sent to; a leg is sent with the whole application.
    action: Option<String>,
    version: Hidden,
    buttons: Buttons,
}

/// The page, with what is wrong and what is to be said first.
pub(super) fn page(
    shell: &Shell,
    draft: &Draft,
    errors: ErrorSummary,
    notice: Option<Notice>,
    status: StatusCode,
) -> PageResponse {
    let view = &draft.view;
    let ready = view.ready == Some(true);
    let organisation = view.organisation.as_ref().map(|org| {
        let org = shell.words.of(org);
        shell.tw("portal-check-organisation", &[("organisation", org.into())])
    });
    let content = Content {
        notice: notices(shell, draft, notice),
        sections: draft
            .pages()
            .iter()
            .map(|page| {
                let address = format!("{}?from=check", draft.address(Some(&page.section)));
                let list = summary(shell, page, Some(&address));
                (shell.words.of(&page.title).to_owned(), list)
            })
            .collect(),
        missing: missing(shell, draft),
        organisation,
        before: shell.t(match (draft.bundle(), ready) {
            (Some(_), true) => "bundle-leg-before",
            (Some(_), false) => "bundle-leg-not-ready",
            (None, true) => "portal-check-before",
            (None, false) => "portal-check-not-ready",
        }),
        action: match draft.bundle() {
            Some(_) => None,
            None => Some(format!("/drafts/{}/submit", draft.id)),
        },
        version: Hidden::new("version", view.version.unwrap_or_default().to_string()),
        buttons: buttons(shell, draft, ready),
    };
    shell
        .focused(shell.t(if draft.bundle().is_some() {
            "bundle-leg-check"
        } else {
            "portal-check-title"
        }))
        .caption(shell.say(view.title.as_ref()))
        .back(
            draft
                .pages()
                .last()
                .map_or_else(|| draft.home(), |page| draft.address(Some(&page.section))),
        )
        .errors(errors)
        .status(status)
        .body(&content)
}

fn notices(shell: &Shell, draft: &Draft, notice: Option<Notice>) -> Markup {
    let flags = draft.view.notices.iter().flatten();
    let flags = flags.map(|flag| flag_notice(shell, flag).into());
    let related = draft.view.related.as_deref().unwrap_or_default();
    Markup::join(
        notice
            .map(Markup::from)
            .into_iter()
            .chain(flags)
            .chain([related_notice(shell, related)]),
    )
}

/// The pages on which something is missing, as a list that leads there.
fn missing(shell: &Shell, draft: &Draft) -> Option<(String, TaskList)> {
    let incomplete: Vec<&PageView> = draft.pages().iter().filter(|p| !p.complete).collect();
    if incomplete.is_empty() {
        return None;
    }
    let items = incomplete.into_iter().map(|page| {
        let state = Tag::new(Tone::Waiting, shell.t("portal-page-incomplete"));
        TaskItem::new(shell.words.of(&page.title), state).href(draft.address(Some(&page.section)))
    });
    Some((
        shell.t("portal-check-missing"),
        TaskList::new(items.collect()),
    ))
}

fn buttons(shell: &Shell, draft: &Draft, ready: bool) -> Buttons {
    let next = draft.first_incomplete();
    if draft.bundle().is_some() {
        let list = shell.t("bundle-leg-save");
        let fill_on = next.map(|page| {
            Button::primary(shell.t("portal-fill-on")).href(draft.address(Some(&page.section)))
        });
        let list = match fill_on {
            Some(_) => Button::secondary(list),
            None => Button::primary(list),
        };
        return Buttons::new(fill_on.into_iter().chain([list.href(draft.home())]));
    }
    let first = if ready {
        Some(Button::primary(shell.t("portal-submit")))
    } else {
        next.map(|page| {
            Button::primary(shell.t("portal-fill-on")).href(draft.address(Some(&page.section)))
        })
    };
    let others = [
        Button::secondary(shell.t("portal-keep-for-later")).href("/dossiers"),
        Button::plain(shell.t("portal-discard")).href(format!("/drafts/{}/discard", draft.id)),
    ];
    Buttons::new(first.into_iter().chain(others))
}
